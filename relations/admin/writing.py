"""The form in which somebody writes what shall stand instead of the site's and the file's value."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relations.admin.form import NOTES
from relations.admin.richtext import RICH_TEXT, RichTextInput
from relations.models import Change, Conflict, Record, Revision, record_type
from relations.models.fields import OrderedSlugsField
from relations.models.record import RichTextField
from relations.publishing import SUPPORT, Reason, label
from relations.values import Values, canonical, column, content_fields

_TRUE = "true"


class WriteForm(forms.Form):
    """A field for each of a conflict's, filled with what the site has, and what the public is told of the change."""

    def __init__(self, conflict: Conflict, site: Values, data: Any = None) -> None:
        super().__init__(data, prefix=f"conflict-{conflict.pk}")
        self.model = record_type(conflict)
        self.written = list(conflict.fields)
        fields = content_fields(self.model)
        for name in self.written:
            self.fields[name] = _form_field(fields[name], label(self.model, name))
            self.initial[name] = _as_text(site.get(name))
        self.fields["change"] = forms.ChoiceField(
            label=_("Kind of change"), choices=Change.choices, initial=Change.MAJOR
        )
        for name in NOTES:
            note: Any = Revision._meta.get_field(name)
            self.fields[name] = note.formfield(widget=AdminTextareaWidget({"rows": 2}), label=_note_label(name))
        if _may_touch_a_claim(self.model, self.written):
            self.fields[SUPPORT] = forms.BooleanField(
                label=_("The passages still support it"),
                required=False,
                help_text=_("Needed where what it claims was changed, but not its passages."),
            )

    def clean(self) -> dict[str, Any]:
        """The written fields in canonical form; what has none is said at its field."""
        cleaned = self.cleaned_data
        for name in self.written:
            field = content_fields(self.model)[name]
            if name not in cleaned:
                continue
            try:
                cleaned[name] = canonical(field, _from_text(field, cleaned[name]))
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.written}

    @property
    def said(self) -> dict[str, Any]:
        """The rest of it, as `conflicts.write` takes it."""
        return {
            "change": Change(self.cleaned_data["change"]),
            "change_note": {code: self.cleaned_data[name].strip() for name, code in NOTES.items()},
            "support_confirmed": bool(self.cleaned_data.get(SUPPORT)),
        }

    def add_reasons(self, reasons: list[Reason]) -> None:
        """Say what stands against it, each at its field, or above all."""
        for reason in reasons:
            at_field = reason.field if reason.field in self.fields else None
            where = "" if at_field else label(self.model, reason.field)
            self.add_error(at_field, f"{where}: {reason.message}" if where else str(reason.message))


def _note_label(name: str) -> str:
    return f"{gettext('Change note')} [{NOTES[name]}]"


def _may_touch_a_claim(model: type[Record], names: list[str]) -> bool:
    claims = {column(model, name) for name in getattr(model, "claims", ())}
    return bool(claims & set(names))


def _form_field(field: Any, name: str) -> forms.Field:
    """An area or editor for a text, a choice for what has choices; anything else is written as the set writes it."""
    options: dict[str, Any] = {"label": name, "required": False}
    if isinstance(field, models.BooleanField):
        return forms.ChoiceField(choices=[(_TRUE, _("yes")), ("false", _("no"))], **options)
    if field.flatchoices:
        return forms.ChoiceField(choices=[("", "–"), *field.flatchoices], **options)
    if field.is_relation or isinstance(field, OrderedSlugsField):
        several = field.many_to_many or isinstance(field, OrderedSlugsField)
        options["help_text"] = _("Slugs, separated by commas.") if several else _("The slug of a record, or nothing.")
    if isinstance(field, RichTextField):
        options |= {**RICH_TEXT, "widget": RichTextInput({"rows": 10, **_lang(field)})}
        return forms.CharField(**options)
    if isinstance(field, models.TextField):
        return forms.CharField(widget=AdminTextareaWidget({"rows": 4, **_lang(field)}), **options)
    return forms.CharField(widget=AdminTextInputWidget({"class": "vLargeTextField", **_lang(field)}), **options)


def _lang(field: Any) -> dict[str, str]:
    code = language_of(field)
    return {"lang": code} if code else {}


def language_of(field: Any) -> str:
    """The language of a column that holds a text in one; nothing for others."""
    return str(getattr(field, "_translated_field_language_code", ""))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _TRUE if value else "false"
    if isinstance(value, list):
        return ", ".join(one[0] if isinstance(one, list) else str(one) for one in value)
    return str(value)


def _from_text(field: Any, text: str) -> Any:
    """What was written, as a set would write it."""
    slugs = [slug for slug in text.replace(",", " ").split() if slug]
    if isinstance(field, models.ManyToManyField):
        return [[slug] for slug in slugs]
    if isinstance(field, OrderedSlugsField):
        return slugs
    if isinstance(field, models.ForeignKey):
        return slugs or None
    if isinstance(field, models.BooleanField):
        return text == _TRUE
    return text
