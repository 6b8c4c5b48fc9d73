"""Model fields of our own: partial dates and ordered lists of records."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.dates import PartialDate


class PartialDateField(models.CharField):
    """A `PartialDate`, stored as its ISO text: it sorts as it should, and reads the same everywhere.

    Unknown is NULL. Text that is no date raises ValidationError wherever it comes from.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]
        _pyi_private_get_type: PartialDate  # type: ignore[assignment]

    description = _("Partial date (2012-05-10, 2012-05 or 2012)")
    default_error_messages = {
        "invalid": _("“%(value)s” is not a date. Write a day (2012-05-10), a month (2012-05) or a year (2012)."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        # Django leaves out what is the default of its own fields, which is not that of these.
        return name, path, args, kwargs | {"null": self.null, "blank": self.blank}

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        text = str(value).strip()
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": text}) from error

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def get_prep_value(self, value: Any) -> str | None:
        date = self.to_python(value)
        return str(date) if date else None

    def run_validators(self, value: Any) -> None:
        super().run_validators(str(value) if value else value)

    def value_to_string(self, obj: models.Model) -> Any:
        date = self.value_from_object(obj)
        return str(date) if date else None


class OrderedSlugsField(models.JSONField):
    """An ordered list of slugs of one record type: a relation whose order matters, moved as one value."""

    default_error_messages = {
        "invalid": _("Write a list of slugs, each of them once."),
    }

    def __init__(self, *args: Any, to: str = "", **kwargs: Any) -> None:
        self.to = to
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"to": self.to}

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if (
            not isinstance(value, list)
            or not all(isinstance(slug, str) and slug for slug in value)
            or len(set(value)) != len(value)
        ):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
