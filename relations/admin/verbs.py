"""The verbs on a record's form: which buttons are offered, and what is done after its draft is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relations import publishing, wording
from relations.admin.display import name_of
from relations.admin.upkeep import review_line
from relations.models import OPEN, Record, Revision, State, Verb
from relations.publishing import SUPPORT, EditConflict, NotAllowed, NotNow, NotPermitted, Standing, label

# The buttons that save the form's draft and then do one thing more, by the name that is posted.
AFTER_SAVING = {
    "_submit": (Verb.SUBMIT, _("Save and submit for review")),
    "_publish": (Verb.PUBLISH, _("Save and publish")),
    "_schedule": (Verb.SCHEDULE, _("Save and schedule")),
}


@dataclass(frozen=True)
class Link:
    """A verb that has a page of its own."""

    verb: Verb
    label: Any
    is_dangerous: bool = False


LINKS = (
    Link(Verb.RETURN, _("Return with a comment")),
    Link(Verb.DISCARD, _("Discard draft"), is_dangerous=True),
    Link(Verb.WITHDRAW, _("Withdraw"), is_dangerous=True),
    Link(Verb.REINSTATE, _("Reinstate")),
)
# What may be done to an open draft without opening its form.
OF_THE_DRAFT = (
    Link(Verb.PUBLISH, _("Publish")),
    Link(Verb.SCHEDULE, _("Schedule")),
    Link(Verb.SUBMIT, _("Submit for review")),
    Link(Verb.RETURN, _("Return with a comment")),
    Link(Verb.DISCARD, _("Discard draft"), is_dangerous=True),
)


def applies(verb: Verb, now: Standing | None) -> bool:
    """Whether a record is in a state in which the verb means something; a record to be added has none yet."""
    state = State(now.open.state) if now and now.open else None
    is_withdrawn = bool(now and now.was_ever_live and not now.live)
    match verb:
        case Verb.PUBLISH | Verb.SCHEDULE:
            return not is_withdrawn
        case Verb.RETURN:
            return state in (State.IN_REVIEW, State.SCHEDULED)
        case Verb.DISCARD:
            return state in OPEN
        case Verb.WITHDRAW:
            return bool(now and now.live)
        case Verb.REINSTATE:
            return is_withdrawn
    return True


def may_discard(user: Any, now: Standing | None) -> bool:
    return bool(now and now.open and now.open.author_id == user.pk)


def offered(request: HttpRequest, model: type[Record], now: Standing | None) -> dict[str, Any]:
    """The buttons and links that apply to a record and that the person may use."""
    row = now.row if now else None
    return {
        "verb_buttons": [
            {"name": name, "label": label}
            for name, (verb, label) in AFTER_SAVING.items()
            if may_use(request, verb, model, now) and applies(verb, now)
        ],
        "verb_links": [
            _to_page(row, link)
            for link in LINKS
            if row and may_use(request, link.verb, model, now) and applies(link.verb, now)
        ],
    }


def of_the_draft(request: HttpRequest, now: Standing) -> list[dict[str, Any]]:
    """The pages of the verbs that can be done to a record's open draft as it stands, and that the person may use."""
    if now.row is None or now.open is None:
        return []
    return [
        _to_page(now.row, link)
        for link in OF_THE_DRAFT
        if may_use(request, link.verb, now.model, now)
        and applies(link.verb, now)
        and publishing.in_wrong_state(now.open, now, link.verb) is None
    ]


def may_use(request: HttpRequest, verb: Verb, model: type[Record], now: Standing | None) -> bool:
    """Whether the person may do a verb to a record: by her role, or to a draft because it is hers."""
    return publishing.may(request.user, verb, model) or (verb == Verb.DISCARD and may_discard(request.user, now))


def _to_page(row: Record, link: Link) -> dict[str, Any]:
    address_of_page = address(row, link.verb)
    return {"verb": link.verb, "address": address_of_page, "label": link.label, "is_dangerous": link.is_dangerous}


def address(row: Record, page: str) -> str:
    """The address of a page of a record in the admin: `change`, `history`, or that of a verb."""
    return reverse(f"admin:relations_{row.type_name()}_{page}", args=[row.pk])


def state(now: Standing) -> list[str]:
    """What is the case with a record, and when somebody is to look at it again, in sentences."""
    line = review_line(now.row) if now.row else ""
    return [*publicity(now), *([line] if line else [])]


def publicity(now: Standing) -> list[str]:
    """What the public sees of a record and what waits beside it: Public since 3 May 2024. Draft, saved on …"""
    return [_state_of_row(now), *([_state_of_draft(now.open)] if now.open else [])]


def _state_of_row(now: Standing) -> str:
    row = now.row
    if row is None or not (row.live or row.first_published_at):
        return gettext("Not public.")
    if row.first_published_at is None:
        return gettext("Public.")
    day = wording.day(timezone.localdate(row.first_published_at))
    if row.live:
        return gettext("Public since %(day)s.") % {"day": day}
    return gettext("Not public: withdrawn. It was first public on %(day)s.") % {"day": day}


