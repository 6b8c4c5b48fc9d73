from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """What the search finds of one public record in one language, its texts folded. Written with the row."""

    record_type = models.CharField(_("record type"), max_length=30)
    slug = models.CharField(_("slug"), max_length=100)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["record_type", "slug", "language"], name="one_search_entry_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.slug} {self.language}"
