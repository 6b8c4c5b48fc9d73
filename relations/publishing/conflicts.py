"""Deciding what a load could not: keep the site's, take the file's, or write another. A decision is remembered."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from relations.models import Change, Conflict, Origin, Record, Verb, record_type
from relations.publishing.baselines import baseline_of, close
from relations.publishing.publication import doubts_support, publish_beside_draft, reasons_against, support_question
from relations.publishing.refusals import NotAllowed, NotNow, Reason
from relations.publishing.roles import require
from relations.publishing.standing import Standing, standing
from relations.publishing.withdrawal import reinstate, withdraw
from relations.values import Values, complete, digest, values_of


def on_site(conflict: Conflict, row: Record | None) -> dict[str, Any]:
    """What the site holds now of what a conflict is about, by its record's row; nothing where that is gone."""
    if conflict.is_presence:
        return {"live": row is not None and row.live}
    values = values_of(row) if row else {}
    return {name: values[name] for name in conflict.fields if name in values}


def mark(conflict: Conflict, site: Values) -> str:
    """A mark of what a page shows of a conflict, for the verbs to see whether it is the case still."""
    return digest([conflict.fixture, dict(site)])


@transaction.atomic
def keep(conflict: Conflict, *, by: User | None, at: datetime.datetime, seen: str = "") -> None:
    """Let the site's value stand against the file's; nothing changes for the public.

    `seen` is the `mark` of what the person was shown. Raises NotPermitted, or NotNow where the conflict waits no
    longer or the site's value is another by now.
    """
    _hold(conflict, seen, by=by, at=at)
    close(conflict, Conflict.Outcome.KEEP, by=by, at=at)


@transaction.atomic
def take(conflict: Conflict, *, by: User | None, at: datetime.datetime, seen: str = "") -> None:
    """Make the file's value public, with the note of its set; an open draft meets it when it is published.

    Of a record's presence: withdraw it, or bring it back. One that the site has no public version of is left to
    the next reload of the set, which creates it. Raises as `keep` does, and NotAllowed with all that stands
    against it.
    """
    now = _hold(conflict, seen, by=by, at=at)
    if conflict.is_presence:
        _take_presence(conflict, now, by=by, at=at)
        return
    manifest = conflict.load.manifest
    values = _changed(now, {name: conflict.fixture[name] for name in conflict.fields})
    _publish(
        now,
        values,
        by=by,
        at=at,
        origin=Origin.UNDO if conflict.load.undoes_id else Origin.FIXTURE,
        load=conflict.load,
        change=Change(manifest["change"]),
        change_note=manifest["note"],
    )
    close(conflict, Conflict.Outcome.TAKE, by=by, at=at)


@transaction.atomic
def write(
    conflict: Conflict,
    values: Values,
    *,
    by: User | None,
    at: datetime.datetime,
    seen: str = "",
    change: Change = Change.MAJOR,
    change_note: Mapping[str, str] | None = None,
    support_confirmed: bool = False,
) -> None:
    """Make a third value public in place of both. `values` are canonical, of the conflict's fields.

    Raises as `take` does; with FOUR_EYES it is never allowed: what somebody writes, a second person publishes.
    """
    now = _hold(conflict, seen, by=by, at=at)
    reasons = []
    if settings.FOUR_EYES:
        alone = _("A second person must publish what you write: save it as a draft of the record instead.")
        reasons.append(Reason("", alone, now.row))
    if conflict.is_presence or set(values) - set(conflict.fields):
        reasons.append(
            Reason("", _("There is nothing else to write here: keep the site’s or take the file’s."), now.row)
        )
    if reasons:
        raise NotAllowed(reasons)
    changed = _changed(now, values)
    doubted = doubts_support(now, changed)
    if doubted and not support_confirmed:
        raise NotAllowed([*reasons_against(now, changed), support_question(now)])
    _publish(
        now,
        changed,
        by=by,
        at=at,
        origin=Origin.EDITOR,
        change=change,
        change_note=change_note or {},
        support_confirmed=doubted or None,
    )
    close(conflict, Conflict.Outcome.WRITE, by=by, at=at)


def _hold(conflict: Conflict, seen: str, *, by: User | None, at: datetime.datetime) -> Standing:
    """The conflict as it is now, held, and where its record stands. Raises NotPermitted or NotNow."""
    model = record_type(conflict)
    require(by, Verb.PUBLISH, model)
    now = standing(model, conflict.slug, at=at)
    conflict.refresh_from_db(from_queryset=Conflict.objects.select_for_update(of=("self",)))
    if conflict.outcome:
        message = _("It waits no longer: somebody decided it, a later load asks anew, or both sides agree by now.")
        raise NotNow([Reason("", message, now.row)])
    if seen and seen != mark(conflict, on_site(conflict, now.row)):
        raise NotNow([Reason("", _("It has changed since you looked. Look at it again."), now.row)])
    return now


def _changed(now: Standing, values: Values) -> dict[str, Any]:
    """All public values of a record with some of them changed. Raises NotNow where it is not public."""
    if now.row is None or now.published is None:
        raise NotNow([Reason("", _("The record is not there any more."))])
    if not now.live:
        raise NotNow([Reason("", _("It is withdrawn: reinstate it first."), now.row)])
    return complete(now.model, now.published.values) | dict(values)


def _publish(now: Standing, values: Values, **story: Any) -> None:
    """Publish the values, unless that is what the public sees already."""
    if now.published is None or complete(now.model, now.published.values) != values:
        publish_beside_draft(now, values, **story)


def _take_presence(conflict: Conflict, now: Standing, *, by: User | None, at: datetime.datetime) -> None:
    """Withdraw it, bring it back, or leave it to the next reload."""
    withdraws = not conflict.fixture["live"]
    is_new = not withdraws and (now.row is None or not now.was_ever_live)
    if is_new and conflict.load.undoes_id:
        raise NotNow([Reason("", _("The record is not there any more."))])
    if withdraws and now.row is not None and now.live:
        withdraw(now.row, by=by, at=at, note=conflict.load.manifest["note"])
    elif now.row is not None and not is_new and not now.live:
        reinstate(now.row, by=by, at=at)
    close(conflict, Conflict.Outcome.TAKE, by=by, at=at, withdrawn_by_load=withdraws)
    if is_new and (baseline := baseline_of(conflict)):
        baseline.delete()  # to the next load of the set the record is new
