"""What fixture sets brought: each run, the values that they last gave, and what waits for a person."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from relations.models.record import Record


class Load(models.Model):
    """One applied run of `reload_fixtures`, or its undo; its receipt says what it did to each record."""

    set_name = models.CharField(_("content set"), max_length=100)
    version = models.PositiveIntegerField(_("version"))
    # What the manifest says: title, as_of, change, and the note by language.
    manifest = models.JSONField(_("manifest"))
    # The canonical plan that was carried out: SHA-256, as `--expect` takes it.
    plan_hash = models.CharField(_("hash of the plan"), max_length=64)
    counts = models.JSONField(_("counts"))
    receipt = models.JSONField(_("receipt"))
    at = models.DateTimeField(_("at"))
    # Nobody where it was run from a terminal.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by", verbose_name=_("undoes"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}: {self.set_name} {self.version}"


class BaselineQuerySet(models.QuerySet):
    def of_type(self, model: type[Record]) -> Self:
        return self.filter(record_type=model.type_name())


class Baseline(models.Model):
    """The values that the set last gave a record: what the site's values and the next set are compared with."""

    record_type = models.CharField(_("record type"), max_length=30)
    slug = models.CharField(_("slug"), max_length=100)
    values = models.JSONField(_("values"))
    # Fields that a set once gave and gives no longer: they belong to the staff, whatever they hold.
    released = models.JSONField(_("released fields"), default=list)
    # Whether the record was in the set last loaded, and, where not, whether that load withdrew it.
    in_set = models.BooleanField(_("in the set"), default=True)
    withdrawn_by_load = models.BooleanField(_("withdrawn by a load"), default=False)

    objects: ClassVar[Any] = BaselineQuerySet.as_manager()

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["record_type", "slug"], name="a_record_has_one_baseline")]

    def __str__(self) -> str:
        return f"{self.record_type} {self.slug}"


class ConflictQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(outcome="")

    def of_type(self, model: type[Record]) -> Self:
        return self.filter(record_type=model.type_name())


class Conflict(models.Model):
    """One merge unit that baseline, site and fixture hold differently. The site's value stays until it is decided.

    Of a record's presence the one field is `live`.
    """

    class Outcome(models.TextChoices):
        KEEP = "keep", pgettext_lazy("conflict", "Kept the site’s")
        TAKE = "take", pgettext_lazy("conflict", "Took the file’s")
        WRITE = "write", pgettext_lazy("conflict", "Wrote another")
        # Site and fixture came to hold the same, or the set no longer asks.
        CLOSED = "closed", pgettext_lazy("conflict", "Closed by itself")

    record_type = models.CharField(_("record type"), max_length=30)
    slug = models.CharField(_("slug"), max_length=100)
    fields = models.JSONField(_("fields"))
    # The values of these fields that each side names: last loaded, on the site when it arose, in the fixture.
    base = models.JSONField(_("last loaded"))
    site = models.JSONField(_("on the site"))
    fixture = models.JSONField(_("in the file"))
    load = models.ForeignKey(Load, models.PROTECT, related_name="conflicts", verbose_name=_("load"))
    outcome = models.CharField(_("decided"), max_length=6, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects: ClassVar[Any] = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["record_type", "slug", "pk"]
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "slug", "fields"], condition=Q(outcome=""), name="a_unit_waits_in_one_conflict"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True) | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="a_decided_conflict_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.slug}: {', '.join(self.fields)}"

    @property
    def is_presence(self) -> bool:
        return self.fields == ["live"]
