from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.addresses import address_of_page
from relations.models.record import Record, body_field, title_field


class Page(Record):
    """A page about the site itself: privacy, accessibility, how it cites."""

    title = title_field()
    body = body_field()
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Its rank in the footer."))
    in_footer = models.BooleanField(_("in the footer"), default=True)

    required = ("title", "body")

    class Meta(Record.Meta):
        ordering = ["order", "slug"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_absolute_url(self) -> str:
        return address_of_page("page_detail", self.slug)
