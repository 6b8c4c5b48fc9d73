"""Form fields and widgets of the admin: partial dates, and references found by searching."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from relations.admin.choosing import in_a_choice
from relations.dates import PartialDate

# The digits of the largest key a table has: what is longer overflows SQLite's integers.
LONGEST_KEY = 18


class PartialDateInput(AdminTextInputWidget):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "partial-date", "size": 12, "autocomplete": "off", **(attrs or {})})


class PartialDateField(forms.CharField):
    """Reads `2012-05-10`, `2012-05` or `2012`; says what to write for anything else.

    It must be read here and not only by the model: `Model.clean` would compare text with dates.
    """

    default_error_messages = {
        "invalid": _("“%(value)s” is not a date. Write a day (2012-05-10), a month (2012-05) or a year (2012)."),
    }

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": text}) from error


def is_key(value: Any) -> bool:
    text = str(value)
    return text.isdecimal() and len(text) <= LONGEST_KEY


class KeysOnly:
    """Shows only what can be a key again: Django's own widget looks up whatever was posted, and fails."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if is_key(key)], attr)  # type: ignore[misc]


class RecordSelect(KeysOnly, AutocompleteSelect):
    pass


class RecordSelectMultiple(KeysOnly, AutocompleteSelectMultiple):
    pass


class CalledInFull:
    def label_from_instance(self, record: Any) -> str:
        return in_a_choice(record)


class RecordField(CalledInFull, forms.ModelChoiceField):
    pass


class RecordsField(CalledInFull, forms.ModelMultipleChoiceField):
    def _check_values(self, value: Any) -> Any:
        for key in value:
            if not is_key(key):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super()._check_values(value)  # type: ignore[misc]
