"""The admin of every record type, the inbox and the reload page. Importing a file registers what it holds."""

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
    reports,
    source,
    trade,
)

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
    "reports",
    "source",
    "trade",
]
