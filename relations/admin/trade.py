from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from relations import wording
from relations.admin.form import RecordForm
from relations.admin.record import TITLE_HELP, RecordAdmin, StatementAdmin
from relations.models import TradeFigure, TradeIndicator


@admin.register(TradeIndicator)
class TradeIndicatorAdmin(RecordAdmin):
    columns = ("title", "measure", "unit", "reporter")
    list_select_related = ("reporter",)
    filters = ("measure", "reporter")
    searched_texts = ("title", "definition")
    lists = ("figures",)
    help_texts = {
        "title": TITLE_HELP,
        "partner": _("The party with which it trades, if the figure is about one."),
        "areas": _("The areas of cooperation that it belongs to. Search by title."),
    }


class TradeFigureForm(RecordForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.pk and cleaned.get("indicator") and cleaned.get("period"):
            self._make_slug(cleaned["indicator"], cleaned["period"])
        return cleaned

    def _make_slug(self, indicator: TradeIndicator, period: Any) -> None:
        figure = self.instance
        figure.indicator, figure.period = indicator, period
        figure.slug = figure.slug_from_identity()
        try:
            figure._meta.get_field("slug").run_validators(figure.slug)
        except ValidationError as error:
            self.add_error("indicator", error)


@admin.register(TradeFigure)
class TradeFigureAdmin(StatementAdmin):
    form = TradeFigureForm
    makes_slug = True
    columns = ("indicator", "period", "qualifier", "amount")
    list_select_related = ("indicator",)
    filters = ("indicator", "qualifier")
    searched_columns = ("slug", "as_worded")
    searched_texts = ("indicator__title", "note")
    help_texts = {
        "indicator": _("What the figure measures. Search by title. Fixed once saved."),
        "qualifier": _("How the source puts it: “nearly 4 billion” is nearly."),
        "note": _("What a reader should know beside it, at most 500 characters."),
    }

    @admin.display(description=_("value"), ordering="value")
    def amount(self, record: TradeFigure) -> str:
        return "" if record.value is None else wording.number(record.value)

    def line(self, record: TradeFigure) -> str:
        if record.value is None:
            return str(record.period)
        return f"{record.period}: {wording.amount(record.value, record.indicator.unit, record.qualifier)}"
