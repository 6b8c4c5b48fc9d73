from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.addresses import address_of_page
from relations.models.fields import PartialDateField
from relations.models.record import Statement, body_field, party_field, short_text_field, title_field


class Initiative(Statement):
    """A project, programme, piece of assistance or forum in which the parties work together."""

    class Kind(models.TextChoices):
        PROJECT = "project", _("Project")
        PROGRAMME = "programme", _("Programme")
        ASSISTANCE = "assistance", _("Assistance")
        FORUM = "forum", _("Forum")

    class Status(models.TextChoices):
        NOT_STATED = "not_stated", _("Not stated")
        PIPELINE = "pipeline", _("In the pipeline")
        IMPLEMENTATION = "implementation", _("Under implementation")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    title = title_field()
    summary = short_text_field(_("summary"))
    body = body_field()
    areas = models.ManyToManyField(
        "relations.CooperationArea", verbose_name=_("areas"), blank=True, related_name="initiatives"
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NOT_STATED)
    from_party = party_field(_("from"), help_text=_("Who gives; both empty means that both take part alike."))
    to_party = party_field(_("to"), help_text=_("Who receives."))
    period_start = PartialDateField(_("begins"))
    period_end = PartialDateField(_("ends"))
    place = title_field(_("place"))
    organisations = short_text_field(_("organisations"))
    role = short_text_field(_("role"), help_text=_("What each side does in it, as far as a source says."))

    required = ("kind", "title", "summary")
    evidenced = ("status", "period_start", "period_end")
    claims = (
        "kind", "title", "summary", "body", "status", "from_party", "to_party", "period_start", "period_end", "place",
        "organisations", "role",
    )  # fmt: skip

    class Meta(Statement.Meta):
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(period_start__isnull=True)
                | models.Q(period_end__isnull=True)
                | models.Q(period_start__lte=models.F("period_end")),
                name="initiative_begins_before_it_ends",
            ),
        ]

    def get_absolute_url(self) -> str:
        return address_of_page("initiative_detail", self.slug)

    @property
    def is_announced(self) -> bool:
        return self.is_ahead(self.period_start)

    @property
    def has_status(self) -> bool:
        return self.status != self.Status.NOT_STATED

    def clean(self) -> None:
        super().clean()
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValidationError({"period_end": _("It ends before it begins.")})
