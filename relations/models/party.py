from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.models.record import Record, title_field


class Party(Record):
    """One of the two sides of the relationship."""

    name = title_field(_("name"), help_text=_("As in a list or a label, without an article."))
    formal_name = title_field(_("formal name"))
    adjective = title_field(_("adjective"))
    iso_3166 = models.CharField(
        _("ISO 3166 code"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"\A[A-Z]{2}\Z", _("Write two capital letters."))],
        help_text=_("Two capital letters."),
    )
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"\A#[0-9A-Fa-f]{6}\Z", _("Write a colour like #0047A0."))],
        help_text=_("Like #0047A0. The site darkens or lightens it until it reads well; empty leaves black or grey."),
    )

    required = ("name",)

    class Meta(Record.Meta):
        verbose_name = _("party")
        verbose_name_plural = _("parties")

    @property
    def heading(self) -> Any:
        return self.name

    def __str__(self) -> str:
        return str(self.name) or self.slug
