"""What the pages of the verbs ask before they do it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations import publishing
from relations.admin import going_along
from relations.admin.display import name_of
from relations.admin.fields import RecordSelect
from relations.languages import codes, main_language
from relations.models import Record, Revision, Verb
from relations.publishing import SUPPORT, Prospect, Standing
from relations.values import digest


@dataclass(frozen=True)
class Asked:
    """Whom a page asks, and about what."""

    admin: Any
    request: HttpRequest
    row: Record
    now: Standing


class PlainForm(forms.Form):
    """For a verb that needs to know nothing more."""

    # What stands against publishing the draft, where that is what the page is about.
    prospect: Prospect | None = None

    def __init__(self, asked: Asked, *args: Any) -> None:
        super().__init__(*args)
        self.asked = asked

    @property
    def also(self) -> list[Record]:
        """The records to which the verb is done along with the one that the page is about."""
        return []

    @property
    def asked_fields(self) -> list[Any]:
        """The fields that stand below each other; others have a place of their own."""
        return self.visible_fields()


class CommentForm(PlainForm):
    comment = forms.CharField(
        label=_("Comment"), widget=AdminTextareaWidget, help_text=_("What its author should change.")
    )


class SubmissionForm(PlainForm):
    comment = forms.CharField(
        label=_("Comment for the reviewer"),
        widget=AdminTextareaWidget({"rows": 3}),
        required=False,
        help_text=_("What to look at above all. The public never reads it."),
    )

    def __init__(self, asked: Asked, *args: Any) -> None:
        super().__init__(asked, *args)
        self.prospect = _prospect(asked, Verb.SUBMIT)


class NoteForm(forms.Form):
    """The note to the public in each language."""

    def __init__(self, model: type[Record], *args: Any) -> None:
        super().__init__(*args)
        self.fields |= note_fields(model)

    @property
    def note(self) -> dict[str, str]:
        return note_of(self.cleaned_data)


def note_fields(model: type[Record]) -> dict[str, forms.Field]:
    """A field for each language of a withdrawal note."""
    columns: list[Any] = [model._meta.get_field(to_attribute("withdrawal_note", code)) for code in codes()]
    return {
        column.name: column.formfield(
            label=f"{capfirst(column.verbose_name)} [{code}]",
            widget=AdminTextareaWidget({"rows": 3, "lang": code}),
            required=code == main_language(),
        )
        for column, code in zip(columns, codes(), strict=True)
    }


def note_of(cleaned: dict[str, Any]) -> dict[str, str]:
    return {code: cleaned[to_attribute("withdrawal_note", code)] for code in codes()}


class WithdrawalForm(PlainForm):
    """The note to the public in each language, what took the record's place, and whether what needs it goes too."""

    def __init__(self, asked: Asked, *args: Any) -> None:
        super().__init__(asked, *args)
        model: Any = asked.admin.model
        self.needed_by = publishing.all_dependents(asked.row)
        self.fields |= note_fields(model)
        column = model._meta.get_field("replaced_by")
        self.fields["replaced_by"] = forms.ModelChoiceField(
            model._default_manager.live(),
            required=False,
            label=capfirst(column.verbose_name),
            help_text=_("The public record that readers are sent to instead, if there is one."),
            widget=RecordSelect(column, asked.admin.admin_site),
        )
        if self.needed_by:
            self._ask_whether_these_go_too()

    def _ask_whether_these_go_too(self) -> None:
        self.fields["these_too"] = forms.BooleanField(
            label=_("Withdraw these too"),
            label_suffix="",
            required=False,
            help_text=_("All of them together, with the same note, or none."),
        )
        shown = digest([[row.type_name(), row.slug] for row in self.needed_by])
        self.fields["shown"] = forms.CharField(required=False, widget=forms.HiddenInput({"value": shown}))
        self.shown = shown

    def clean(self) -> dict[str, Any]:
        """What came to need it after the page was shown is not withdrawn unseen."""
        if self.cleaned_data.get("these_too") and self.cleaned_data.get("shown") != self.shown:
            raise ValidationError(_("What needs it is not the same any more: look at the list again."))
        return self.cleaned_data

    @property
    def also(self) -> list[Record]:
        return self.needed_by if self.cleaned_data.get("these_too") else []

    @property
    def note(self) -> dict[str, str]:
        return note_of(self.cleaned_data)


class PublicationForm(PlainForm):
    """Which other drafts go along, and whether the passages still support what was changed, where that is asked."""

    def __init__(self, asked: Asked, *args: Any) -> None:
        super().__init__(asked, *args)
        self.offered = going_along.drafts(asked.admin, asked.request, asked.now)
        if self.offered:
            self.fields["together"] = forms.MultipleChoiceField(
                label=_("Publish these too"),
                required=False,
                choices=[(str(draft.revision.pk), draft.name) for draft in self.offered],
                widget=forms.CheckboxSelectMultiple,
            )
        self.prospect = _prospect(asked, Verb.PUBLISH, *(draft.revision for draft in self._ticked()))
        _ask_about_support(self, self.prospect)

    def _ticked(self) -> list[going_along.Draft]:
        keys = self.data.getlist("together") if self.is_bound and hasattr(self.data, "getlist") else []
        return [draft for draft in self.offered if str(draft.revision.pk) in keys]

    @property
    def asked_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name != "together"]

    @property
    def together(self) -> list[Revision]:
        return [draft.revision for draft in self._ticked()]

    @property
    def also(self) -> list[Record]:
        return [draft.row for draft in self._ticked()]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The boxes to tick, each with its draft."""
        if not self.offered:
            return []
        return [{"box": box, "draft": draft} for box, draft in zip(self["together"], self.offered, strict=True)]


class ScheduleForm(PlainForm):
    go_live_at = forms.DateTimeField(
        label=_("Goes live"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, asked: Asked, *args: Any) -> None:
        super().__init__(asked, *args)
        zone = gettext("When the public shall see it, by the clock of the site: %(zone)s.")
        self.fields["go_live_at"].help_text = zone % {"zone": settings.TIME_ZONE}
        self.prospect = _prospect(asked, Verb.SCHEDULE)
        _ask_about_support(self, self.prospect)


def _prospect(asked: Asked, verb: Verb, *together: Revision) -> Prospect | None:
    """What stands against the draft being public; who submits it is not who will publish it."""
    if asked.now.open is None:
        return None
    by: Any = None if verb == Verb.SUBMIT else asked.request.user
    return publishing.before_publishing(asked.now.open, *together, by=by, verb=verb)


def _ask_about_support(form: forms.Form, prospect: Prospect | None) -> None:
    if prospect is None or not prospect.doubted:
        return
    names = "; ".join(name_of(now.row) for now in prospect.doubted if now.row)
    form.fields[SUPPORT] = forms.BooleanField(
        label=_("The passages still support it"),
        label_suffix="",
        required=False,
        help_text=gettext("What is claimed was changed, but not the passages: %(records)s.") % {"records": names},
    )
