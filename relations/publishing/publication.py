"""The publisher's verbs that make a draft public: at once, or at a time."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from translated_fields import to_attribute

from relations.languages import codes, main_language
from relations.models import (
    OPEN,
    RECORD_TYPES,
    Change,
    Edition,
    Load,
    Origin,
    Record,
    Revision,
    State,
    Statement,
    Verb,
    record_type,
)
from relations.publishing import notices
from relations.publishing.baselines import settle
from relations.publishing.completeness import missing, needs_live, not_public
from relations.publishing.drafts import GONE, invalid
from relations.publishing.refusals import EditConflict, NotAllowed, NotNow, Reason
from relations.publishing.standing import (
    Standing,
    add_revision,
    authors_of,
    decide,
    end,
    hold,
    next_number,
    note_next_due,
    supersede,
    take_turn,
)
from relations.values import Row, Values, apply, column, complete, write

# The field that a reason names when somebody must say that the passages still support the statement.
SUPPORT = "support_confirmed"


@dataclass
class Candidate:
    """A revision on its way to the public, with the values that would be shown."""

    now: Standing
    revision: Revision
    values: dict

    @property
    def doubts_support(self) -> bool:
        """Whether it changes a claim in the main language but not the passages that it rests on."""
        return doubts_support(self.now, self.values)


def doubts_support(now: Standing, values: Values) -> bool:
    """Whether values change a claim of a public statement in the main language, but not the passages."""
    if now.published is None or not issubclass(now.model, Statement):
        return False
    public = complete(now.model, now.published.values)
    claims = [column(now.model, name) for name in now.model.claims]
    return values["passages"] == public["passages"] and any(values[name] != public[name] for name in claims)


def support_question(now: Standing) -> Reason:
    """What somebody must answer before a claim is published over passages that stayed as they were."""
    question = _("What it claims was changed, but not its passages: do they still support it?")
    return Reason(SUPPORT, question, now.row)


@transaction.atomic
def publish(
    *revisions: Revision, by: User | None, at: datetime.datetime, support_confirmed: bool = False
) -> list[Revision]:
    """Show drafts to the public, together: what one requires may be another. Returns their published revisions.

    What was published meanwhile under a draft is merged into it first. Raises NotPermitted, NotNow, EditConflict,
    or NotAllowed with all that is missing in any of them; a reason with the field `support_confirmed` asks
    whether the passages still support what was changed.
    """
    candidates = _candidates(revisions, OPEN, Verb.PUBLISH, by=by, at=at)
    _check(candidates, by=by, support_confirmed=support_confirmed)
    authors = authors_of(*(candidate.revision for candidate in candidates))
    notices.tell(Verb.PUBLISH, authors, by=by)
    published = [_publish(candidate, by=by, at=at) for candidate in candidates]
    if published:
        Edition.objects.bump()
    return published


@transaction.atomic
def schedule(
    *revisions: Revision,
    by: User | None,
    at: datetime.datetime,
    go_live_at: datetime.datetime,
    support_confirmed: bool = False,
) -> None:
    """Let drafts go live at a time to come. They must be publishable now. Raises as `publish` does."""
    candidates = _candidates(revisions, (State.DRAFT, State.IN_REVIEW), Verb.SCHEDULE, by=by, at=at)
    past = [Reason("go_live_at", _("Choose a time that is still to come."))] if go_live_at <= at else []
    _check(candidates, by=by, support_confirmed=support_confirmed, beside=past)
    for candidate in candidates:
        candidate.revision.state = State.SCHEDULED
        candidate.revision.go_live_at = go_live_at
        candidate.revision.save(update_fields=["state", "go_live_at"])
        decide(candidate.revision, Verb.SCHEDULE, by=by, at=at, support_confirmed=candidate.doubts_support or None)
    note_next_due()


def publish_due(*, at: datetime.datetime) -> int:
    """Publish every scheduled revision whose time has come, each in a transaction of its own; returns how many.

    Whoever else does the same at the same moment finds it done. One that cannot be published any more goes
    back to review with the reasons, and is not tried again.
    """
    due = Revision.objects.filter(state=State.SCHEDULED, go_live_at__lte=at)
    ranks = {model: rank for rank, model in enumerate(RECORD_TYPES)}
    in_order = sorted(due, key=lambda revision: (revision.go_live_at, ranks[record_type(revision)], revision.pk))
    with notices.in_one_message():
        published = sum(_publish_if_due(revision, at=at) for revision in in_order)
    if Edition.objects.filter(next_due_at__lte=at).exists():  # written past the verbs
        with transaction.atomic():
            take_turn()
            note_next_due()
    return published


@transaction.atomic
def _publish_if_due(revision: Revision, *, at: datetime.datetime) -> bool:
    hold(revision, *State, verb=Verb.PUBLISH, by=None, at=at)
    if revision.state != State.SCHEDULED or revision.go_live_at is None or revision.go_live_at > at:
        return False
    try:
        with transaction.atomic():
            publish(revision, by=None, at=at, support_confirmed=True)
    except (NotAllowed, EditConflict) as error:
        revision.refresh_from_db()
        end(revision, State.IN_REVIEW)
        with override(main_language()):
            decide(revision, Verb.RETURN, by=None, at=at, comment=str(error))
        # Whoever scheduled it must know, too.
        schedulers = revision.decisions.filter(verb=Verb.SCHEDULE).values_list("by", flat=True)
        notices.tell(Verb.RETURN, {revision: authors_of(revision)[revision] | {*schedulers}}, by=None)
        return False
    return True


def _candidates(
    revisions: Sequence[Revision], states: Sequence[State], verb: Verb, *, by: User | None, at: datetime.datetime
) -> list[Candidate]:
    """The revisions, held, with the values that would be shown, in the order in which they can be written."""
    candidates = []
    once = {revision.pk: revision for revision in revisions}.values()
    # In one order whoever asks, so that two who hold the same records do not wait for each other.
    for revision in sorted(once, key=lambda one: (RECORD_TYPES.index(record_type(one)), one.slug)):
        now = hold(revision, *states, verb=verb, by=by, at=at)
        if now.row is None:
            raise NotNow([Reason("", GONE)])
        merged = now.rebased()
        if merged.conflicts:
            raise EditConflict(now.model, merged.values, merged.conflicts, now.opened(merged.values))
        candidates.append(Candidate(now, revision, merged.values))
    return candidates


def _check(
    candidates: list[Candidate], *, by: User | None, support_confirmed: bool, beside: Sequence[Reason] = ()
) -> None:
    """Raise NotAllowed with all that stands against any of them, and with what stands `beside`."""
    reasons = [*beside, *against(candidates, by=by)]
    if not support_confirmed:
        reasons += [support_question(candidate.now) for candidate in candidates if candidate.doubts_support]
    if reasons:
        raise NotAllowed(reasons)


def against(candidates: list[Candidate], *, by: User | None) -> list[Reason]:
    """All that stands against publishing any of these together, but for what somebody may confirm."""
    together = {(candidate.now.model, candidate.now.slug) for candidate in candidates}
    authors = authors_of(*(candidate.revision for candidate in candidates)) if settings.FOUR_EYES else {}
    reasons = []
    for candidate in candidates:
        reasons += reasons_against(candidate.now, candidate.values, together)
        if candidate.now.was_ever_live and not candidate.now.live:
            reasons.append(Reason("", _("It is withdrawn: reinstate it first."), candidate.now.row))
        if settings.FOUR_EYES and by is not None and by.pk in authors[candidate.revision]:
            reasons.append(Reason("", _("You saved it yourself: a second person must publish it."), candidate.now.row))
    return reasons


def reasons_against(
    now: Standing, values: Values, together: set[tuple[type[Record], str]] | None = None
) -> list[Reason]:
    """Everything that keeps a record with these values from being public.

    What it requires must be public, or be among the records published `together` with it.
    """
    assert now.row is not None, "a record that has a revision to publish has a row"
    reasons = invalid(now, values)
    faulty = {reason.field for reason in reasons}
    reasons += [Reason(name, message, now.row) for name, message in missing(now.model, values) if name not in faulty]
    record = now.model._default_manager.get(pk=now.row.pk)
    apply(record, values)
    reasons += [Reason(name, message, now.row) for name, message in not_public(needs_live(record), together or set())]
    return reasons


def _publish(candidate: Candidate, *, by: User | None, at: datetime.datetime) -> Revision:
    now, revision = candidate.now, candidate.revision
    doubted = candidate.doubts_support
    first = now.published is None
    change = Change.MAJOR if first else Change(revision.change)
    number = next_number(now)
    if candidate.values != complete(now.model, revision.values):  # merged with what was published meanwhile
        end(revision, State.SUPERSEDED)
        supersede(now.published)
        columns = {name: getattr(revision, name) for name in (to_attribute("change_note", code) for code in codes())}
        columns |= {"number": number, "published_at": at, "change": change}
        revision = add_revision(
            now, candidate.values, origin=Origin.EDITOR, state=State.PUBLISHED, by=by, at=at, **columns
        )
    else:
        supersede(now.published)
        end(revision, State.PUBLISHED, change=change, number=number, published_at=at)
    _show(now, candidate.values, change, at=at)
    decide(revision, Verb.PUBLISH, by=by, at=at, support_confirmed=doubted or None)
    return revision


def publish_beside_draft(
    now: Standing,
    values: Values,
    *,
    by: User | None,
    at: datetime.datetime,
    origin: Origin,
    change: Change,
    change_note: Mapping[str, str],
    load: Load | None = None,
    support_confirmed: bool | None = None,
) -> Revision:
    """Show a public record with other values, all of them; an open draft stays, and meets them when it is published.

    The caller holds the transaction and has asked whether the person may. Raises NotAllowed.
    """
    if reasons := reasons_against(now, values):
        raise NotAllowed(reasons)
    number = next_number(now)
    supersede(now.published)
    columns: dict[str, Any] = {to_attribute("change_note", code): text for code, text in change_note.items()}
    columns |= {"previous": now.published, "number": number, "published_at": at, "change": change, "load": load}
    revision = add_revision(now, values, origin=origin, state=State.PUBLISHED, by=by, at=at, **columns)
    _show(now, values, change, at=at)
    decide(revision, Verb.PUBLISH, by=by, at=at, support_confirmed=support_confirmed)
    Edition.objects.bump()
    return revision


def _show(now: Standing, values: Values, change: Change, *, at: datetime.datetime) -> None:
    """Write the row that the public sees from now on."""
    assert now.row is not None
    workflow = {
        "live": True,
        "first_published_at": now.row.first_published_at or at,
        "last_published_at": at,
        "updated_at": at if change == Change.MAJOR else now.row.updated_at or at,
    }
    write([Row(now.model, now.slug, values, workflow)])
    settle(now.model, now.slug, values, is_public=True, at=at)
