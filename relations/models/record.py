"""What every public record has: a lasting slug, its workflow, and for statements their provenance."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations.dates import PartialDate
from relations.languages import TranslatedField, codes, current_language, main_language
from relations.models.fields import PartialDateField

TITLE_LENGTH = 200
# So much of a source may be quoted word for word in one place.
FRAGMENT_WORDS = 8
SHORT_TEXT_LENGTH = 500

# Like Django's own slug validator but in lower case: addresses that differ in case alone mislead.
lower_case_slug = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Write lower-case letters, digits and single hyphens, for example partnership-2012."),
)


def count_words(text: str) -> int:
    """Words as a reader counts them: runs of letters and digits."""
    return len(re.findall(r"[^\W_]+", text))


class RichTextField(models.TextField):
    """A text in the small HTML subset of `richtext`, cleaned by `values` on the way in."""


def title_field(verbose_name: Any = _("title"), **options: Any) -> TranslatedField:
    """A translated title of at most 200 characters."""
    return TranslatedField(models.CharField(verbose_name, max_length=TITLE_LENGTH, blank=True, **options))


def short_text_field(verbose_name: Any, **options: Any) -> TranslatedField:
    """A translated text of at most 500 characters, without markup."""
    return TranslatedField(bounded_text(verbose_name, SHORT_TEXT_LENGTH, **options))


def bounded_text(verbose_name: Any, length: int, **options: Any) -> models.TextField:
    """A text of several lines whose length models validate too: Django's own does so in forms only."""
    return models.TextField(
        verbose_name, max_length=length, blank=True, validators=[MaxLengthValidator(length)], **options
    )


def body_field() -> TranslatedField:
    help_text = _(
        "Paragraphs, headings, lists, bold, italic and links, as HTML, for example <p>One <em>paragraph</em>.</p>"
    )
    return TranslatedField(RichTextField(_("body"), blank=True, help_text=help_text))


def party_field(verbose_name: Any, **options: Any) -> Any:
    """A reference to one party; empty means both, or neither, as the record's help text says."""
    return models.ForeignKey(
        "relations.Party", models.PROTECT, null=True, blank=True, verbose_name=verbose_name, related_name="+", **options
    )


def _related_model(model: Any, name: str) -> Any:
    return model._meta.get_field(name).related_model


class RecordQuerySet(models.QuerySet):
    def live(self) -> Self:
        """What the public may see: what is live, as is the record it is part of. The one place that says so."""
        model: Any = self.model
        return self.filter(live=True, **{f"{name}__live": True for name in model.identifying})

    def withdrawn(self) -> Self:
        """What the public once saw and sees no longer."""
        return self.filter(live=False).exclude(first_published_at=None)

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)

    def with_live(self, *relations: str) -> Self:
        """Fetch related records as the public sees them; those that are not live are as if not there."""
        return self.prefetch_related(
            *(models.Prefetch(name, _related_model(self.model, name)._default_manager.live()) for name in relations)
        )

    def for_links(self, *others: str) -> Self:
        """Of each record no more than a link to it tells, where it is and its title, and what else is named."""
        return self.only("slug", *(to_attribute("title", code) for code in codes()), *others)

    def with_links(self, *relations: str) -> Self:
        """Fetch related records for links to them, as the public sees them."""
        prefetches = []
        for name in relations:
            field: Any = self.model._meta.get_field(name)
            back = [field.field.name] if field.one_to_many else []  # by which the row that it belongs to is found
            rows = field.related_model._default_manager.live().for_links(*back)
            prefetches.append(models.Prefetch(name, rows))
        return self.prefetch_related(*prefetches)

    def in_title_order(self) -> Self:
        """By the title the reader sees: their language's, else the main one's; then by slug."""
        shown = Coalesce(NullIf(f"title_{current_language()}", models.Value("")), f"title_{main_language()}")
        return self.annotate(shown_title=shown).order_by("shown_title", "slug")

    def neighbours(self, record: "Record", by: str) -> tuple[Any, Any]:
        """The records before and after one in the order of (`by`, slug), for links; None at an end. Two queries."""
        value = getattr(record, by)
        if value is None:  # a row written past the verbs may lack what its order goes by
            return None, None
        before = Q(**{f"{by}__lt": value}) | Q(**{by: value, "slug__lt": record.slug})
        after = Q(**{f"{by}__gt": value}) | Q(**{by: value, "slug__gt": record.slug})
        rows = self.for_links()
        return (
            rows.filter(before).order_by(f"-{by}", "-slug").first(),
            rows.filter(after).order_by(by, "slug").first(),
        )


class StatementQuerySet(RecordQuerySet):
    def with_passages(self) -> Self:
        """Fetch each statement's live passages and their sources, in the order of the source."""
        from relations.models.source import Passage

        return self.prefetch_related(models.Prefetch("passages", Passage.objects.live().in_source_order()))


