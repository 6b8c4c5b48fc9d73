import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.addresses import address_of_page
from relations.dates import Anniversary, next_anniversary
from relations.models.fields import PartialDateField
from relations.models.record import Statement, body_field, party_field, short_text_field, title_field


class Milestone(Statement):
    """A dated event of the relationship, or of one party where it matters to both."""

    class Kind(models.TextChoices):
        INDEPENDENCE = "independence", _("Independence")
        DIPLOMATIC_RELATIONS = "diplomatic_relations", _("Diplomatic relations")
        PARTNERSHIP = "partnership", _("Partnership")
        VISIT = "visit", _("Visit")
        CHAIRMANSHIP = "chairmanship", _("Chairmanship")
        ANNIVERSARY = "anniversary", _("Anniversary")
        MEETING = "meeting", _("Meeting")
        OTHER = "other", _("Other event")

    title = title_field()
    summary = short_text_field(_("summary"))
    body = body_field()
    date = PartialDateField(_("date"), help_text=_("As precisely as the source gives it: 2012-05-10, 2012-05 or 2012."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    party = party_field(_("party"), help_text=_("If it is one side’s event; empty means both."))
    observed_yearly = models.BooleanField(
        _("observed yearly"), default=False, help_text=_("Its anniversaries are announced on the site.")
    )
    agreement = models.ForeignKey(
        "relations.Agreement",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("agreement"),
        related_name="milestones",
    )
    areas = models.ManyToManyField(
        "relations.CooperationArea", verbose_name=_("areas"), blank=True, related_name="milestones"
    )

    required = ("title", "date", "kind")
    evidenced = ("date",)
    claims = ("title", "summary", "body", "date", "kind", "party")

    class Meta(Statement.Meta):
        ordering = ["date", "slug"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [
            # Lists and the timeline read live milestones by date.
            models.Index(fields=["live", "date", "slug"], name="live_milestones_by_date"),
        ]

    def get_absolute_url(self) -> str:
        return address_of_page("milestone_detail", self.slug)

    @property
    def is_announced(self) -> bool:
        """Whether the source announced it for later, and no later source says that it happened."""
        return self.is_ahead(self.date)

    def next_anniversary(self, on: datetime.date) -> Anniversary | None:
        """Its next anniversary from that day on, if it is observed and has happened."""
        if not self.observed_yearly or self.date is None or self.is_announced:
            return None
        return next_anniversary(self.date, on)
