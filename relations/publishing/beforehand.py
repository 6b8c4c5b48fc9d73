"""What would stand against a verb, told before somebody tries. Nothing is held or written: the verb asks anew."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from relations.models import OPEN, RECORD_TYPES, Record, Revision, State, Verb, record_type
from relations.publishing.publication import Candidate, against
from relations.publishing.refusals import EditConflict, Reason
from relations.publishing.standing import NOT_NOW, Standing, look
from relations.publishing.withdrawal import needed_elsewhere

# The states of a draft in which a verb is done to it.
STATES: dict[Verb, tuple[State, ...]] = {
    Verb.SUBMIT: (State.DRAFT,),
    Verb.RETURN: (State.IN_REVIEW, State.SCHEDULED),
    Verb.PUBLISH: OPEN,
    Verb.SCHEDULE: (State.DRAFT, State.IN_REVIEW),
    Verb.DISCARD: OPEN,
}


@dataclass(frozen=True)
class Prospect:
    """What publishing drafts together would be refused for, and of which of them support would be asked."""

    reasons: list[Reason]
    doubted: list[Standing]


def before_publishing(*revisions: Revision, by: User | None, verb: Verb = Verb.PUBLISH) -> Prospect:
    """What stands against publishing drafts together, or scheduling them."""
    reasons, candidates = [], []
    for revision in sorted(revisions, key=lambda one: (RECORD_TYPES.index(record_type(one)), one.slug)):
        now = look(record_type(revision), revision.slug)
        if unfit := in_wrong_state(revision, now, verb):
            reasons.append(unfit)
            continue
        merged = now.rebased()
        if merged.conflicts:
            conflict = EditConflict(now.model, merged.values, merged.conflicts, now.opened(merged.values))
            reasons.append(Reason("", str(conflict), now.row))
        candidates.append(Candidate(now, revision, merged.values))
    reasons += against(candidates, by=by)
    return Prospect(reasons, [candidate.now for candidate in candidates if candidate.doubts_support])


def before_withdrawing(record: Record) -> list[Reason]:
    """What stands against withdrawing a record on its own."""
    now = look(type(record), record.slug)
    if not now.live:
        message = _("It is withdrawn already.") if now.was_ever_live else _("It has never been public.")
        return [Reason("", message, record)]
    return needed_elsewhere([record])


def in_wrong_state(revision: Revision, now: Standing, verb: Verb) -> Reason | None:
    """Why a verb cannot be done to a revision as it stands, if it cannot."""
    if now.row is None:
        return Reason("", _("The record is not there any more."))
    if now.open is None or now.open.pk != revision.pk:
        state = State(revision.state)
        return Reason("", NOT_NOW[State.SUPERSEDED if state in OPEN else state], now.row)
    if State(now.open.state) not in STATES[verb]:
        return Reason("", NOT_NOW[State(now.open.state)], now.row)
    return None