class Record(models.Model):
    """A row that the public may see: identified by its slug, shown while it is live."""

    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        validators=[lower_case_slug],
        help_text=_("The lasting part of its address, for example partnership-2012. Fixed once saved."),
    )
    # Workflow: in no fixture but `live`, in no merge; only the verbs of `publishing` set these.
    live = models.BooleanField(_("public"), default=False, editable=False, db_index=True)
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    last_published_at = models.DateTimeField(_("last published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last updated"), null=True, blank=True, editable=False)
    withdrawal_note = TranslatedField(bounded_text(_("withdrawal note"), SHORT_TEXT_LENGTH, editable=False))
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("replaced by")
    )
    review_by = models.DateField(_("review by"), null=True, blank=True, editable=False)

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    # The fields without which a record cannot be published (of a translated text, the main language).
    required: ClassVar[tuple[str, ...]] = ("title",)

    # References that are part of what the record is: given at its first save, never changed.
    identifying: ClassVar[tuple[str, ...]] = ()

    # Other fields that are, too.
    identity: ClassVar[tuple[str, ...]] = ()

    # Fields beside the translated texts whose words the search looks through.
    searched: ClassVar[tuple[str, ...]] = ()

    WORKFLOW: ClassVar[frozenset[str]] = frozenset(
        {"live", "first_published_at", "last_published_at", "updated_at", "withdrawal_note", "replaced_by", "review_by"}
    )

    class Meta:
        abstract = True
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="%(class)s_has_a_slug"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=models.F("pk")),
                name="%(class)s_is_not_replaced_by_itself",
            ),
        ]

    if TYPE_CHECKING:
        # The columns that a translated field makes (`title_en` …) depend on the settings.
        def __getattr__(self, name: str) -> Any: ...

    def __str__(self) -> str:
        return str(getattr(self, "title", "")) or self.slug

    @property
    def heading(self) -> Any:
        """What a link to the record says: its title, or that of the record it belongs to."""
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @classmethod
    def type_name(cls) -> str:
        """What revisions call a record type: milestone, tradefigure …"""
        return str(cls._meta.model_name)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the public once saw it and no longer does."""
        return not self.live and self.first_published_at is not None

    @property
    def has_fallback(self) -> bool:
        """Whether one of its texts is missing in the reader's language and shown in the main one."""
        return any(getattr(self, name).fallback for name in self.translated_names())

    @classmethod
    @cache
    def translated_names(cls) -> tuple[str, ...]:
        """The names of the translated texts that are content: `title`, not `title_en`."""
        names = {
            name for base in cls.__mro__ for name, value in vars(base).items() if isinstance(value, TranslatedField)
        }
        return tuple(sorted(names - cls.WORKFLOW))


class Basis(models.TextChoices):
    """How passages support a statement, strongest first; of several passages, the weakest counts."""

    STATES = "states", _("Stated by the source")
    IMPLIES = "implies", _("Implied by the source")
    COMPUTED = "computed", _("Computed from the source")


class Statement(Record):
    """A record that claims something, so it must cite the passages it rests on."""

    passages = models.ManyToManyField(
        "relations.Passage",
        verbose_name=_("passages"),
        blank=True,
        help_text=_("The places in a source on which this rests. Search by the source’s words or by our summary."),
    )
    basis = models.CharField(
        _("basis"),
        max_length=10,
        choices=Basis,
        blank=True,
        help_text=_(
            "Whether the passages say it, let it be concluded, or let it be computed. Of several, the weakest."
        ),
    )
    derivation = short_text_field(
        _("derivation"), help_text=_("How it was computed or concluded, for example: 2022 less ten years.")
    )
    as_of = PartialDateField(_("as of"), help_text=_("When the source says so: 2012-05-10, 2012-05 or 2012."))

    # A statement and what it stands on never part: these fields merge as one.
    EVIDENCE: ClassVar[tuple[str, ...]] = ("as_of", "basis", "derivation", "passages")
    # What else merges with the evidence, because the passages say just this.
    evidenced: ClassVar[tuple[str, ...]] = ()
    # What the statement claims: who changes it is asked whether the passages still support it.
    claims: ClassVar[tuple[str, ...]] = ()

    objects: ClassVar[Any] = StatementQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(basis__in=["", *Basis.values]), name="%(class)s_basis_is_known"),
        ]

    @property
    def source_marks(self) -> list[Any]:
        """One passage for each place it rests on, to mark it with. Needs `with_passages()`; no query then."""
        places: dict[tuple[int, str], Any] = {}
        for passage in self.passages.all():
            places.setdefault((passage.source_id, passage.locator), passage)
        return list(places.values())

    @property
    def evidence(self) -> list[Any]:
        """Its passages and their sources, whose texts its page shows. Needs `with_passages()`; no query then."""
        passages = list(self.passages.all())
        return [*passages, *(passage.source for passage in passages)]

    def is_ahead(self, date: PartialDate | None) -> bool:
        """Whether a date of this statement lay in the future when its source spoke of it."""
        return date is not None and self.as_of is not None and date.is_later_than(self.as_of)
