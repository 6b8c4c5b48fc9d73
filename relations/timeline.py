"""The one line of time: milestones, acts of agreements and initiatives in a single order."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from relations.dates import Anniversary, PartialDate
from relations.models import AgreementAction, Initiative, Milestone

if TYPE_CHECKING:
    from relations.models import Party

AGREEMENTS = "agreements"
INITIATIVES = "initiatives"

# What a filter by kind says; a milestone's kinds have their own words.
KINDS = {**dict(Milestone.Kind.choices), AGREEMENTS: _("Agreements"), INITIATIVES: _("Initiatives")}


@dataclass(frozen=True)
class Event:
    """One station of the timeline, whatever record it stands for."""

    record: Milestone | AgreementAction | Initiative
    date: PartialDate
    party: "Party | None"

    @property
    def action(self) -> AgreementAction | None:
        """The act, where the event is one of an agreement: its title is the agreement's."""
        return self.record if isinstance(self.record, AgreementAction) else None

    @property
    def milestone(self) -> Milestone | None:
        return self.record if isinstance(self.record, Milestone) else None

    @property
    def is_announced(self) -> bool:
        return self.record.is_announced

    @property
    def order(self) -> tuple[str, str, str]:
        return (str(self.date), self.record.slug, type(self.record).__name__)


@dataclass
class Decade:
    """The events of ten years, and the empty decades before them as (first, last), if any."""

    first_year: int
    events: list[Event] = field(default_factory=list)
    gap: tuple[int, int] | None = None


def _milestones(kind: str = "") -> QuerySet[Milestone]:
    milestones = Milestone.objects.live().exclude(date=None).select_related("party").with_passages()
    return milestones.filter(kind=kind) if kind else milestones


def _actions() -> QuerySet[AgreementAction]:
    return AgreementAction.objects.live().exclude(date=None).select_related("party", "agreement").with_passages()


def _initiatives() -> QuerySet[Initiative]:
    return Initiative.objects.live().exclude(period_start=None).select_related("from_party").with_passages()


def _event(record: Milestone | AgreementAction | Initiative) -> Event:
    is_initiative = isinstance(record, Initiative)
    date = record.period_start if is_initiative else record.date
    assert date is not None, "the querysets above leave out what has no date"
    return Event(record, date, record.from_party if is_initiative else record.party)


def events(kind: str = "") -> list[Event]:
    """All live events, earliest first; of one kind (a milestone's, `agreements`, `initiatives`) if given."""
    records: list[Any]
    if kind == AGREEMENTS:
        records = list(_actions())
    elif kind == INITIATIVES:
        records = list(_initiatives())
    elif kind:
        records = list(_milestones(kind))
    else:
        records = [*_milestones(), *_actions(), *_initiatives()]
    return sorted(map(_event, records), key=lambda event: event.order)


def around(on: datetime.date, count: int, ahead: int) -> list[Event]:
    """At most so many live events, earliest first: of those after a day the next ones, before them the latest.

    As many as `ahead` are to come; more where there are not enough others. No more rows are read than can be shown.
    """
    day = on.isoformat()
    past: list[Any] = []
    future: list[Any] = []
    for records, date in ((_milestones(), "date"), (_actions(), "date"), (_initiatives(), "period_start")):
        past += records.filter(**{f"{date}__lte": day}).order_by(f"-{date}", "-slug")[:count]
        future += records.filter(**{f"{date}__gt": day}).order_by(date, "slug")[:count]
    before, after = (sorted(map(_event, records), key=lambda event: event.order) for records in (past, future))
    to_come = max(ahead, count - len(before))
    shown = after[:to_come]
    return [*before[max(0, len(before) - (count - len(shown))) :], *shown]


def count_by_kind() -> dict[str, int]:
    """How many live events there are of each kind, kinds without one left out."""
    counts = dict(_milestones().order_by("kind").values_list("kind").annotate(Count("pk")))
    counts[AGREEMENTS] = _actions().count()
    counts[INITIATIVES] = _initiatives().count()
    return {kind: count for kind, count in counts.items() if count}


@dataclass(frozen=True)
class Ahead:
    """An anniversary that is to come, and of what."""

    milestone: Milestone
    anniversary: Anniversary


def anniversaries_ahead(on: datetime.date) -> list[Ahead]:
    """The anniversaries of the year that begins with a day, soonest first: of observed milestones known to the day."""
    end = on + datetime.timedelta(days=366)
    ahead = [
        Ahead(milestone, anniversary)
        for milestone in Milestone.objects.live().filter(observed_yearly=True).with_passages()
        if (anniversary := milestone.next_anniversary(on)) and anniversary.date.is_full
        if anniversary.date.first_day < end
    ]
    return sorted(ahead, key=lambda row: (str(row.anniversary.date), row.milestone.slug))


def by_decade(events: Iterable[Event]) -> list[Decade]:
    """Group events, which are in order, by decade; each decade knows the empty ones before it."""
    decades: list[Decade] = []
    for first_year, group in groupby(events, key=lambda event: event.date.decade):
        gap = None
        if decades and first_year - decades[-1].first_year > 10:
            gap = (decades[-1].first_year + 10, first_year - 10)
        decades.append(Decade(first_year, list(group), gap))
    return decades


def first_after(events: Iterable[Event], on: datetime.date) -> Event | None:
    """The first event that begins after that day: above it the drawing says "after today"."""
    return next((event for event in events if event.date.first_day > on), None)
