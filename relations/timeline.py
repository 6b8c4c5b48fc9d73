"""The one line of time: milestones, acts of agreements and initiatives in a single order."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, F, QuerySet, Value
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


# The types that have events, and by which of their fields.
DATES: dict[Any, str] = {Milestone: "date", AgreementAction: "date", Initiative: "period_start"}
TYPES = tuple(DATES)

# What a station tells of other records, beside the passages.
TOLD_ALONG = {Milestone: ("party",), AgreementAction: ("party", "agreement"), Initiative: ("from_party",)}


def _rows_of(model: Any) -> QuerySet:
    """A type's live events: what has no date is none."""
    return model.objects.live().exclude(**{DATES[model]: None})


def _with_what_is_told(rows: Any) -> Any:
    return rows.select_related(*TOLD_ALONG[rows.model]).with_passages()


def _event(record: Milestone | AgreementAction | Initiative) -> Event:
    is_initiative = isinstance(record, Initiative)
    date = record.period_start if is_initiative else record.date
    assert date is not None, "the querysets above leave out what has no date"
    return Event(record, date, record.from_party if is_initiative else record.party)


def around(on: datetime.date, count: int, ahead: int) -> list[Event]:
    """At most so many live events, earliest first: of those after a day the next ones, before them the latest.

    As many as `ahead` are to come; more where there are not enough others. No more rows are read than can be shown.
    """
    day = on.isoformat()
    past: list[Any] = []
    future: list[Any] = []
    for model, date in DATES.items():
        records = _with_what_is_told(_rows_of(model))
        past += records.filter(**{f"{date}__lte": day}).order_by(f"-{date}", "-slug")[:count]
        future += records.filter(**{f"{date}__gt": day}).order_by(date, "slug")[:count]
    before, after = (sorted(map(_event, records), key=lambda event: event.order) for records in (past, future))
    to_come = max(ahead, count - len(before))
    shown = after[:to_come]
    return [*before[max(0, len(before) - (count - len(shown))) :], *shown]


def count_by_kind() -> dict[str, int]:
    """How many live events there are of each kind, kinds without one left out."""
    counts = dict(_rows_of(Milestone).order_by("kind").values_list("kind").annotate(Count("pk")))
    counts[AGREEMENTS] = _rows_of(AgreementAction).count()
    counts[INITIATIVES] = _rows_of(Initiative).count()
    return {kind: count for kind, count in counts.items() if count}


@dataclass(frozen=True)
class Events:
    """All live events, earliest first; of one kind (a milestone's, `agreements`, `initiatives`) if given.

    To be counted and cut: no more rows are read than the part that is asked for.
    """

    counts: Mapping[str, int]  # of every kind, as `count_by_kind` gives them
    kind: str = ""

    def count(self) -> int:
        return self.counts.get(self.kind, 0) if self.kind else sum(self.counts.values())

    def __getitem__(self, part: slice) -> list[Event]:
        rows = self._rows()
        keys = list(_keys(rows)[part])
        found = {
            name: _with_what_is_told(of_type).in_bulk([key for *_order, of, key in keys if of == name])
            for name, of_type in rows.items()
        }
        return [_event(found[name][key]) for *_order, name, key in keys if key in found[name]]

    def _rows(self) -> dict[str, QuerySet]:
        """The rows of each type that has events of this kind, by the name of the type."""
        if self.kind in (AGREEMENTS, INITIATIVES):
            only = AgreementAction if self.kind == AGREEMENTS else Initiative
            return {only.__name__: _rows_of(only)}
        if self.kind:
            return {Milestone.__name__: _rows_of(Milestone).filter(kind=self.kind)}
        return {model.__name__: _rows_of(model) for model in TYPES}


def _keys(rows: Mapping[str, QuerySet]) -> QuerySet:
    """Of every event of these rows (date, slug, type, key), in their order."""
    columns = [
        of_type.order_by()
        .annotate(moment=F(DATES[of_type.model]), of=Value(name, output_field=CharField()))
        .values_list("moment", "slug", "of", "pk")
        for name, of_type in rows.items()
    ]
    return columns[0].union(*columns[1:], all=True).order_by("moment", "slug", "of")


@dataclass(frozen=True)
class Ahead:
    """An anniversary that is to come, and of what."""

    milestone: Milestone
    anniversary: Anniversary


def anniversaries_ahead(on: datetime.date, most: int) -> list[Ahead]:
    """The next anniversaries of the year that begins with a day: of observed milestones known to the day.

    Few columns are read of all of them, and the rest of those that are told only.
    """
    end = on + datetime.timedelta(days=366)
    observed = Milestone.objects.live().filter(observed_yearly=True)
    ahead = [
        (str(anniversary.date), milestone.slug, milestone.pk, anniversary)
        for milestone in observed.only("slug", "date", "as_of", "observed_yearly")
        if (anniversary := milestone.next_anniversary(on)) and anniversary.date.is_full
        if anniversary.date.first_day < end
    ]
    next_ones = sorted(ahead)[:most]
    found = observed.with_passages().in_bulk([key for _date, _slug, key, _anniversary in next_ones])
    return [Ahead(found[key], anniversary) for _date, _slug, key, anniversary in next_ones if key in found]


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
