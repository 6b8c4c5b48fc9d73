"""One value as canonical JSON: the one form in which fixtures, forms, spreadsheets and rows are compared.

A text is NFC with `\\n` and no space around it, and never null; a decimal has its field's places; a date is
ISO text; a reference is a natural key (`["slug"]`), a set of them is sorted; rich text is sanitised.
"""

import datetime
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from relations import richtext
from relations.languages import main_language
from relations.models import Record
from relations.models.fields import OrderedSlugsField, PartialDateField
from relations.models.record import RichTextField, lower_case_slug

JSON = Any
Field = models.Field


def content_fields(model: type[Record]) -> Mapping[str, Field]:
    """The fields that a record's content consists of, by column name: all but its key, slug and workflow."""
    return _content_fields(model)


@cache
def _content_fields(model: Any) -> Mapping[str, Field]:
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    workflow = workflow_columns(model)
    return MappingProxyType({field.name: field for field in fields if field.name not in {"id", "slug", *workflow}})


def workflow_columns(model: type[Record]) -> set[str]:
    """The names of the columns that only the verbs of publishing set."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if field.name in model.WORKFLOW or any(field.name.startswith(f"{name}_") for name in model.WORKFLOW)
    }


def canonical(field: Field, raw: Any) -> JSON:
    """One value in canonical form, from a fixture, a form or a row.

    Raises ValidationError for what the field cannot hold; length, choices and references are not looked at.
    """
    if isinstance(field, models.ManyToManyField):
        return _natural_keys(raw)
    if isinstance(field, models.ForeignKey):
        return None if raw in (None, "") else _natural_key(raw)
    if isinstance(field, OrderedSlugsField):
        if not isinstance(raw, (list, tuple)) or not all(map(_is_slug, raw)):
            raise ValidationError(field.error_messages["invalid"])
        return list(raw)
    if isinstance(field, PartialDateField):
        return _text_of(field.to_python(_plain(raw)))
    if isinstance(field, (models.CharField, models.TextField)):
        return _text(field, raw)
    return _scalar(field, raw)


def _plain(raw: Any) -> Any:
    """Refuse what JSON can hold but a date never is."""
    if isinstance(raw, (bool, int, float, list, dict)):
        raise ValidationError(_("%(value)s is not a text.") % {"value": repr(raw)})
    return raw


def _text_of(value: Any) -> str | None:
    return None if value is None else str(value)


def _text(field: Field, raw: Any) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise ValidationError(_("%(value)s is not a text.") % {"value": repr(raw)})
    text = unicodedata.normalize("NFC", str(raw).replace("\r\n", "\n").replace("\r", "\n"))
    if "\0" in text:
        raise ValidationError(_("It contains a NUL character."))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValidationError(_("It contains half of a character (a lone surrogate).")) from error
    if isinstance(field, RichTextField):
        text = richtext.sanitise(text)
    if isinstance(field, models.CharField):  # one line: no browser posts a line end in it
        text = text.replace("\n", " ")
    return text.strip()


def _scalar(field: Field, raw: Any) -> JSON:
    if raw is None or raw == "":
        if not field.null:
            raise ValidationError(_("It cannot be empty."))
        return None
    if _is_of_wrong_type(field, raw):
        raise ValidationError(_("%(value)s is of the wrong type.") % {"value": repr(raw)})
    value = field.to_python(raw)
    if isinstance(field, models.DecimalField):
        return _decimal(field, value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _is_of_wrong_type(field: Field, raw: Any) -> bool:
    """Whether JSON holds what `to_python` would bend (1.5 to 1, "yes" to true) or fail on."""
    return (
        isinstance(field, models.BooleanField) is not isinstance(raw, bool)
        or isinstance(raw, (list, dict))
        or (isinstance(field, models.IntegerField) and isinstance(raw, float))
        or (isinstance(field, models.DateField) and isinstance(raw, (int, float)))
    )


def _decimal(field: models.DecimalField, value: Decimal) -> str:
    """The value with just its field's places; one that has more keeps them, for validation to refuse."""
    places = Decimal(1).scaleb(-(field.decimal_places or 0))
    rounded = value.quantize(places) if abs(value) < Decimal(10) ** 20 else value
    return format(rounded if rounded == value else value, "f")


def _natural_key(raw: Any) -> list[str]:
    if isinstance(raw, Record):
        return [raw.slug]
    if isinstance(raw, (list, tuple)) and len(raw) == 1 and _is_slug(raw[0]):
        return [raw[0]]
    raise ValidationError(_('%(value)s is not a reference: write ["slug"].') % {"value": repr(raw)})


def _is_slug(raw: Any) -> bool:
    try:
        lower_case_slug(raw)
    except ValidationError:
        return False
    return isinstance(raw, str)


def _natural_keys(raw: Any) -> list[list[str]]:
    if raw is None:
        return []
    if isinstance(raw, (str, Mapping)) or not isinstance(raw, Iterable):
        raise ValidationError(
            _('%(value)s is not a list of references: write [["slug"], ["slug"]].') % {"value": repr(raw)}
        )
    keys = sorted(_natural_key(key) for key in raw)
    if any(one == other for one, other in pairwise(keys)):
        raise ValidationError(_("A reference stands twice in the list."))
    return keys


def column(model: type[Record], name: str) -> str:
    """The column that holds a named text in the main language; the name itself for other fields."""
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return f"{name}_{main_language()}"
    return name
