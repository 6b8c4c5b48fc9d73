"""A brief: what the site says of chosen areas, on one page whose sources are numbered and listed at the end."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.dates import PartialDate
from relations.languages import Text
from relations.models import (
    Agreement,
    Commitment,
    CooperationArea,
    Initiative,
    Milestone,
    Relationship,
    Statement,
    TradeIndicator,
)
from relations.numbering import Numbering, Place

# What a brief can hold, by the names in its address, in their order on the page.
PARTS: dict[str, Any] = {
    "areas": _("Areas"),
    "figures": _("Figures"),
    "milestones": _("Milestones"),
    "agreements": _("Agreements"),
    "initiatives": _("Initiatives"),
    "commitments": _("Commitments"),
}

# A brief is to be carried: of more than these of a part, it names the latest or the first, and says so.
ROWS_OF_A_PART = 40


@dataclass(frozen=True)
class Row:
    """One statement of a brief. `standing` names the component that tells how it stands, and as of when."""

    record: Any
    statement: Statement
    text: Text
    numbers: list[int]
    standing: str
    date: PartialDate | None = None
    has_parties: bool = False
    figure: Any = None

    @property
    def title(self) -> Text:
        return self.record.heading

    @property
    def has_when(self) -> bool:
        return self.date is not None or self.has_parties

    @property
    def component(self) -> str:
        return f"components/{self.standing}.html"

    @property
    def way(self) -> tuple[Any, Any]:
        """Of what goes from one party to the other: from whom, and to whom."""
        names = ("from_party", "to_party") if isinstance(self.record, Initiative) else ("by_party", "towards_party")
        return getattr(self.record, names[0]), getattr(self.record, names[1])

    @property
    def has_fallback(self) -> bool:
        return self.title.fallback or self.text.fallback


@dataclass(frozen=True)
class Part:
    """The statements of one kind."""

    label: Any
    rows: list[Row]
    left_out: int = 0


@dataclass
class Brief:
    """What a brief shows, and the numbered places on which it all rests."""

    introduction: list[int]
    parts: list[Part]
    places: list[Place] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [row for part in self.parts for row in part.rows]

    @property
    def latest(self) -> PartialDate | None:
        """The latest date at which one of its sources spoke."""
        dates = [row.statement.as_of for row in self.rows if row.statement.as_of]
        return max(dates, key=lambda date: date.last_day, default=None)


def compile_brief(site: Relationship, areas: Sequence[CooperationArea], parts: Iterable[str]) -> Brief:
    """What the site says of these areas, or of everything, in these parts. Needs the site's passages.

    Queries do not grow with what it says.
    """
    numbering = Numbering()
    introduction = numbering.of(site)
    wanted = set(parts)
    made = [_part(name, areas, numbering) for name in PARTS if name in wanted]
    return Brief(introduction, [part for part in made if part.rows], numbering.places)


def _part(name: str, areas: Sequence[CooperationArea], numbering: Numbering) -> Part:
    records = _RECORDS[name]()
    if areas:
        records = _of_areas(records, areas)
    count = records.count()
    shown = list(records.reverse()[:ROWS_OF_A_PART])[::-1] if name in _LATEST else list(records[:ROWS_OF_A_PART])
    rows = [row for record in shown if (row := _row(record, numbering))]
    return Part(PARTS[name], rows, count - len(shown))


def _of_areas(records: Any, areas: Sequence[CooperationArea]) -> Any:
    """Those of these records that belong to one of the areas, each once."""
    if records.model is CooperationArea:
        return records.filter(pk__in=[area.pk for area in areas])
    return records.filter(pk__in=records.model._default_manager.filter(areas__in=areas).values("pk"))


_RECORDS: dict[str, Callable[[], Any]] = {
    "areas": lambda: CooperationArea.objects.live().with_passages(),
    "figures": lambda: TradeIndicator.objects.live().in_measure_order().with_figures(),
    "milestones": lambda: Milestone.objects.live().with_passages(),
    "agreements": lambda: Agreement.objects.live().in_date_order().with_actions().with_passages(),
    "initiatives": lambda: (
        Initiative.objects.live().select_related("from_party", "to_party").with_passages().in_title_order()
    ),
    "commitments": lambda: Commitment.objects.live().in_kind_order(),
}

# Of what has a date, the latest are shown, in its order.
_LATEST = {"milestones", "agreements"}


def _row(record: Any, numbering: Numbering) -> Row | None:
    match record:
        case TradeIndicator():
            figure = record.latest_figure
            if figure is None:
                return None
            return Row(record, figure, figure.note, numbering.of(figure), "as_of", date=figure.period, figure=figure)
        case Agreement():
            first = record.first_action
            numbers = numbering.of(record, *record.live_actions)
            date = first.date if first else None
            return Row(record, record, record.summary, numbers, "status", date=date)
        case Milestone():
            standing = "announced" if record.is_announced else "as_of"
            return Row(record, record, record.summary, numbering.of(record), standing, date=record.date)
        case Initiative():
            return Row(record, record, record.summary, numbering.of(record), "initiative_standing", has_parties=True)
        case Commitment():
            return Row(record, record, record.summary, numbering.of(record), "commitment_standing", has_parties=True)
    return Row(record, record, record.summary, numbering.of(record), "as_of")
