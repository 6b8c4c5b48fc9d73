"""Where a record stands: its row, its published revision and its open one, as every verb finds them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef
from django.utils.translation import gettext_lazy as _

from relations.merge import Merged
from relations.models import Change, Decision, Edition, Origin, Record, Revision, State, Verb, record_type
from relations.publishing.merging import merge_values
from relations.publishing.refusals import NotNow, Opened, Reason
from relations.publishing.roles import require
from relations.values import Row, Values, complete, digest, values_of, write


@dataclass
class Standing:
    """A record between two verbs, held until the transaction ends; everything is None of what is not there."""

    model: type[Record]
    slug: str
    row: Record | None
    published: Revision | None
    open: Revision | None

    @property
    def live(self) -> bool:
        return self.row is not None and self.row.live

    @property
    def was_ever_live(self) -> bool:
        return self.published is not None

    @property
    def is_gone(self) -> bool:
        """Whether the public once saw it, and its row was deleted past the verbs since."""
        return self.row is None and self.was_ever_live

    @property
    def newest(self) -> Revision | None:
        """What the next draft continues."""
        return self.open or self.published

    @property
    def is_rebased(self) -> bool:
        """Whether the newest draft, if there is one, was saved on top of what is public now."""
        return self.open is None or self.published is None or self.open.based_on_id == self.published.pk

    def rebased(self) -> Merged:
        """The values of the newest draft, brought onto what is published now; conflicts leave the draft's."""
        if self.open is None:
            return Merged(values_of(self.row) if self.row else {}, ())
        values = complete(self.model, self.open.values)
        if self.is_rebased or self.published is None:
            return Merged(values, ())
        return merge_values(self.model, self._base(), values, complete(self.model, self.published.values))

    def _base(self) -> Values:
        """The values from which the open draft started; nothing of a version whose content was redacted."""
        base = self.open.based_on if self.open else None
        return {} if base is None or base.redacted_at else complete(self.model, base.values)

    def opened(self, shown: Values | None = None) -> Opened:
        """What a form shows of it now, or of these values over what is public now.

        The mark is made of the values and not of a key: what a refused verb had recorded is rolled back with it.
        """
        values = self.rebased().values if shown is None else shown
        return Opened(values, digest(complete(self.model, self.published.values)) if self.published else "")


def look(model: type[Record], slug: str) -> Standing:
    """How a record stands, to be shown: nothing is held and nothing written."""
    return _read(model, model._default_manager.filter(slug=slug).first(), slug)


def standing(model: type[Record], slug: str, *, at: datetime.datetime) -> Standing:
    """How a record stands; until the transaction ends, nobody else does a verb to it or to what it requires.

    What was written past the verbs is recorded first, so that nobody's work is lost, whoever did it.
    """
    take_turn()
    now = _read(model, model._default_manager.select_for_update(of=("self",)).filter(slug=slug).first(), slug)
    _record_what_is_there(now, at=at)
    return now


def take_turn() -> None:
    """Wait until no other verb and no load is at work, and let none begin until the end of this transaction.

    What a verb looks at is more than the row that it writes: what the record requires, what requires it, what is
    due next. If two did so at once, a statement could go public on a passage that is being withdrawn. It is the lock
    that a load takes, and taken before any row is held, so that nobody waits for who waits for him. Readers go on.
    """
    if connection.vendor == "postgresql":  # SQLite's transactions wait for each other anyway
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Revision._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _read(model: type[Record], row: Record | None, slug: str) -> Standing:
    revisions = Revision.objects.of_type(model).filter(slug=slug).select_related("based_on", "author")
    published = revisions.filter(state=State.PUBLISHED).first()
    return Standing(model, slug, row, published, revisions.open().first())


def _record_what_is_there(now: Standing, *, at: datetime.datetime) -> None:
    """Give a row that no revision equals a revision of its own, of origin `direct`."""
    if now.row is None:
        return
    values = values_of(now.row)
    if now.row.live or now.row.first_published_at or now.published:
        if now.published is None or complete(now.model, now.published.values) != values:
            _record_published(now, values, at=at)
    elif now.open is None or complete(now.model, now.open.values) != values:
        supersede(now.open)
        now.open = add_revision(now, values, origin=Origin.DIRECT, state=State.DRAFT, by=None, at=at)


