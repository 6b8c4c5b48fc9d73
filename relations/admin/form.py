"""The form of a record: canonical texts, what to tell the public, and the merge with what colleagues saved."""

from contextlib import suppress
from functools import partial
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations import publishing
from relations.admin.editing import Editing
from relations.languages import codes
from relations.models import Change, Record, Revision
from relations.publishing import SUPPORT, EditConflict, Opened, Standing
from relations.values import apply, canonical, content_fields

NOTES = {to_attribute("change_note", code): code for code in codes()}


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


class DateAndTime(AdminSplitDateTime):
    """Django's two inputs, each with a name of its own for those who do not see what stands beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        for part, name in zip(self.widgets, (_("Date"), _("Time")), strict=True):
            part.attrs["aria-label"] = name


class RecordForm(forms.ModelForm):
    """Its instance carries `editing` when the record exists; `conflict` is set when it must be shown again."""

    change = forms.ChoiceField(
        label=_("kind of change"),
        choices=Change.choices,
        initial=Change.MAJOR,
        required=False,
        help_text=_("Only a major change moves the date of the last update that readers see."),
    )
    go_live_at = forms.SplitDateTimeField(
        label=_("goes live"),
        required=False,
        widget=DateAndTime,
        help_text=_("For “Save and schedule”: when the public shall see it."),
    )
    support_confirmed = forms.BooleanField(
        label=_("The passages still support it"),
        required=False,
        help_text=_("Needed where what it claims was changed, but not its passages."),
    )

    conflict: EditConflict | None = None

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(with_canonical_texts(self._meta.model, data) if data else data, *args, **kwargs)
        if self.open_revision:
            for name in ("change", "go_live_at", *NOTES):
                self.initial.setdefault(name, getattr(self.open_revision, name))

    @property
    def editing(self) -> Editing | None:
        return getattr(self.instance, "editing", None)

    @property
    def open_revision(self) -> Revision | None:
        return self.editing.now.open if self.editing else None

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with a field that the form does not offer is said above it."""
        if not hasattr(error, "error_dict"):
            return super().add_error(field if field in self.fields else None, error)
        for name, errors in error.error_dict.items():
            super().add_error(name if name in self.fields else None, errors)
        return None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        if self.editing:
            self._merge(self.editing.now, self.editing.opened)
        elif publishing.look(type(self.instance), self.instance.slug).is_gone:
            self.add_error("slug", publishing.TAKEN)

    def _merge(self, now: Standing, opened: Opened) -> None:
        try:
            draft = publishing.draft_values(now, self.values(), opened)
        except EditConflict as conflict:
            self._show_both(conflict)
        else:
            for reason in publishing.invalid(now, draft):
                self.add_error(reason.field or None, reason.message)

    def _show_both(self, conflict: EditConflict) -> None:
        """Hers in the fields that collide, the colleague's in those that she left alone."""
        self.conflict = conflict
        mine = self.values()
        apply(self.instance, conflict.values)
        merged = forms.model_to_dict(self.instance)
        for name, field in self.fields.items():
            if name in mine and conflict.values[name] != mine[name]:
                setattr(field, "bound_data", partial(_instead, merged[name]))  # noqa: B010
        for name in {name for unit in conflict.units for name in unit.fields}:
            self.add_error(name, _("Somebody else changed this meanwhile. Compare above, then save again."))

    def values(self) -> dict[str, Any]:
        """The values that the person wrote, of the fields that the form offers, in canonical form."""
        fields = content_fields(type(self.instance))
        shown = self.editing.opened.values if self.editing else {}
        return dict(shown) | {
            name: canonical(fields[name], self.cleaned_data[name]) for name in self.cleaned_data if name in fields
        }

    @property
    def said(self) -> dict[str, Any]:
        """What the public is to be told of the change, as `save_draft` takes it."""
        notes = {code: self.cleaned_data[name].strip() for name, code in NOTES.items() if name in self.cleaned_data}
        return {"change": Change(self.cleaned_data.get("change") or Change.MAJOR), "change_note": notes}


def _instead(value: Any, _posted: Any, _initial: Any) -> Any:
    """What a field shows in place of what was posted."""
    return value


def _note_fields() -> dict[str, forms.Field]:
    columns: list[Any] = [Revision._meta.get_field(name) for name in NOTES]
    return {column.name: column.formfield(widget=AdminTextareaWidget({"rows": 2})) for column in columns}


# One for each language of the settings, so they cannot be written out above.
RecordForm.declared_fields |= _note_fields()

# The fields of the form that are no values of the record.
OF_THE_CHANGE = ("change", *NOTES)
OF_PUBLICATION = ("go_live_at", SUPPORT)
