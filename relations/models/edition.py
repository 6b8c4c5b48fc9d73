import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class EditionQuerySet(models.QuerySet):
    def bump(self) -> None:
        """One public change more. Called last in its transaction: until the end, others wait for this row."""
        if not self.filter(pk=Edition.ONLY).update(number=F("number") + 1):
            self.create(pk=Edition.ONLY, number=1)

    def set_next_due(self, at: datetime.datetime | None) -> None:
        """Note when the next scheduled revision goes live."""
        if not self.filter(pk=Edition.ONLY).update(next_due_at=at):
            self.create(pk=Edition.ONLY, next_due_at=at)


class Edition(models.Model):
    """The state of all that is public, as one number that grows with every public change. One row, made on demand."""

    ONLY = 1

    number = models.PositiveBigIntegerField(_("number"), default=0)
    next_due_at = models.DateTimeField(_("next due"), null=True)

    objects: ClassVar[Any] = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_edition")]

    def __str__(self) -> str:
        return str(self.number)
