from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from relations.models import TradeFigure, TradeIndicator
from relations.opendata.columns import Kind, reference, text, title_of, value, word
from relations.opendata.table import AREAS, NOTE, ON_ANOTHER_PAGE, TITLE, Table, live

MEASURE = _("What is measured.")
UNIT = _("A currency (ISO 4217), or rank, or count.")
REPORTER = _("The party whose figure or ranking it is.")
PARTNER = _("The other party.")


def _figures() -> Any:
    """By indicator and period, each with what its indicator says of it."""
    indicators = TradeIndicator.objects.live().with_live("reporter", "partner")
    found = live(TradeFigure).order_by("indicator__slug", "period", "slug")
    return found.prefetch_related(Prefetch("indicator", indicators)).with_passages()


TRADE_INDICATORS = Table(
    "trade-indicator",
    TradeIndicator,
    (
        TITLE,
        text("definition", _("Which number it is: what is counted, by whom, for whom.")),
        word("measure", MEASURE, TradeIndicator.Measure),
        value("unit", UNIT, Kind.TEXT),
        reference("reporter", REPORTER),
        reference("partner", PARTNER),
        AREAS,
    ),
    lambda: live(TradeIndicator).order_by("slug").with_live("reporter", "partner", "areas"),
)

TRADE_FIGURES = Table(
    "trade-figure",
    TradeFigure,
    (
        reference("indicator", _("The indicator.")),
        title_of("indicator", _("The title of the indicator.")),
        word("measure", MEASURE, TradeIndicator.Measure, of="indicator"),
        value("period", _("The year, month or day that it is about."), Kind.DATE),
        word("qualifier", _("How exactly its source puts the value."), TradeFigure.Qualifier),
        value("value", _("The value in full units: 4000000000, not 4 billion."), Kind.NUMBER),
        value("unit", UNIT, Kind.TEXT, of="indicator"),
        value("as_worded", _("The source’s own words for it."), Kind.TEXT),
        reference("reporter", REPORTER, of="indicator"),
        reference("partner", PARTNER, of="indicator"),
        NOTE,
    ),
    _figures,
    about_itself=ON_ANOTHER_PAGE,
)
