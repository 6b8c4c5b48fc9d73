"""The verbs that have a page of their own: each asks what it needs to know, and then does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relations import publishing
from relations.admin import reviewing, verbs
from relations.admin.asking import (
    Asked,
    CommentForm,
    PlainForm,
    PublicationForm,
    ScheduleForm,
    SubmissionForm,
    WithdrawalForm,
)
from relations.admin.display import name_of
from relations.admin.fields import is_key
from relations.admin.pages import above_record, own_page
from relations.models import Record, Relationship, Revision, Verb
from relations.publishing import SUPPORT, NotPermitted, Standing


def _submit(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    publishing.submit(revision, comment=form.cleaned_data["comment"].strip(), **who)


def _publish(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    confirmed = bool(form.cleaned_data.get(SUPPORT))
    publishing.publish(revision, *form.together, support_confirmed=confirmed, **who)


def _schedule(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    chosen = form.cleaned_data
    confirmed = bool(chosen.get(SUPPORT))
    publishing.schedule(revision, go_live_at=chosen["go_live_at"], support_confirmed=confirmed, **who)


def _return(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    publishing.return_draft(revision, comment=form.cleaned_data["comment"], **who)


def _discard(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    publishing.discard(revision, **who)


def _withdraw(row: Record, revision: Revision | None, form: Any, who: Mapping[str, Any]) -> None:
    publishing.withdraw(row, *form.also, note=form.note, replaced_by=form.cleaned_data["replaced_by"], **who)


def _reinstate(row: Record, revision: Revision | None, form: Any, who: Mapping[str, Any]) -> None:
    publishing.reinstate(row, **who)


def _restore(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    publishing.restore(revision, **who)


def _redact(row: Record, revision: Revision, form: Any, who: Mapping[str, Any]) -> None:
    publishing.redact(revision, **who)


YES = _("Yes, do it")


@dataclass(frozen=True)
class Page:
    """What a page asks in its heading, the form it shows, what it does then, and what its button says."""

    question: Any
    form: type[PlainForm]
    act: Callable[..., None]
    button: Any = YES


PAGES: dict[Verb, Page] = {
    Verb.SUBMIT: Page(_("Submit the draft for review?"), SubmissionForm, _submit, _("Submit for review")),
    Verb.PUBLISH: Page(_("Publish the draft?"), PublicationForm, _publish, _("Publish now")),
    Verb.SCHEDULE: Page(_("Let the draft go live later?"), ScheduleForm, _schedule, _("Schedule")),
    Verb.RETURN: Page(_("Return the draft to its author?"), CommentForm, _return, _("Return it")),
    Verb.DISCARD: Page(_("Discard the draft? What is public stays as it is."), PlainForm, _discard),
    Verb.WITHDRAW: Page(_("Withdraw it from the public?"), WithdrawalForm, _withdraw),
    Verb.REINSTATE: Page(_("Show it to the public again, as it was?"), PlainForm, _reinstate),
    Verb.RESTORE: Page(
        _("Make this version the draft? An open draft is replaced; its text stays in the history."),
        PlainForm,
        _restore,
    ),
    Verb.REDACT: Page(_("Blank the content of this past version for good?"), PlainForm, _redact),
}
# About the open draft; about one revision of the history; the others are about the record as it stands.
OF_THE_DRAFT = (Verb.SUBMIT, Verb.PUBLISH, Verb.SCHEDULE, Verb.RETURN, Verb.DISCARD)
OF_A_REVISION = (Verb.RESTORE, Verb.REDACT)
# Nobody does these to a draft that she has not been shown.
OF_WHAT_WAS_SHOWN = (Verb.SUBMIT, Verb.PUBLISH, Verb.SCHEDULE)


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
    """Ask, and on the way back do it; where it is refused, ask again with all that was typed. Else 404 or 403."""
    row = get_object_or_404(admin.model, pk=object_id)
    now = publishing.look(admin.model, row.slug)
    if not verbs.may_use(request, verb, admin.model, now):
        raise PermissionDenied
    revision = get_object_or_404(Revision.objects.of(row), pk=revision_id) if verb in OF_A_REVISION else None
    if request.method == "POST" and not _lacks_draft(verb, now):
        if _carried_out(request, verb, Asked(admin, request, row, now), revision):
            return HttpResponseRedirect(_back(row))
        now = publishing.look(admin.model, row.slug)
    if _lacks_draft(verb, now):
        messages.warning(request, gettext("“%(record)s” has no open draft.") % {"record": row})
        return HttpResponseRedirect(_back(row))
    form = PAGES[verb].form(Asked(admin, request, row, now), request.POST if request.method == "POST" else None)
    return _ask(request, verb, Asked(admin, request, row, now), form, revision)


def _lacks_draft(verb: Verb, now: Standing) -> bool:
    return verb in OF_THE_DRAFT and now.open is None


def _carried_out(request: HttpRequest, verb: Verb, asked: Asked, revision: Revision | None) -> bool:
    """Do what was posted, and say how it went; not what was posted of another draft than there is now."""
    page, row = PAGES[verb], asked.row
    form = page.form(asked, request.POST)
    if verb in OF_THE_DRAFT:
        revision = asked.now.open
        if stale := _staleness(request, verb, asked.now):
            messages.warning(request, verbs.REFUSED % {"record": row})
            messages.error(request, stale)
            return False
    if not form.is_valid():
        return False
    who = {"by": request.user, "at": timezone.now()}
    try:
        done = verbs.attempt(request, row, verb, partial(page.act, row, revision, form, who))
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    if done and form.also:
        names = "; ".join(name_of(record) for record in form.also)
        messages.success(request, gettext("Together with it: %(records)s.") % {"records": names})
    return done


OVERTAKEN = _("Another draft has been saved since you looked. Here is how it stands now: look at it again.")


def _staleness(request: HttpRequest, verb: Verb, now: Standing) -> str:
    """Why what was posted is not about the draft, or over the public version, that there is by now; else nothing."""
    shown, public = request.POST.get("revision", ""), request.POST.get("public")
    if now.open is None or (not shown and verb not in OF_WHAT_WAS_SHOWN):
        return ""
    if not is_key(shown) or int(shown) != now.open.pk:
        return str(OVERTAKEN)
    if public is not None and public != str(now.published.pk if now.published else ""):
        return gettext("Something was published since you looked. Here is how it stands now: look at it again.")
    return ""


def _back(row: Record) -> str:
    """The record; where a new record went with its draft, the list."""
    there = type(row)._default_manager.filter(pk=row.pk).exists()
    return verbs.address(row, "change") if there else reverse(f"admin:relations_{row.type_name()}_changelist")


def _ask(request: HttpRequest, verb: Verb, asked: Asked, form: Any, revision: Revision | None) -> HttpResponse:
    admin, row, now = asked.admin, asked.row, asked.now
    of_draft = verb in OF_THE_DRAFT
    needed_by = form.needed_by if isinstance(form, WithdrawalForm) else []
    context = {
        "title": PAGES[verb].question,
        "button": PAGES[verb].button,
        "original": name_of(row),
        "revision": now.open if of_draft else revision,
        "form": form,
        "media": admin.media + form.media,
        "back": verbs.address(row, "change"),
        "needed_by": needed_by,
        "needing": [{"name": name_of(one), "address": verbs.address(one, "change")} for one in needed_by],
        "closes_the_site": any(isinstance(record, Relationship) for record in (row, *needed_by)),
    }
    if of_draft:
        context |= reviewing.shown(admin, request, now, verb, form.prospect)
    return own_page(request, "review" if of_draft else "decision", context, *above_record(row))
