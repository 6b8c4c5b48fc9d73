"""Stored values as a person reads them: in comparisons and in the history."""

from typing import Any

from django.db import models
from django.utils.translation import gettext

from relations.models import Record
from relations.values import content_fields


def in_words(model: type[Record], name: str, value: Any) -> str:
    """A stored value as text: choices by their label, records by their slug, nothing as a dash."""
    field = content_fields(model)[name]
    if value in (None, "", []):
        return "–"
    if isinstance(field, models.ManyToManyField):
        return ", ".join(key[0] for key in value)
    if isinstance(field, models.ForeignKey):
        return value[0]
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(dict(field.flatchoices).get(value, value))