def _record_published(now: Standing, values: Values, *, at: datetime.datetime) -> None:
    assert now.row is not None
    first = now.published is None
    supersede(now.published)
    now.published = add_revision(
        now,
        values,
        origin=Origin.DIRECT,
        state=State.PUBLISHED,
        by=None,
        at=at,
        previous=now.published,
        number=next_number(now),
        published_at=(now.row.last_published_at if first else None) or at,
        change=Change.MINOR,
    )
    now.row.first_published_at = now.row.first_published_at or at
    now.row.last_published_at = now.row.last_published_at or at
    now.row.updated_at = now.row.updated_at or at
    dates = ("live", "first_published_at", "last_published_at", "updated_at")
    write([Row(now.model, now.slug, values, {name: getattr(now.row, name) for name in dates})])
    Edition.objects.bump()


def hold(revision: Revision, *states: State, verb: Verb, by: User | None, at: datetime.datetime) -> Standing:
    """The standing of a revision's record, if somebody may do a verb to it and it is in one of these states.

    Raises NotPermitted or NotNow otherwise. The revision is read anew, so that it tells what is the case now.
    """
    model = record_type(revision)
    require(by, verb, model)
    now = standing(model, revision.slug, at=at)
    revision.refresh_from_db()
    if revision.state not in states:
        raise NotNow([Reason("", NOT_NOW[State(revision.state)], now.row)])
    if now.open is not None and now.open.pk == revision.pk:
        now.open = revision
    return now


NOT_NOW = {
    State.DRAFT: _("It is a draft, so this cannot be done to it."),
    State.IN_REVIEW: _("It is in review, so this cannot be done to it."),
    State.SCHEDULED: _("It is scheduled, so this cannot be done to it."),
    State.PUBLISHED: _("It has been published already."),
    State.SUPERSEDED: _("A later one has taken its place meanwhile. Open the record again."),
    State.DISCARDED: _("It has been discarded."),
}


def add_revision(
    now: Standing,
    values: Values,
    *,
    origin: Origin,
    state: State,
    by: User | None,
    at: datetime.datetime,
    **columns: Any,
) -> Revision:
    """Write a revision that continues the newest one, unless `previous` says another; that must have ended by now."""
    return Revision.objects.create(
        record_type=now.model.type_name(),
        slug=now.slug,
        values=values,
        origin=origin,
        state=state,
        based_on=now.published,
        author=by,
        created_at=at,
        **{"previous": now.newest, **columns},
    )


def supersede(revision: Revision | None) -> None:
    if revision is not None:
        end(revision, State.SUPERSEDED)


def end(revision: Revision, state: State, **columns: Any) -> None:
    """Bring a revision into another state; if it was scheduled, what comes next is no longer it."""
    was_scheduled = revision.state == State.SCHEDULED
    for name, value in {"state": state, "go_live_at": None, **columns}.items():
        setattr(revision, name, value)
    revision.save(update_fields=["state", "go_live_at", *columns])
    if was_scheduled:
        note_next_due()


def note_next_due() -> None:
    due = Revision.objects.filter(state=State.SCHEDULED).aggregate(at=Min("go_live_at"))
    Edition.objects.set_next_due(due["at"])


def next_number(now: Standing) -> int:
    versions = Revision.objects.of_type(now.model).filter(slug=now.slug)
    return (versions.aggregate(last=Max("number"))["last"] or 0) + 1


def authors_of(*revisions: Revision) -> dict[Revision, set[int | None]]:
    """Who saved a draft in the chain that leads from the last publication to each of these open revisions: their keys.

    None stands for what was written past the verbs. One query.
    """
    named = Revision.objects.filter(
        pk__in=[one.pk for one in revisions], record_type=OuterRef("record_type"), slug=OuterRef("slug")
    )
    drafts = Revision.objects.filter(Exists(named), number=None).order_by()
    chain = {pk: (previous, author) for pk, previous, author in drafts.values_list("pk", "previous_id", "author_id")}
    return {one: _along(chain, one.pk) for one in revisions}


def _along(chain: Mapping[int, tuple[int | None, int | None]], start: int) -> set[int | None]:
    """The authors of the drafts from one on, each of which continues another."""
    authors: set[int | None] = set()
    step: int | None = start
    while step is not None and step in chain:
        step, author = chain[step]
        authors.add(author)
    return authors


def decide(revision: Revision, verb: Verb, *, by: User | None, at: datetime.datetime, **columns: Any) -> Decision:
    return Decision.objects.create(revision=revision, verb=verb, by=by, at=at, **columns)
