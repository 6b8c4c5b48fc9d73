"""An indicator's figures side by side: the columns of its table and the bars of its chart. No tag queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.numbers import get_decimal_symbol
from django import template

from relations import charts, wording
from relations.languages import format_locale
from relations.models import TradeFigure, TradeIndicator

register = template.Library()


@dataclass(frozen=True)
class Row:
    """One figure in the form that all figures of its table have."""

    figure: TradeFigure
    text: str = ""
    # How many characters it lacks behind the decimal sign, so that the signs can stand one under the other.
    lacks: int = 0


@dataclass(frozen=True)
class Figures:
    """An indicator's figures, earliest first, what they are in, and their chart if they make one."""

    rows: list[Row]
    unit: str = ""
    chart: charts.Chart | None = None

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def last(self) -> Row:
        return self.rows[-1]

    @property
    def have_notes(self) -> bool:
        figures = [row.figure for row in self.rows]
        return any(figure.as_worded or figure.note or figure.derivation for figure in figures)


@register.simple_tag
def figures_of(indicator: TradeIndicator, figures: Iterable[TradeFigure]) -> Figures | None:
    """The figures of an indicator that has several with a value; None else, and for ranks, which no bar can show."""
    known = [figure for figure in figures if figure.value is not None]
    if len(known) < 2 or indicator.unit == TradeIndicator.RANK:
        return None
    column = wording.column([figure.value for figure in known if figure.value is not None], indicator.unit)
    points = [_point(figure, text) for figure, text in zip(known, column.texts, strict=True)]
    decimals = _decimals(column.texts)
    rows = [
        Row(figure, text, max(decimals) - length)
        for figure, text, length in zip(known, column.texts, decimals, strict=True)
    ]
    return Figures(rows, column.unit, charts.draw(points))


@register.simple_tag
def ranks_of(indicator: TradeIndicator, figures: Iterable[TradeFigure]) -> list[TradeFigure]:
    """An indicator's ranks, the latest first, if there are several."""
    ranks = [figure for figure in figures if figure.value is not None]
    return ranks[::-1] if len(ranks) > 1 and indicator.unit == TradeIndicator.RANK else []


@register.filter
def span_of_bar(bar: charts.Bar) -> str:
    """The period, or the periods, for which a bar stands."""
    return wording.span(bar.period, bar.until) if bar.until else wording.date(bar.period)


@register.filter
def words_before(point: charts.Point) -> str:
    return wording.qualifier_words(point.qualifier)[0]


@register.filter
def words_after(point: charts.Point) -> str:
    return wording.qualifier_words(point.qualifier)[1]


def _point(figure: TradeFigure, label: str) -> charts.Point:
    assert figure.value is not None, "left out above"
    word = " ".join(wording.qualifier_words(figure.qualifier))
    return charts.Point(figure.period, figure.value, figure.qualifier, label, word)


def _decimals(texts: list[str]) -> list[int]:
    """How many characters of each stand behind its ones, the decimal sign included; 0 where powers are named within."""
    if any(letter.isalpha() for text in texts for letter in text):
        return [0] * len(texts)
    sign = get_decimal_symbol(format_locale())
    return [len(text) - text.rfind(sign) if sign in text else 0 for text in texts]
