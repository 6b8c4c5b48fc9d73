from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MESSAGE_LENGTH = 2000
SOURCE_LENGTH = 500


class ReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=Report.State.OPEN)


class Report(models.Model):
    """What a reader says is wrong with a statement. It names its record as revisions do, by type and slug."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("report", "Open")
        ANSWERED = "answered", pgettext_lazy("report", "Answered")
        DISMISSED = "dismissed", pgettext_lazy("report", "Dismissed")

    record_type = models.CharField(_("record type"), max_length=30)
    slug = models.CharField(_("slug"), max_length=100)
    # What the reader saw: which version, in which language, resting on which passages.
    version = models.PositiveIntegerField(_("version"), null=True)
    language = models.CharField(_("language"), max_length=10)
    passages = models.TextField(_("passages"), blank=True)
    message = models.TextField(_("what is wrong"), max_length=MESSAGE_LENGTH)
    source = models.TextField(_("source"), max_length=SOURCE_LENGTH, blank=True)
    # Personal: blanked by `reports` when the report is closed, and after some months in any case.
    email = models.EmailField(_("e-mail address"), blank=True)
    # By which reports of one sender are counted; no address can be read from it, and it is blanked after a day.
    sender = models.CharField(max_length=64, blank=True, editable=False)
    at = models.DateTimeField(_("received"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    answered_at = models.DateTimeField(_("closed"), null=True)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("reported mistake")
        verbose_name_plural = _("reported mistakes")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered", "dismissed"]), name="report_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | ~Q(state="open") & Q(answered_at__isnull=False),
                name="a_closed_report_has_a_time",
            ),
            models.CheckConstraint(condition=Q(state="open") | Q(email=""), name="a_closed_report_keeps_no_address"),
        ]
        indexes = [
            # Counting what came within the last hour, in all and from one sender.
            models.Index(fields=["at", "sender"], name="reports_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.slug}: {self.message[:60]}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
