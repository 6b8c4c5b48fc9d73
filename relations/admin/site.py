"""The admin's own frame: what stands on its first page, and what surrounds every other."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _


class Administration(admin.AdminSite):
    site_header = _("Relations – administration")
    site_title = _("Relations – administration")
    index_title = _("Records")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits for the person who signed in, above the list of all records."""
        return super().index(request, extra_context)
