from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.addresses import address_of_page
from relations.models.record import Statement, body_field, short_text_field, title_field


class CooperationArea(Statement):
    """A field in which the parties work together."""

    title = title_field()
    summary = short_text_field(_("summary"))
    body = body_field()
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Its rank among the areas."))

    required = ("title", "summary")
    claims = ("title", "summary", "body")

    class Meta(Statement.Meta):
        ordering = ["order", "slug"]
        verbose_name = _("cooperation area")
        verbose_name_plural = _("cooperation areas")

    def get_absolute_url(self) -> str:
        return address_of_page("area_detail", self.slug)
