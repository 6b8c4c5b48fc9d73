"""The geometry of a chart of figures: bars from one baseline, periods at their true distance. Pure.

Words and values stand beside the bars as text of the page; here is only what is drawn. Each bar is drawn twice:
upright, where there is width enough for columns, and lying, where there is not.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from relations.dates import PartialDate

# How tall the bars above and below the baseline are together, in pixels; the least that is seen of one.
HEIGHT = 220
LEAST = 1.5
# So many places at most stand side by side.
MOST_PLACES = 24
# In rem: the least between the texts of two places, the width of a letter of a value, and of one of its small print.
GAP, LETTER, SMALL_LETTER = 0.3, 0.56, 0.45
# The most that one place takes, in rem.
WIDEST_PLACE = 9.5
# Where a chart has room to spare, its values are so much larger.
LARGE = 1.75
# The widths, in rem, from which columns fit: those of the sheet. Beyond the last, bars lie at any width.
WIDTHS = {"narrow": 17, "wide": 44}


@dataclass(frozen=True)
class Stroke:
    """A line of a bar: its ends in the bar's own measure, then moved by so many pixels; dashed where `dashes` says."""

    ends: tuple[str, str, str, str]
    move: tuple[float, float] = (0, 0)
    width: float = 1.5
    dashes: str = ""


# What the far edge of a bar says of a value that is not exact, upright: it may lie on either side of a dashed edge,
# below a strong one, not above one that is bent down at its ends, and beyond sides that go on without an edge.
SIDES = (Stroke(("0", "0", "0", "100%"), (0.75, 0)), Stroke(("100%", "0", "100%", "100%"), (-0.75, 0)))
EDGES = {
    "about": (Stroke(("-12", "0", "100%", "0"), (6, 1.25), 2.5, "7 4"),),
    "nearly": (Stroke(("0", "0", "100%", "0"), (0, 2), 4),),
    "at_most": (
        Stroke(("-12", "0", "100%", "0"), (6, 2), 4),
        Stroke(("0", "0", "0", "10"), (-4.75, 0), 2.5),
        Stroke(("100%", "0", "100%", "10"), (4.75, 0), 2.5),
    ),
    "more_than": (
        Stroke(("0", "0", "0", "-10"), (0.75, 0), dashes="2 2"),
        Stroke(("100%", "0", "100%", "-10"), (-0.75, 0), dashes="2 2"),
    ),
}
# The same, lying: measured from the far end, which is the right one.
LYING_SIDES = (Stroke(("0", "0", "100%", "0"), (0, 0.75)), Stroke(("0", "100%", "100%", "100%"), (0, -0.75)))
LYING_EDGES = {
    "about": (Stroke(("0", "-8", "0", "100%"), (-1.25, 4), 2.5, "5 3"),),
    "nearly": (Stroke(("0", "0", "0", "100%"), (-2, 0), 4),),
    "at_most": (
        Stroke(("0", "-8", "0", "100%"), (-2, 4), 4),
        Stroke(("0", "0", "-10", "0"), (0, -2.75), 2.5),
        Stroke(("0", "100%", "-10", "100%"), (0, 2.75), 2.5),
    ),
    "more_than": (
        Stroke(("0", "0", "10", "0"), (0, 0.75), dashes="2 2"),
        Stroke(("0", "100%", "10", "100%"), (0, -0.75), dashes="2 2"),
    ),
}


@dataclass(frozen=True)
class Point:
    """A figure as it is drawn: how its value and qualifier are written decides how much room it takes."""

    period: PartialDate
    value: Decimal
    qualifier: str = "exactly"
    label: str = ""
    word: str = ""


@dataclass(frozen=True)
class Bar:
    """One place of a chart: a bar, or periods that no source speaks of."""

    period: PartialDate
    point: Point | None = None
    until: PartialDate | None = None  # of a gap that is drawn as one: its last period
    height: float = 0  # upright, in pixels
    start: float = 0  # lying, in hundredths of the width, from the end that `is_below` mirrors
    length: float = 0
    is_below: bool = False

    @property
    def is_exact(self) -> bool:
        return self.point is not None and self.point.qualifier == "exactly"

    @property
    def is_open(self) -> bool:
        """Whether its sides go on beyond the value, where its label stands else."""
        return self.point is not None and self.point.qualifier == "more_than"

    @property
    def upright_strokes(self) -> tuple[Stroke, ...]:
        return () if self.point is None or self.is_exact else (*SIDES, *EDGES[self.point.qualifier])

    @property
    def lying_sides(self) -> tuple[Stroke, ...]:
        return () if self.is_exact else LYING_SIDES

    @property
    def lying_edge(self) -> tuple[Stroke, ...]:
        """The strokes at the far end, measured from there."""
        return () if self.point is None or self.is_exact else LYING_EDGES[self.point.qualifier]


