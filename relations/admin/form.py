"""The form of a record: canonical texts, and complete while the record is public."""

from contextlib import suppress
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from relations import publishing
from relations.models import Record
from relations.values import canonical, content_fields


def with_canonical_texts(model: type[Record], data: QueryDict) -> QueryDict:
    """What was posted, its texts as `values` keeps them.

    Before validation, and not after it: browsers end lines with `\\r\\n` and some keyboards write Hangul
    decomposed, both longer than the text that is kept and "changed" beside it.
    """
    data = data.copy()
    for name, field in content_fields(model).items():
        if name in data and isinstance(field, (models.CharField, models.TextField)):
            # What has no canonical form stays as it is, for the field to say why.
            with suppress(ValidationError):
                data[name] = canonical(field, data[name]) or ""
    return data


class RecordForm(forms.ModelForm):
    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(with_canonical_texts(self._meta.model, data) if data else data, *args, **kwargs)

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with a field that the form does not offer is said above it."""
        if not hasattr(error, "error_dict"):
            return super().add_error(field if field in self.fields else None, error)
        for name, errors in error.error_dict.items():
            super().add_error(name if name in self.fields else None, errors)
        return None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.stays_public:
            for name, reason in self._reasons_against_being_public():
                self.add_error(name, reason)

    @cached_property
    def stays_public(self) -> bool:
        """Whether the public will see what this form saves: an incomplete record may still be withdrawn."""
        if not self.instance.live:
            return False
        return "_withdraw" not in self.data or bool(publishing.dependents(self.instance))

    def _reasons_against_being_public(self) -> list[publishing.Reason]:
        model = type(self.instance)
        raw = {name: self._value(name) for name in content_fields(model) if name not in self.errors}
        values = {name: canonical(field, raw[name]) for name, field in content_fields(model).items() if name in raw}
        reasons = [(name, reason) for name, reason in publishing.missing(model, values) if name in raw]
        return reasons + publishing.not_public(
            (name, other)
            for name in publishing.required_references(model)
            if name in raw
            for other in _records(raw[name])
        )

    def _value(self, name: str) -> Any:
        if name in self.fields:
            return self.cleaned_data.get(name)
        value = getattr(self.instance, name)
        return value.all() if isinstance(value, models.Manager) else value


def _records(value: Any) -> list[Record]:
    """The records that a reference or a set of them names."""
    if value is None:
        return []
    return [value] if isinstance(value, Record) else list(value)
