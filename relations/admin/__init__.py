"""The admin of every record type, of accounts, the inbox, the reload page. Importing a file registers what it holds."""

from relations.admin import (
    accounts,
    agreement,
    area,
    commitment,
    inbox,
    initiative,
    log,
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
    "accounts",
    "agreement",
    "area",
    "commitment",
    "inbox",
    "initiative",
    "log",
    "milestone",
    "page",
    "party",
    "relationship",
    "reload",
    "reports",
    "source",
    "trade",
]
