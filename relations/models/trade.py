from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from relations.addresses import address_of_page
from relations.models.fields import PartialDateField
from relations.models.record import (
    FRAGMENT_WORDS,
    Record,
    RecordQuerySet,
    Statement,
    StatementQuerySet,
    count_words,
    party_field,
    short_text_field,
    title_field,
)


class TradeIndicatorQuerySet(RecordQuerySet):
    def in_measure_order(self) -> Self:
        """Total trade first, as the measures are listed, then by slug."""
        ranks = [models.When(measure=measure, then=rank) for rank, measure in enumerate(TradeIndicator.Measure.values)]
        return self.annotate(measure_rank=models.Case(*ranks, default=len(ranks))).order_by("measure_rank", "slug")

    def with_figures(self) -> Self:
        """Fetch each indicator's live figures, earliest first, with their passages."""
        figures = TradeFigure.objects.live().with_passages().order_by("period", "slug")
        return self.select_related("reporter", "partner").prefetch_related(Prefetch("figures", figures))


class TradeIndicator(Record):
    """What is measured: the definition that all its figures share."""

    RANK = "rank"
    COUNT = "count"

    class Measure(models.TextChoices):
        TOTAL_TRADE = "total_trade", _("Total trade (exports plus imports)")
        BALANCE = "balance", _("Balance of trade (exports minus imports)")
        EXPORTS = "exports", _("Exports")
        IMPORTS = "imports", _("Imports")
        RANK = "rank", _("Rank")
        COUNT = "count", _("Count")
        INVESTMENT = "investment", _("Investment")

    title = title_field()
    definition = short_text_field(
        _("definition"), help_text=_("Which number this is: what is counted, by whom, for whom.")
    )
    measure = models.CharField(_("measure"), max_length=20, choices=Measure, blank=True)
    reporter = party_field(_("reporter"), help_text=_("The party whose figure or ranking it is."))
    partner = party_field(_("partner"))
    unit = models.CharField(
        _("unit"),
        max_length=5,
        blank=True,
        validators=[
            RegexValidator(r"\A(?:[A-Z]{3}|rank|count)\Z", _("Write a currency code such as USD, or rank, or count."))
        ],
        help_text=_("A currency code of ISO 4217 such as USD, or rank, or count."),
    )
    areas = models.ManyToManyField(
        "relations.CooperationArea", verbose_name=_("areas"), blank=True, related_name="indicators"
    )

    objects: ClassVar[Any] = TradeIndicatorQuerySet.as_manager()

    required = ("title", "definition", "measure", "unit")

    class Meta(Record.Meta):
        verbose_name = _("trade indicator")
        verbose_name_plural = _("trade indicators")

    def get_absolute_url(self) -> str:
        return address_of_page("indicator_detail", self.slug)

    @property
    def latest_figure(self) -> "TradeFigure | None":
        """Its latest live figure. Needs `with_figures()`; no query then."""
        figures = list(self.figures.all())
        return figures[-1] if figures else None


class TradeFigureQuerySet(StatementQuerySet):
    def with_indicator(self) -> Self:
        return self.select_related("indicator")

    def in_slug_order_of(self, slugs: list[str]) -> "list[TradeFigure]":
        """The live figures among these, in the order of the list."""
        figures: Any = self.live().filter(slug__in=slugs)
        found = {figure.slug: figure for figure in figures}
        return [found[slug] for slug in slugs if slug in found]


class TradeFigure(Statement):
    """One value of an indicator, as exact as its source puts it."""

    class Qualifier(models.TextChoices):
        EXACTLY = "exactly", _("exactly")
        ABOUT = "about", _("about")
        NEARLY = "nearly", _("nearly")
        MORE_THAN = "more_than", _("more than")
        AT_MOST = "at_most", _("at most")

    # Indicator and period identify a figure: a wrong one is withdrawn and made anew.
    indicator = models.ForeignKey(TradeIndicator, models.PROTECT, verbose_name=_("indicator"), related_name="figures")
    period = PartialDateField(
        _("period"),
        null=False,
        blank=False,
        help_text=_("The year, month or day it is about, for example 2021. Fixed once saved."),
    )
    # At most 15 digits: SQLite keeps no more of a decimal unchanged.
    value = models.DecimalField(
        _("value"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In full units: 4000000000, not 4 billion."),
    )
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACTLY)
    as_worded = models.CharField(
        _("as worded"), max_length=200, blank=True, help_text=_("The source’s own words for it, at most eight.")
    )
    note = short_text_field(_("note"))

    objects: ClassVar[Any] = TradeFigureQuerySet.as_manager()

    required = ("value",)
    identifying = ("indicator",)
    identity = ("period",)
    evidenced = ("value", "qualifier", "as_worded")
    claims = ("value", "qualifier", "as_worded", "note")
    searched = ("as_worded",)

    class Meta(Statement.Meta):
        verbose_name = _("trade figure")
        verbose_name_plural = _("trade figures")
        constraints = [
            *Statement.Meta.constraints,
            models.UniqueConstraint(fields=["indicator", "period"], name="one_figure_per_indicator_and_period"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"{self.indicator.get_absolute_url()}#{self.slug}"

    @property
    def heading(self) -> Any:
        return self.indicator.title

    def slug_from_identity(self) -> str:
        return f"{self.indicator.slug}-{self.period}"

    def clean(self) -> None:
        super().clean()
        if count_words(self.as_worded) > FRAGMENT_WORDS:
            raise ValidationError({"as_worded": _("A fragment of a source has at most eight words.")})
        if getattr(self, "indicator", None) is None:  # not chosen yet, which is its field's own fault
            return
        if self.slug and self.slug != self.slug_from_identity():
            raise ValidationError(
                {
                    "slug": _("A figure’s slug is its indicator’s and its period: %(slug)s.")
                    % {"slug": self.slug_from_identity()}
                }
            )
        if self.value is not None and self.indicator.unit == TradeIndicator.RANK and not _is_rank(self.value):
            raise ValidationError({"value": _("A rank is a whole number from 1.")})


def _is_rank(value: Decimal) -> bool:
    return value >= 1 and value == value.to_integral_value()