@dataclass(frozen=True)
class Chart:
    """Bars in order, and how they may stand."""

    bars: list[Bar]
    fits: str  # the width from which they stand as columns: narrow or wide; else never
    is_roomy: bool = False  # whether a wide page has room for large values
    is_true_to_scale: bool = True  # whether equal distances are equal times

    @property
    def has_qualified(self) -> bool:
        return any(bar.point and not bar.is_exact for bar in self.bars)


def draw(points: Sequence[Point]) -> Chart:
    """The chart of points that are in the order of their periods."""
    places, is_true = _places(points)
    top = max((point.value for point in points if point.value > 0), default=Decimal(0))
    bottom = -min((point.value for point in points if point.value < 0), default=Decimal(0))
    span = float(top + bottom) or 1.0
    zero = float(bottom) / span
    bars = [_bar(place, span, zero) for place in places]
    if not is_true:
        return Chart(bars, "never", is_true_to_scale=False)
    is_roomy = _needs(bars, LARGE) <= min(WIDTHS["wide"], len(bars) * WIDEST_PLACE)
    return Chart(bars, _fits(bars), is_roomy)


def _bar(place: Bar, span: float, zero: float) -> Bar:
    point = place.point
    if point is None:
        return place
    share = abs(float(point.value)) / span
    is_below = point.value < 0
    return Bar(
        place.period,
        point,
        height=max(LEAST, round(HEIGHT * share, 1)) if point.value else 0,
        start=round(100 * (1 - zero if is_below else zero), 2),
        length=max(0.3, round(100 * share, 2)) if point.value else 0,
        is_below=is_below,
    )


def _places(points: Sequence[Point]) -> tuple[list[Bar], bool]:
    """A place for each period from the first to the last, if they can be counted and are not too many.

    Else the points one after the other with what lies between two as one gap; then distances are not true.
    """
    known = {point.period: point for point in points}
    counted = {_number(period): point for period, point in known.items()}
    precisions = {point.period.precision for point in points}
    if len(precisions) > 1 or "day" in precisions or not points:
        return [Bar(point.period, point) for point in points], False
    first, last = min(counted), max(counted)
    by_month = precisions == {"month"}
    if last - first < MOST_PLACES:
        return [Bar(_period(number, by_month), counted.get(number)) for number in range(first, last + 1)], True
    places: list[Bar] = []
    for number, point in sorted(counted.items()):
        if places and number - (before := _number(places[-1].period)) > 1:
            places.append(Bar(_period(before + 1, by_month), until=_period(number - 1, by_month)))
        places.append(Bar(point.period, point))
    return places, False


def _number(period: PartialDate) -> int:
    """Years, or months, counted from the beginning."""
    return period.year * 12 + period.month - 1 if period.month else period.year


def _period(number: int, by_month: bool) -> PartialDate:
    return PartialDate(number // 12, number % 12 + 1) if by_month else PartialDate(number)


def _fits(bars: Sequence[Bar]) -> str:
    """The name of the least width in which all these stand side by side with their words unbroken."""
    needed = _needs(bars)
    if needed > len(bars) * WIDEST_PLACE:
        return "never"
    # More than eight lie on a phone, however short their texts are.
    names = [name for name, width in WIDTHS.items() if needed <= width and (len(bars) <= 8 or name != "narrow")]
    return names[0] if names else "never"


def _needs(bars: Sequence[Bar], size: float = 1) -> float:
    """The width, in rem, of so many places with values of that size."""
    points = [bar.point for bar in bars if bar.point]
    values = [LETTER * size * _letters(word) for point in points for word in point.label.split()]
    words = [SMALL_LETTER * _letters(word) for point in points for word in ["2000", *point.word.split()]]
    return len(bars) * (GAP * size + max(values + words, default=0))


def _letters(word: str) -> int:
    """How many letters wide a word is: one of East Asia takes the place of two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in word)
