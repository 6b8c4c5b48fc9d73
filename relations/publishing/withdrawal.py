"""Taking records back from the public, and past versions: withdraw, reinstate, redact."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations.languages import codes, main_language
from relations.models import RECORD_TYPES, Baseline, Edition, Record, Revision, State, Verb
from relations.models.record import SHORT_TEXT_LENGTH
from relations.publishing.baselines import settle
from relations.publishing.completeness import dependents
from relations.publishing.publication import reasons_against
from relations.publishing.refusals import NotAllowed, NotNow, Reason
from relations.publishing.roles import require
from relations.publishing.standing import Standing, decide, hold, standing
from relations.values import Row, complete, write


@transaction.atomic
def withdraw(
    *records: Record,
    by: User | None,
    at: datetime.datetime,
    note: Mapping[str, str],
    replaced_by: Record | None = None,
) -> None:
    """Take records from the public, together; their addresses say so, with the note and what replaced them.

    `note` has a text per language, at least the main one's. `replaced_by` takes the place of those of its own
    type, and there must be one. Refused, naming all, while something public outside of `records` requires one of
    them. Raises NotPermitted, NotNow or NotAllowed.
    """
    held = [_hold(record, Verb.WITHDRAW, public=True, by=by, at=at) for record in _once(records)]
    replaced = [now for now in held if now.model is type(replaced_by)] or held
    reasons = _faults_of_note(note)
    reasons += [reason for now in replaced for reason in _faults_of_replacement(now, replaced_by)]
    reasons += needed_elsewhere([now.row for now in held if now.row is not None])
    if reasons:
        raise NotAllowed(reasons)
    notes = {to_attribute("withdrawal_note", code): note.get(code, "").strip() for code in codes()}
    _show(held, Verb.WITHDRAW, {"live": False, **notes}, replaced_by=replaced_by, by=by, at=at)


def needed_elsewhere(records: Collection[Record]) -> list[Reason]:
    """Why these cannot leave the public together: what else that is public requires one of them."""
    together = {(type(record), record.slug) for record in records}
    return [
        Reason("", _("“%(record)s” needs it.") % {"record": other}, record)
        for record in records
        for other in dependents(record)
        if (type(other), other.slug) not in together
    ]


@transaction.atomic
def reinstate(*records: Record, by: User | None, at: datetime.datetime) -> None:
    """Bring withdrawn records back as they were, together; open drafts stay open.

    Raises NotPermitted, NotNow, or NotAllowed where something that one requires is not public.
    """
    held = [_hold(record, Verb.REINSTATE, public=False, by=by, at=at) for record in _once(records)]
    together = {(now.model, now.slug) for now in held}
    reasons = []
    for now in held:
        assert now.published is not None
        reasons += reasons_against(now, complete(now.model, now.published.values), together)
    if reasons:
        raise NotAllowed(reasons)
    notes = dict.fromkeys((to_attribute("withdrawal_note", code) for code in codes()), "")
    _show(held, Verb.REINSTATE, {"live": True, **notes}, by=by, at=at)


@transaction.atomic
def redact(revision: Revision, *, by: User | None, at: datetime.datetime, comment: str = "") -> None:
    """Blank the values of a past version; its address says so. Raises NotPermitted, NotNow or NotAllowed."""
    now = hold(revision, State.SUPERSEDED, State.PUBLISHED, verb=Verb.REDACT, by=by, at=at)
    if revision.state == State.PUBLISHED:
        raise NotNow([Reason("", _("It is the current version: publish another one first."), now.row)])
    if not revision.is_version or revision.redacted_at:
        raise NotAllowed([Reason("", _("It is not a past version whose content could be redacted."), now.row)])
    revision.values, revision.redacted_at = {}, at
    revision.save(update_fields=["values", "redacted_at"])
    decide(revision, Verb.REDACT, by=by, at=at, comment=comment.strip())
    Edition.objects.bump()


def _once(records: Iterable[Record]) -> list[Record]:
    """Each record once, in one order whoever asks, so that two who hold the same do not wait for each other."""
    once = {(RECORD_TYPES.index(type(record)), record.slug): record for record in records}
    return [once[key] for key in sorted(once)]


def _hold(record: Record, verb: Verb, *, public: bool, by: User | None, at: datetime.datetime) -> Standing:
    require(by, verb, type(record))
    now = standing(type(record), record.slug, at=at)
    if now.row is None or not now.was_ever_live:
        raise NotNow([Reason("", _("It has never been public."), record)])
    if now.live is not public:
        message = _("It is withdrawn already.") if public else _("It is public already.")
        raise NotNow([Reason("", message, record)])
    return now


def _faults_of_note(note: Mapping[str, str]) -> list[Reason]:
    faults = []
    main = main_language()
    if not note.get(main, "").strip():
        name = to_attribute("withdrawal_note", main)
        faults.append(Reason(name, _("Say to the public why it was withdrawn, at least in the main language.")))
    faults += [
        Reason(to_attribute("withdrawal_note", code), _("It is longer than 500 characters."))
        for code in codes()
        if len(note.get(code, "").strip()) > SHORT_TEXT_LENGTH
    ]
    return faults


def _faults_of_replacement(now: Standing, replaced_by: Record | None) -> list[Reason]:
    if replaced_by is None:
        return []
    if type(replaced_by) is not now.model or replaced_by.slug == now.slug:
        return [Reason("replaced_by", _("Another record of the same type must replace it."), now.row)]
    if not now.model._default_manager.live().filter(pk=replaced_by.pk).exists():
        return [Reason("replaced_by", _("“%(record)s” is not public.") % {"record": replaced_by}, now.row)]
    return []


def _show(
    held: list[Standing],
    verb: Verb,
    workflow: dict[str, Any],
    *,
    by: User | None,
    at: datetime.datetime,
    replaced_by: Record | None = None,
) -> None:
    """Write rows as last published, with this workflow, and what was decided."""
    rows = []
    for now in held:
        assert now.published is not None
        replacement = replaced_by if type(replaced_by) is now.model else None
        columns = {**workflow, "replaced_by": replacement}
        rows.append(Row(now.model, now.slug, complete(now.model, now.published.values), columns))
        decide(now.published, verb, by=by, at=at)
    write(rows)
    for row in rows:
        # From now on a person has decided whether it is shown, whatever a load did before.
        Baseline.objects.of_type(row.model).filter(slug=row.slug).update(withdrawn_by_load=False)
        settle(row.model, row.slug, row.values, is_public=row.live, at=at)
    if rows:
        Edition.objects.bump()
