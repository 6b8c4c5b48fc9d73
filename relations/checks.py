"""What the admin of a record may never have, as system checks: each would write or delete past the verbs."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.core.checks import CheckMessage, Error, register

from relations.admin.record import RecordAdmin
from relations.models import RECORD_TYPES, Record


@register("admin")
def check_record_admins(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Hold every admin in which a record type is registered, on the site's default admin."""
    registered = admin.site._registry
    return [error for model in RECORD_TYPES if model in registered for error in faults(registered[model])]


def faults(record_admin: Any) -> Iterator[CheckMessage]:
    """What one admin of a record type must not have."""

    def error(number: int, message: str, hint: str) -> Error:
        return Error(message, hint=hint, obj=type(record_admin), id=f"relations.E{number:03}")

    if not isinstance(record_admin, RecordAdmin):
        yield error(1, "A record type needs RecordAdmin.", "Others save rows past the verbs of publishing.")
    if record_admin.list_editable:
        yield error(2, "A list of records must not be editable.", "It is built from live rows and overwrites drafts.")
    if any(issubclass(inline.model, Record) for inline in record_admin.inlines):
        yield error(3, "A record must not be edited inline.", "Name the relation in `lists` instead.")
    if _deletes(record_admin.actions):
        yield error(4, "Records must not be deleted in bulk.", "What was public is withdrawn.")


def _deletes(actions: Sequence[Any] | None) -> bool:
    """Whether `delete_selected` is among an admin's actions: unless they are None, the site adds its own."""
    return actions is not None and any(name == "delete_selected" for name, _action in admin.site.actions)
