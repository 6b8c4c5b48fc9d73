from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relations.languages import TranslatedField
from relations.models.edition import Edition
from relations.models.fields import OrderedSlugsField
from relations.models.party import Party
from relations.models.record import (
    TITLE_LENGTH,
    Statement,
    StatementQuerySet,
    bounded_text,
    party_field,
    short_text_field,
    title_field,
)


class RelationshipQuerySet(StatementQuerySet):
    def with_parties(self) -> Self:
        return self.select_related("home_party", "partner_party")

    def with_next_due(self) -> Self:
        """Read along when the next scheduled revision goes live, so that no page needs a query to know."""
        edition = Edition.objects.filter(pk=Edition.ONLY)
        return self.annotate(next_due_at=models.Subquery(edition.values("next_due_at")))


class Relationship(Statement):
    """The relationship itself, and with it what the site says of itself. There is exactly one."""

    SLUG = "relationship"

    home_party = party_field(_("home party"), help_text=_("The party whose embassy keeps this site."))
    partner_party = party_field(_("partner party"))
    site_title = title_field(_("site title"))
    tagline = TranslatedField(
        bounded_text(_("tagline"), TITLE_LENGTH, help_text=_("One or two lines, set large on the home page."))
    )
    introduction = short_text_field(_("introduction"), help_text=_("The relationship in one paragraph."))
    about = short_text_field(_("about this site"), help_text=_("What this site is, in one or two sentences."))
    headline_figures = OrderedSlugsField(
        _("headline figures"),
        to="relations.TradeFigure",
        help_text=_("The trade figures on the home page, the first one set largest."),
    )
    publisher = title_field(_("publisher"), help_text=_("Who publishes this site, for example: the embassy."))
    last_checked = models.DateField(_("last checked"), null=True, blank=True)
    contact = short_text_field(_("contact"), help_text=_("Address, telephone or e-mail, one a line. May stay empty."))
    notice_banner = short_text_field(_("notice banner"), help_text=_("A notice on every page. Mostly empty."))
    data_licence = short_text_field(_("data licence"))

    objects: ClassVar[Any] = RelationshipQuerySet.as_manager()

    required = ("home_party", "partner_party", "site_title", "tagline", "introduction", "publisher")
    claims = ("tagline", "introduction")

    class Meta(Statement.Meta):
        verbose_name = _("relationship")
        verbose_name_plural = _("relationship")
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(condition=models.Q(slug="relationship"), name="there_is_exactly_one_relationship"),
            models.CheckConstraint(
                condition=~models.Q(home_party=models.F("partner_party")), name="the_two_parties_differ"
            ),
        ]

    def __str__(self) -> str:
        return str(self.site_title) or self.slug

    def get_absolute_url(self) -> str:
        return reverse("about")

    @property
    def heading(self) -> Any:
        return self.site_title

    @property
    def frame_has_fallback(self) -> bool:
        """Whether a text that stands on every page is missing in the reader's language."""
        texts = [self.site_title, self.publisher, self.contact, self.notice_banner]
        return any(text.fallback for text in (*texts, self.home_party.name, self.partner_party.name))

    def side(self, party: Party | None) -> str:
        """Whose rule of the spine something stands on: `home`, `partner`, or `both`."""
        sides = {self.home_party_id: "home", self.partner_party_id: "partner"}
        return sides.get(party.pk, "both") if party else "both"

    def clean(self) -> None:
        super().clean()
        if self.slug != self.SLUG:
            raise ValidationError({"slug": _("There is exactly one relationship, with the slug “relationship”.")})
        home, partner = self.home_party, self.partner_party
        if home is not None and home == partner:
            raise ValidationError({"partner_party": _("The two parties are the same.")})
