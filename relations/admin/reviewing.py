"""What the pages about an open draft show beside what they ask: what it changes, and what stands against it."""

from typing import Any

from django.http import HttpRequest

from relations import publishing
from relations.admin import beside, revisions, telling, verbs
from relations.models import Change, Record, Verb
from relations.publishing import Prospect, Reason, Standing


def shown(admin: Any, request: HttpRequest, now: Standing, verb: Verb, prospect: Prospect | None) -> dict[str, Any]:
    """The context of the template `review.html`: of a record with an open draft, for one who may do the verb."""
    assert now.row is not None and now.open is not None
    looked_at = verb in (Verb.PUBLISH, Verb.SCHEDULE, Verb.SUBMIT)
    return {
        "state": verbs.publicity(now),
        "comparison": revisions.comparison(admin, request, now, now.published, now.open),
        "beside": beside.links(request, now),
        "against": [with_address(reason, now.row) for reason in prospect.reasons] if prospect else [],
        "hints": [with_address(hint, now.row) for hint in _hints(now)] if looked_at else [],
        "told": _told(now) if looked_at else None,
        "public": now.published.pk if now.published else "",
        "change_address": verbs.address(now.row, "change"),
        "other_links": [link for link in verbs.of_the_draft(request, now) if link["verb"] != verb],
    }


def with_address(reason: Reason, record: Record) -> dict[str, str]:
    """A reason in words, and where it can be mended: at its field in the form, or in the form of another record."""
    about = reason.record or record
    is_other = (type(about), about.slug) != (type(record), record.slug)
    place = f"#id_{reason.field}" if reason.field else ""
    address = verbs.address(about, "change") + place if place or is_other else ""
    return {"sentence": verbs.in_words(reason, record), "address": address}


def _hints(now: Standing) -> list[Reason]:
    merged = now.rebased()
    return [] if merged.conflicts else publishing.hints(now, merged.values)


def _told(now: Standing) -> dict[str, Any]:
    """What the public will be told of the change. The first publication is a major change whatever the form says."""
    assert now.open is not None
    return {
        "is_first": now.published is None,
        "change": Change(now.open.change).label,
        "notes": telling.notes(now.open),
    }
