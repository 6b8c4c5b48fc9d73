"""A stored value that refers to no record, as a reader writes it: choices by label, dates and numbers in words."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext

from relations import wording
from relations.dates import PartialDate
from relations.models.fields import PartialDateField


def in_words(field: Any, value: Any) -> str:
    """A value of a field, which is not empty; of a text, the text."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(field, PartialDateField):
        return wording.date(PartialDate.parse(value))
    if isinstance(field, models.DateField):
        return wording.day(datetime.date.fromisoformat(value))
    if isinstance(field, models.DecimalField):
        return wording.number(Decimal(value))
    return str(dict(field.flatchoices).get(value, value))
