"""Content sets that somebody uploaded and that nobody has loaded yet."""

import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# How long an upload waits; then its author has surely another version.
KEPT_FOR = datetime.timedelta(days=7)


class UploadQuerySet(models.QuerySet):
    def waiting(self, at: datetime.datetime) -> Self:
        """Those that can still be loaded, without their content."""
        return self.filter(at__gt=at - KEPT_FOR).select_related("by").defer("archive")

    def forget_old(self, at: datetime.datetime) -> None:
        self.filter(at__lte=at - KEPT_FOR).delete()


class Upload(models.Model):
    """A zip that waits between being uploaded and being loaded, perhaps by somebody else.

    It is kept here, and not in a cache, so that every process and every publisher sees the same.
    """

    set_name = models.TextField(_("content set"))
    version = models.PositiveIntegerField(_("version"))
    title = models.TextField(_("title"))
    archive = models.BinaryField(_("zip"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects: ClassVar[Any] = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}: {self.set_name} {self.version}"
