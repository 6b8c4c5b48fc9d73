"""Every state a record was ever saved in, and who decided what about it."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from relations.models.record import Record, short_text_field


class State(models.TextChoices):
    """Where a revision stands; the first three are open: something is still to come of them."""

    DRAFT = "draft", pgettext_lazy("revision", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("revision", "In review")
    SCHEDULED = "scheduled", pgettext_lazy("revision", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("revision", "Published")
    SUPERSEDED = "superseded", pgettext_lazy("revision", "Superseded")
    DISCARDED = "discarded", pgettext_lazy("revision", "Discarded")


OPEN = (State.DRAFT, State.IN_REVIEW, State.SCHEDULED)


class Origin(models.TextChoices):
    """What a revision was made by."""

    EDITOR = "editor", pgettext_lazy("origin", "Editor")
    FIXTURE = "fixture", pgettext_lazy("origin", "Content set")
    SPREADSHEET = "spreadsheet", pgettext_lazy("origin", "Spreadsheet")
    RESTORE = "restore", pgettext_lazy("origin", "Restored")
    UNDO = "undo", pgettext_lazy("origin", "Load undone")
    DIRECT = "direct", pgettext_lazy("origin", "Found in the database")


class Change(models.TextChoices):
    """How much a publication changes for a reader: only a major one moves the updated date."""

    MINOR = "minor", _("minor change")
    MAJOR = "major", _("major change")


class RevisionQuerySet(models.QuerySet):
    def of(self, record: Record) -> Self:
        return self.of_type(type(record)).filter(slug=record.slug)

    def of_type(self, model: type[Record]) -> Self:
        return self.filter(record_type=model.type_name())

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def versions(self) -> Self:
        """Those that were published, the latest first."""
        return self.exclude(number=None).order_by("-number")


class Revision(models.Model):
    """The complete values of a record at one moment. Once written, its values never change but by redaction.

    It names its record by type and slug, which never change either, and not by a foreign key: the history of
    a record outlives its row.
    """

    record_type = models.CharField(_("record type"), max_length=30)
    slug = models.CharField(_("slug"), max_length=100)
    values = models.JSONField(_("values"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    number = models.PositiveIntegerField(
        _("version"), null=True, blank=True, help_text=_("Its public number, once it was published.")
    )
    origin = models.CharField(_("origin"), max_length=11, choices=Origin)
    # The published revision that it started from, and the one that it continues.
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("based on"))
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("previous"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    # The load that wrote it, if one did.
    load = models.ForeignKey(
        "relations.Load", models.PROTECT, null=True, related_name="revisions", verbose_name=_("load")
    )
    created_at = models.DateTimeField(_("saved"))
    change = models.CharField(_("kind of change"), max_length=5, choices=Change, default=Change.MAJOR)
    change_note = short_text_field(_("change note"), help_text=_("What the public is told about this change."))
    go_live_at = models.DateTimeField(_("goes live"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True)
    redacted_at = models.DateTimeField(_("redacted"), null=True)
    # Its preview addresses are signed together with this number: raising it revokes them all.
    preview_number = models.PositiveSmallIntegerField(_("preview number"), default=0, editable=False)

    objects: ClassVar[Any] = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        default_permissions = ()
        # The verbs beyond an editor's. An editor's need the permission to change the record's type.
        permissions = [
            ("publish_revision", "Can return, publish, schedule, discard, withdraw and reinstate"),
            ("redact_revision", "Can redact a past version"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "slug"],
                condition=Q(state__in=["draft", "in_review", "scheduled"]),
                name="a_record_has_one_open_revision",
            ),
            models.UniqueConstraint(
                fields=["record_type", "slug"],
                condition=Q(state="published"),
                name="a_record_has_one_published_revision",
            ),
            models.UniqueConstraint(fields=["record_type", "slug", "number"], name="a_version_number_is_used_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="revision_state_is_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="revision_origin_is_known"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(number__isnull=False, published_at__isnull=False),
                name="a_published_revision_has_a_number_and_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "in_review", "scheduled"]) | Q(number__isnull=True),
                name="an_open_revision_has_no_number",
            ),
            models.CheckConstraint(
                condition=Q(go_live_at__isnull=False) | ~Q(state="scheduled"), name="a_scheduled_revision_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=True) | Q(state="superseded", number__isnull=False),
                name="only_past_versions_are_redacted",
            ),
        ]
        indexes = [
            # A record's history, latest first.
            models.Index(fields=["record_type", "slug", "-id"], name="history_of_a_record"),
            # What is due, asked for when the edition says that something is.
            models.Index(fields=["go_live_at"], condition=Q(state="scheduled"), name="scheduled_by_time"),
        ]

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    def __str__(self) -> str:
        return f"{self.record_type} {self.slug} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_version(self) -> bool:
        return self.number is not None


class Verb(models.TextChoices):
    """What somebody can decide about a revision."""

    SAVE = "save", pgettext_lazy("decision", "Draft saved")
    SUBMIT = "submit", pgettext_lazy("decision", "Submitted for review")
    RETURN = "return", pgettext_lazy("decision", "Returned")
    PUBLISH = "publish", pgettext_lazy("decision", "Published")
    SCHEDULE = "schedule", pgettext_lazy("decision", "Scheduled")
    DISCARD = "discard", pgettext_lazy("decision", "Draft discarded")
    RESTORE = "restore", pgettext_lazy("decision", "Restored as a draft")
    WITHDRAW = "withdraw", pgettext_lazy("decision", "Withdrawn")
    REINSTATE = "reinstate", pgettext_lazy("decision", "Reinstated")
    REDACT = "redact", pgettext_lazy("decision", "Redacted")
    CONFIRM_TRANSLATION = "confirm", pgettext_lazy("decision", "Translation confirmed")
    CONFIRM_SUPPORT = "support", pgettext_lazy("decision", "Support confirmed")
    REVIEW_BY = "review_by", pgettext_lazy("decision", "Review date set")


class Decision(models.Model):
    """Who did which verb to which revision, when, with what comment. Rows are only ever added."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="decisions", verbose_name=_("revision"))
    verb = models.CharField(_("decision"), max_length=9, choices=Verb)
    # Nobody where the site itself acted: a publication that was due.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    comment = models.TextField(_("comment"), blank=True)
    # Whether the passages were said to support a changed claim still; unknown where nobody had to be asked.
    support_confirmed = models.BooleanField(_("support confirmed"), null=True)
    # The language of a translation that was said to be right still.
    language = models.CharField(_("language"), max_length=10, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="decision_verb_is_known"),
            models.CheckConstraint(
                condition=Q(verb="confirm") & ~Q(language="") | ~Q(verb="confirm") & Q(language=""),
                name="a_confirmed_translation_names_its_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.revision_id}"
