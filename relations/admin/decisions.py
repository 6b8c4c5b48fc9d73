"""The verbs that have a page of their own: each asks what it needs to know, and then does it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations import publishing
from relations.admin import verbs
from relations.admin.fields import RecordSelect, is_key
from relations.admin.pages import above_record, own_page
from relations.languages import codes, main_language
from relations.models import Record, Revision, Verb
from relations.publishing import Standing


class PlainForm(forms.Form):
    """For a verb that needs to know nothing more."""

    def __init__(self, admin: Any, *args: Any) -> None:
        super().__init__(*args)
        self.admin = admin


class CommentForm(PlainForm):
    comment = forms.CharField(
        label=_("Comment"), widget=AdminTextareaWidget, help_text=_("What its author should change.")
    )


class WithdrawalForm(PlainForm):
    """The note to the public in each language, and what took the record's place."""

    def __init__(self, admin: Any, *args: Any) -> None:
        super().__init__(admin, *args)
        for code in codes():
            column: Any = admin.model._meta.get_field(to_attribute("withdrawal_note", code))
            self.fields[column.name] = column.formfield(
                label=f"{capfirst(column.verbose_name)} [{code}]",
                widget=AdminTextareaWidget({"rows": 3}),
                required=code == main_language(),
            )
        column = admin.model._meta.get_field("replaced_by")
        self.fields["replaced_by"] = forms.ModelChoiceField(
            admin.model._default_manager.live(),
            required=False,
            label=capfirst(column.verbose_name),
            help_text=_("The public record that readers are sent to instead, if there is one."),
            widget=RecordSelect(column, admin.admin_site),
        )

    @property
    def note(self) -> dict[str, str]:
        return {code: self.cleaned_data[to_attribute("withdrawal_note", code)] for code in codes()}


def _return(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    publishing.return_draft(revision, comment=form.cleaned_data["comment"], **who)


def _discard(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    publishing.discard(revision, **who)


def _withdraw(row: Record, revision: Revision | None, form: Any, who: Mapping[str, Any]) -> None:
    publishing.withdraw(row, note=form.note, replaced_by=form.cleaned_data["replaced_by"], **who)


def _reinstate(row: Record, revision: Revision | None, form: Any, who: Mapping[str, Any]) -> None:
    publishing.reinstate(row, **who)


def _restore(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    publishing.restore(revision, **who)


def _redact(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    publishing.redact(revision, **who)


# What a page asks in its heading, the form it shows, and what it does then.
PAGES: dict[Verb, tuple[Any, type[PlainForm], Callable[..., None]]] = {
    Verb.RETURN: (_("Return the draft to its author?"), CommentForm, _return),
    Verb.DISCARD: (_("Discard the draft? What is public stays as it is."), PlainForm, _discard),
    Verb.WITHDRAW: (_("Withdraw it from the public?"), WithdrawalForm, _withdraw),
    Verb.REINSTATE: (_("Show it to the public again, as it was?"), PlainForm, _reinstate),
    Verb.RESTORE: (
        _("Make this version the draft? An open draft is replaced; its text stays in the history."),
        PlainForm,
        _restore,
    ),
    Verb.REDACT: (_("Blank the content of this past version for good?"), PlainForm, _redact),
}
# About the open draft; about one revision of the history; the others are about the record as it stands.
OF_THE_DRAFT = (Verb.RETURN, Verb.DISCARD)
OF_A_REVISION = (Verb.RESTORE, Verb.REDACT)


def urls(admin: Any) -> list[Any]:
    """The addresses of these pages for one record type."""

    def page(verb: Verb) -> Callable[..., HttpResponse]:
        return admin.admin_site.admin_view(
            lambda request, object_id, revision_id=None: decide(admin, request, object_id, verb, revision_id)
        )

    name = f"relations_{admin.model._meta.model_name}"
    return [
        path(
            f"<int:object_id>/{verb}/" + ("<int:revision_id>/" if verb in OF_A_REVISION else ""),
            page(verb),
            name=f"{name}_{verb}",
        )
        for verb in PAGES
    ]


def decide(admin: Any, request: HttpRequest, object_id: int, verb: Verb, revision_id: int | None) -> HttpResponse:
    """Ask, and on the way back do it. What is not there is a 404."""
    row = get_object_or_404(admin.model, pk=object_id)
    now = publishing.look(admin.model, row.slug)
    by: Any = request.user
    if not (publishing.may(by, verb, admin.model) or (verb == Verb.DISCARD and verbs.may_discard(by, now))):
        raise PermissionDenied
    question, form_class, act = PAGES[verb]
    revision = _revision(request, row, now, verb, revision_id)
    if revision is None and verb in OF_THE_DRAFT:
        messages.warning(request, gettext("“%(record)s” has no open draft.") % {"record": row})
        return HttpResponseRedirect(verbs.address(row, "change"))
    form = form_class(admin, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _carry_out(request, row, verb, lambda: act(row, revision, form, {"by": by, "at": timezone.now()}))
    context = {
        "title": question,
        "original": row,
        "revision": revision,
        "form": form,
        "media": admin.media + form.media,
        "back": verbs.address(row, "change"),
        "needed_by": publishing.dependents(row) if verb == Verb.WITHDRAW else [],
    }
    return own_page(request, "decision", context, *above_record(row))


def _revision(request: HttpRequest, row: Record, now: Standing, verb: Verb, revision_id: int | None) -> Revision | None:
    """The revision that the verb is about: of a draft, the one that the page had shown, not a later one."""
    if verb in OF_A_REVISION:
        return get_object_or_404(Revision.objects.of(row), pk=revision_id)
    shown = request.POST.get("revision", "")
    if verb in OF_THE_DRAFT and is_key(shown):
        return Revision.objects.of(row).filter(pk=shown).first()
    return now.open


def _carry_out(request: HttpRequest, row: Record, verb: Verb, act: Callable[[], None]) -> HttpResponse:
    """Do it and go back to the record; where a new record went with its draft, to the list."""
    verbs.attempt(request, row, verb, act)
    there = type(row)._default_manager.filter(pk=row.pk).exists()
    address = verbs.address(row, "change") if there else reverse(f"admin:relations_{row.type_name()}_changelist")
    return HttpResponseRedirect(address)
