"""The admin of every record type. Importing a type's file registers it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin import (
    agreement,
    area,
    commitment,
    initiative,
    milestone,
    page,
    party,
    relationship,
    source,
    trade,
)

admin.site.site_header = admin.site.site_title = _("Relations – administration")
admin.site.index_title = _("Records")

__all__ = [
    "agreement",
    "area",
    "commitment",
    "initiative",
    "milestone",
    "page",
    "party",
    "relationship",
    "source",
    "trade",
]
