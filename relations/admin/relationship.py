from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.form import RecordForm
from relations.admin.record import StatementAdmin
from relations.models import Relationship, TradeFigure

PLACES = (_("First"), _("Second"), _("Third"), _("Fourth"), _("Fifth"))


class OnePerPlace(forms.MultiWidget):
    def decompress(self, value: list[str] | None) -> list[Any]:
        return list(value or [""] * len(self.widgets))


class FiguresInOrder(forms.MultiValueField):
    """A choice of a trade figure for each place, as the list of their slugs.

    A figure that is chosen but gone is offered as such, so that the form does not drop it in silence.
    """

    default_error_messages = {
        "twice": _("“%(figure)s” is chosen twice."),
        "gone": _("There is no trade figure “%(figure)s” any more. Choose another one."),
    }

    def __init__(self, *, chosen: list[str], **kwargs: Any) -> None:
        figures = TradeFigure.objects.select_related("indicator").order_by("indicator__slug", "-period")
        self.names = {figure.slug: f"{figure.indicator} – {figure.period}" for figure in figures}
        gone = [(slug, _("%(slug)s (no such figure)") % {"slug": slug}) for slug in chosen if slug not in self.names]
        places = [*PLACES, *(str(number) for number in range(len(PLACES) + 1, len(chosen) + 1))]
        names = [*self.names.items(), *gone]
        fields = [
            forms.ChoiceField(
                choices=[("", f"{place}: –"), *names],
                required=False,
                widget=forms.Select(attrs={"aria-label": place}),
            )
            for place in places
        ]
        in_order = OnePerPlace([field.widget for field in fields])
        super().__init__(fields, widget=in_order, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        slugs = [slug for slug in data_list if slug]
        for slug in slugs:
            if slug not in self.names:
                raise ValidationError(self.error_messages["gone"], code="gone", params={"figure": slug})
            if slugs.count(slug) > 1:
                raise ValidationError(self.error_messages["twice"], code="twice", params={"figure": self.names[slug]})
        return slugs

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != [slug for slug in data or [] if slug]


class RelationshipForm(RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.slug = Relationship.SLUG
        if json := self.fields.get("headline_figures"):
            chosen = self.instance.headline_figures
            self.fields["headline_figures"] = FiguresInOrder(chosen=chosen, label=json.label, help_text=json.help_text)


@admin.register(Relationship)
class RelationshipAdmin(StatementAdmin):
    form = RelationshipForm
    makes_slug = True
    title_name = "site_title"
    columns = ("title", "home_party", "partner_party", "last_checked")
    list_select_related = ("home_party", "partner_party")
    searched_texts = ("site_title", "tagline")
    help_texts = {
        "partner_party": _("The party that the site is about, beside the home party."),
        "site_title": _("The site’s name, for example: Northland and Southland."),
        "last_checked": _("The day on which somebody last compared the site with its sources."),
        "data_licence": _("Under which licence others may use the data, for example: CC BY 4.0."),
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is exactly one."""
        return super().has_add_permission(request) and not Relationship.objects.exists()
