from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from relations.addresses import address_of_page
from relations.languages import Text
from relations.models.fields import PartialDateField
from relations.models.record import (
    FRAGMENT_WORDS,
    Record,
    RecordQuerySet,
    Statement,
    count_words,
    short_text_field,
    title_field,
)


class Source(Record):
    """A document that statements rest on."""

    class Kind(models.TextChoices):
        LETTER = "letter", _("Letter")
        SPEECH = "speech", _("Speech")
        PRESS_RELEASE = "press_release", _("Press release")
        AGREEMENT = "agreement", _("Text of an agreement")
        STATISTICS = "statistics", _("Statistics")
        REPORT = "report", _("Report")
        WEB_PAGE = "web_page", _("Web page")
        OTHER = "other", _("Other document")

    title = title_field(help_text=_("Its own title; where it has none, a description, and the note says so."))
    author = title_field(_("author"))
    office = title_field(_("office"), help_text=_("The author’s office when it was written."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(r"\A[a-z]{2,3}(?:-[A-Za-z0-9]+)*\Z", _("Write a language code such as en or pt-BR."))
        ],
        help_text=_("A code such as en, es or ko."),
    )
    publisher = title_field(_("publisher"), help_text=_("Leave empty if it is not given."))
    published_earliest = PartialDateField(_("published, earliest"))
    published_latest = PartialDateField(_("published, latest"))
    url = models.URLField(
        _("address"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    accessed = models.DateField(_("accessed"), null=True, blank=True)
    note = short_text_field(_("note"))

    required = ("title", "kind", "language")

    class Meta(Record.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(published_earliest__isnull=True)
                | models.Q(published_latest__isnull=True)
                | models.Q(published_earliest__lte=models.F("published_latest")),
                name="source_is_published_earliest_before_latest",
            ),
        ]

    def get_absolute_url(self) -> str:
        return address_of_page("source_detail", self.slug)

    def clean(self) -> None:
        super().clean()
        earliest, latest = self.published_earliest, self.published_latest
        if earliest and latest and latest < earliest:
            raise ValidationError({"published_latest": _("The latest date lies before the earliest.")})


class PassageQuerySet(RecordQuerySet):
    def in_source_order(self) -> Self:
        return self.select_related("source").order_by("source__slug", "order", "slug")

    def with_statements(self) -> Self:
        """Fetch the live statements that rest on each passage, of every type: one query a type."""
        return self.prefetch_related(
            *(
                Prefetch(relation.get_accessor_name(), statements_of(relation.related_model))
                for relation in Passage.statement_relations()
            )
        )


def statements_of(model: type[Statement]) -> Any:
    """A type's live statements with what their titles and addresses need."""
    return model._default_manager.live().select_related(*model.identifying).order_by("slug")


class Passage(Record):
    """A numbered place in a source, with a few of its words and what it says in ours."""

    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="passages")
    locator = models.CharField(
        _("locator"), max_length=40, blank=True, help_text=_("The place in the source: ¶3, p. 12, art. 4.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Its rank within the source."))
    fragment = models.CharField(
        _("fragment"),
        max_length=200,
        blank=True,
        help_text=_("At most eight words of the source, in its own language, exactly as they stand there."),
    )
    gist = short_text_field(_("gist"), help_text=_("What the passage says, in our own words."))

    objects: ClassVar[Any] = PassageQuerySet.as_manager()

    required = ("locator", "fragment", "gist")
    identifying = ("source",)
    searched = ("fragment",)

    class Meta(Record.Meta):
        ordering = ["source", "order", "slug"]
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        indexes = [
            # A source's page lists its passages in this order.
            models.Index(fields=["source", "order", "slug"], name="passage_in_source_order"),
        ]

    def __str__(self) -> str:
        gist = f" – {self.gist}" if self.gist else ""
        return f"{self.locator} “{self.fragment}”{gist}"

    def get_absolute_url(self) -> str:
        return f"{self.source.get_absolute_url()}#{self.slug}"

    @classmethod
    def statement_relations(cls) -> list[Any]:
        """The reverse relations by which statements of each type cite a passage."""
        return [
            relation
            for relation in cls._meta.related_objects
            if relation.many_to_many and issubclass(relation.related_model, Statement)
        ]

    @property
    def statements(self) -> list[Statement]:
        """The live statements that rest on it. Needs `with_statements()`; no query then."""
        return [
            statement
            for relation in self.statement_relations()
            for statement in getattr(self, relation.get_accessor_name()).all()
        ]

    @property
    def quotation(self) -> Text:
        """The fragment, knowing the language it stands in."""
        return Text(self.fragment, self.source.language)

    def clean(self) -> None:
        super().clean()
        words = count_words(self.fragment)
        if words > FRAGMENT_WORDS:
            raise ValidationError({"fragment": _("%(words)s words; a fragment has at most eight.") % {"words": words}})
