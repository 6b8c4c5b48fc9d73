"""A revision as staff read of it: what it is, what the public was told, and what was decided about it."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations import wording
from relations.admin.pages import may_load
from relations.languages import codes, name_in_current_language
from relations.models import Decision, Origin, Record, Revision, State, Verb
from relations.publishing import Standing

OPEN_STATES = {
    State.DRAFT: _("Draft"),
    State.IN_REVIEW: _("Draft in review"),
    State.SCHEDULED: _("Scheduled draft"),
}


def heading(revision: Revision, now: Standing) -> str:
    """What a revision is to the public: what it sees now, what it saw once, or a draft."""
    state = State(revision.state)
    if state in OPEN_STATES:
        return str(OPEN_STATES[state])
    if state == State.DISCARDED:
        return gettext("Discarded draft")
    if not revision.is_version:
        return gettext("Earlier draft")
    number = {"number": revision.number}
    if state == State.SUPERSEDED:
        return gettext("Former version %(number)s") % number
    if now.live:
        return gettext("Public now: version %(number)s") % number
    return gettext("Withdrawn: version %(number)s") % number


def in_a_line(revision: Revision, now: Standing) -> str:
    """A revision among others to choose from: Draft in review – 10 May 2012, 09:30 – editor."""
    parts = [heading(revision, now), saved(revision)]
    return " – ".join([*parts, *([str(revision.author)] if revision.author else [])])


def saved(revision: Revision) -> str:
    return wording.moment(timezone.localtime(revision.created_at))


def revision_in_words(request: Any, revision: Revision, now: Standing) -> dict[str, Any]:
    """All that a page tells of a revision; its decisions, with who took them, have been fetched."""
    return {
        "revision": revision,
        "heading": heading(revision, now),
        "version_address": version_address(revision, now),
        "notes": notes(revision),
        # That somebody wrote it in the form goes without saying.
        "origin": "" if revision.origin == Origin.EDITOR else revision.get_origin_display(),
        "load": _load(request, revision),
        # When and by whom it was saved stands above them.
        "decisions": [_decision(one) for one in revision.decisions.all() if one.verb != Verb.SAVE],
    }


def notes(revision: Revision) -> list[dict[str, str]]:
    """What the public is told of the change, in each language that it is told in."""
    texts = [(code, getattr(revision, to_attribute("change_note", code))) for code in codes()]
    return [{"lang": code, "text": text} for code, text in texts if text]


def version_address(revision: Revision, now: Standing) -> str:
    """Where the public reads a version; nowhere if it is none, is withdrawn or redacted, or has no page."""
    row: Any = now.row
    if not (now.live and revision.is_version and revision.redacted_at is None and has_page(row)):
        return ""
    return f"{row.get_absolute_url()}versions/{revision.number}/"


def has_page(row: Record) -> bool:
    """Whether records of this type have a page of their own, and not a place on another's."""
    return hasattr(row, "get_absolute_url") and not row.identifying


def _load(request: Any, revision: Revision) -> dict[str, Any] | None:
    """The load that wrote a revision, with its address for those who may look at its receipt."""
    if revision.load is None:
        return None
    address = reverse("admin:load", args=[revision.load_id]) if may_load(request) else ""
    return {"number": revision.load_id, "title": revision.load.manifest["title"], "address": address}


def _decision(decision: Decision) -> dict[str, Any]:
    """One decision: what it was, in a few words, with what was said."""
    what, comment = decision.get_verb_display(), decision.comment
    if decision.language:
        what = f"{what}: {name_in_current_language(decision.language)}"
    if decision.verb == Verb.REVIEW_BY:
        what, comment = _review_date(decision), ""
    supported = decision.support_confirmed and decision.verb != Verb.CONFIRM_SUPPORT
    return {"at": decision.at, "by": decision.by, "what": what, "comment": comment, "supported": supported}


def _review_date(decision: Decision) -> str:
    """The day that a comment names until which nobody need look again, or that there is none any more."""
    if not decision.comment:
        return gettext("Review date taken away")
    day = wording.day(datetime.date.fromisoformat(decision.comment))
    return gettext("To be looked at again by %(day)s") % {"day": day}
