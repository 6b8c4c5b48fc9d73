"""The admin of every record type, the inbox and the reload page. Importing a file registers what it holds."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin import (
    agreement,
    area,
    commitment,
    inbox,
    initiative,
    milestone,
    page,
    party,
    relationship,
    reload,
    source,
    trade,
)

admin.site.site_header = admin.site.site_title = _("Relations – administration")
admin.site.index_title = _("Records")

__all__ = [
    "agreement",
    "area",
    "commitment",
    "inbox",
    "initiative",
    "milestone",
    "page",
    "party",
    "relationship",
    "reload",
    "source",
    "trade",
]