def _state_of_draft(revision: Revision) -> str:
    """Who saved the open revision and when, and what it waits for."""
    facts = {
        "day": wording.day(timezone.localdate(revision.created_at)),
        "author": revision.author or gettext("the site itself"),
    }
    if revision.state == State.SCHEDULED and revision.go_live_at:
        facts["time"] = wording.moment(timezone.localtime(revision.go_live_at))
        return gettext("Scheduled: goes live on %(time)s. Saved on %(day)s by %(author)s.") % facts
    if revision.state == State.IN_REVIEW:
        return gettext("In review. Saved on %(day)s by %(author)s.") % facts
    return gettext("Draft, not public. Saved on %(day)s by %(author)s.") % facts


def carry_out(request: HttpRequest, record: Record, revision: Revision, form: Any, *, against: Any = "") -> None:
    """Do what the pressed button says, the draft being saved, unless something stands against it; say how it went."""
    verb = next((verb for name, (verb, _label) in AFTER_SAVING.items() if name in request.POST), None)
    if verb:
        publishing.require(request.user, verb, type(record))
    if not revision.is_open and verb is None:
        messages.info(request, gettext("“%(record)s” is as it was: nothing was changed.") % {"record": record})
        return
    if not revision.is_open:
        messages.warning(request, gettext("“%(record)s” has no change to publish.") % {"record": record})
        return
    if verb is None:
        messages.success(request, _saved(record))
        return

    def act() -> None:
        if against:
            raise NotNow([publishing.Reason("", against)])
        _do(verb, request, revision, form.cleaned_data)

    attempt(request, record, verb, act, SAVED_BUT_REFUSED)


def _saved(record: Record) -> str:
    if record.live:
        return gettext("The draft of “%(record)s” is saved. The public still sees what it saw before.") % {
            "record": record
        }
    return gettext("The draft of “%(record)s” is saved. It is not public.") % {"record": record}


def _do(verb: Verb, request: HttpRequest, revision: Revision, chosen: dict[str, Any]) -> None:
    by: Any = request.user
    at = timezone.now()
    confirmed = bool(chosen.get(SUPPORT))
    if verb == Verb.SUBMIT:
        publishing.submit(revision, by=by, at=at)
    elif verb == Verb.PUBLISH:
        publishing.publish(revision, by=by, at=at, support_confirmed=confirmed)
    else:
        go_live_at = chosen.get("go_live_at")
        if go_live_at is None:
            raise NotAllowed([publishing.Reason("", gettext("Say when it shall go live."))])
        publishing.schedule(revision, by=by, at=at, go_live_at=go_live_at, support_confirmed=confirmed)


DONE = {
    Verb.SUBMIT: _("“%(record)s” is submitted for review."),
    Verb.PUBLISH: _("“%(record)s” is public now as you see it here."),
    Verb.SCHEDULE: _("“%(record)s” is scheduled."),
    Verb.RETURN: _("The draft of “%(record)s” is returned."),
    Verb.DISCARD: _("The draft of “%(record)s” is discarded."),
    Verb.RESTORE: _("“%(record)s” has a new draft with the former values."),
    Verb.WITHDRAW: _("“%(record)s” is withdrawn."),
    Verb.REINSTATE: _("“%(record)s” is public again."),
    Verb.REDACT: _("The content of this version of “%(record)s” is redacted."),
}
SAVED_BUT_REFUSED = _("“%(record)s” is saved, but this could not be done:")
REFUSED = _("“%(record)s”: this could not be done.")
MERGE_FIRST = _("Compare and save the draft again.")


def attempt(request: HttpRequest, record: Record, verb: Verb, act: Callable[[], Any], refused: Any = REFUSED) -> bool:
    """Carry out a verb and say how it went: done, or everything that stands against it."""
    try:
        act()
    except NotPermitted:
        raise
    except NotAllowed as error:
        messages.warning(request, refused % {"record": record})
        for reason in error.reasons:
            messages.error(request, in_words(reason, record))
    except EditConflict as conflict:
        messages.warning(request, refused % {"record": record})
        messages.error(request, f"{conflict} {MERGE_FIRST}")
    else:
        messages.success(request, DONE[verb] % {"record": record})
        return True
    return False


def confirm(request: HttpRequest, record: Record, act: Callable[[], Any], done: str) -> None:
    """Note what somebody confirms of a record and say how it went. Raises PermissionDenied."""
    try:
        act()
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except NotAllowed as error:
        messages.warning(request, REFUSED % {"record": name_of(record)})
        for reason in error.reasons:
            messages.error(request, str(reason.message))
    else:
        messages.success(request, done)


def in_words(reason: publishing.Reason, record: Record) -> str:
    """A reason with the name of its field, and of its record where that is another."""
    about = reason.record or record
    parts = [] if (type(about), about.slug) == (type(record), record.slug) else [name_of(about)]
    parts.append(label(type(about), reason.field))
    return ": ".join(filter(None, [*parts, str(reason.message)]))
