from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.addresses import address_of_page
from relations.models.record import (
    Statement,
    StatementQuerySet,
    body_field,
    party_field,
    short_text_field,
    title_field,
)


class CommitmentQuerySet(StatementQuerySet):
    def in_kind_order(self) -> Self:
        """Goals, positions, undertakings, each with its parties and passages, as every list shows them."""
        return self.select_related("by_party", "towards_party").with_passages().order_by("kind", "slug")

    def open(self) -> Self:
        return self.filter(status=Commitment.Status.OPEN)


class Commitment(Statement):
    """A goal, a position or an undertaking that a party has voiced."""

    class Kind(models.TextChoices):
        GOAL = "goal", _("Goal")
        POSITION = "position", _("Position")
        UNDERTAKING = "undertaking", _("Undertaking")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        FULFILLED = "fulfilled", _("fulfilled")
        OVERTAKEN = "overtaken", _("overtaken by events")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    by_party = party_field(_("by"), help_text=_("Whose commitment it is; empty means both."))
    towards_party = party_field(_("towards"), help_text=_("Towards whom; empty means nobody in particular."))
    title = title_field()
    summary = short_text_field(_("summary"))
    body = body_field()
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN)
    areas = models.ManyToManyField(
        "relations.CooperationArea", verbose_name=_("areas"), blank=True, related_name="commitments"
    )
    fulfilled_by_action = models.ForeignKey(
        "relations.AgreementAction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fulfilled by action"),
    )
    fulfilled_by_milestone = models.ForeignKey(
        "relations.Milestone",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fulfilled by milestone"),
    )

    objects: ClassVar[Any] = CommitmentQuerySet.as_manager()

    required = ("kind", "title", "summary")
    evidenced = ("status", "fulfilled_by_action", "fulfilled_by_milestone")
    claims = (
        "kind", "by_party", "towards_party", "title", "summary", "body", "status", "fulfilled_by_action",
        "fulfilled_by_milestone",
    )  # fmt: skip

    class Meta(Statement.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(fulfilled_by_action__isnull=True) | models.Q(fulfilled_by_milestone__isnull=True),
                name="commitment_is_fulfilled_by_one_record",
            ),
        ]

    def get_absolute_url(self) -> str:
        return address_of_page("commitment_detail", self.slug)

    @property
    def has_status(self) -> bool:
        """A position is held, not carried out: it is never open or overdue."""
        return self.kind != self.Kind.POSITION

    def clean(self) -> None:
        super().clean()
        if self.fulfilled_by_action and self.fulfilled_by_milestone:
            raise ValidationError({"fulfilled_by_milestone": _("Name either an action or a milestone, not both.")})
        if self.by_party is not None and self.by_party == self.towards_party:
            raise ValidationError({"towards_party": _("A party cannot commit itself towards itself.")})
