"""The verbs of publishing, and what a record must have before the public may see it.

Until revisions come, a verb writes the row itself.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from relations.models import RECORD_TYPES, Basis, Party, Record, Statement
from relations.values import column, content_fields, values_of

Reason = tuple[str, Any]


class NotPublishable(Exception):
    """A verb is not allowed; `reasons` says everything that stands against it, by field."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(f"{field}: {message}" if field else str(message) for field, message in self.reasons))


def missing(model: type[Record], values: Mapping[str, Any]) -> list[Reason]:
    """What these values lack before a record of this type can be published, as (field, sentence)."""
    wanted = [column(model, name) for name in model.required]
    reasons: list[Reason] = [
        (name, _("It must be filled in before this is published.")) for name in wanted if _is_blank(values.get(name))
    ]
    if issubclass(model, Statement):
        reasons += _missing_evidence(model, values)
    return reasons


def _missing_evidence(model: type[Statement], values: Mapping[str, Any]) -> list[Reason]:
    derivation = column(model, "derivation")
    reasons: list[Reason] = []
    if not values.get("passages"):
        reasons.append(("passages", _("No passage is cited: a statement must say what it rests on.")))
    if not values.get("basis"):
        reasons.append(("basis", _("It does not say whether the passages state it, imply it, or let it be computed.")))
    if not values.get("as_of"):
        reasons.append(("as_of", _("It does not say when it was true.")))
    if values.get("basis") == Basis.COMPUTED and _is_blank(values.get(derivation)):
        reasons.append((derivation, _("It is computed, but does not say how.")))
    return reasons


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", [])


def needs_live(record: Record) -> list[tuple[str, Record]]:
    """The records that must be public for this one to be, each with the field that names it."""
    required = []
    for name in required_references(type(record)):
        value = getattr(record, name)
        referred = value.all() if isinstance(value, models.Manager) else [value] if value else []
        required += [(name, other) for other in referred]
    return required


def required_references(model: type[Record]) -> list[str]:
    """The fields whose records must be public: what identifies a record, its parties and its passages."""
    parties = [name for name, field in content_fields(model).items() if field.related_model is Party]
    return [*model.identifying, *parties, *(["passages"] if issubclass(model, Statement) else [])]


def reasons_against(record: Record) -> list[Reason]:
    """Everything that keeps a saved record from being published; empty if nothing does."""
    return missing(type(record), values_of(record)) + not_public(needs_live(record))


def not_public(references: Iterable[tuple[str, Record]]) -> list[Reason]:
    """Of the records that must be public, those that are not, each with the field that names it."""
    return [
        (name, _("“%(record)s” is not public.") % {"record": other}) for name, other in references if not other.live
    ]


def dependents(record: Record) -> list[Record]:
    """The public records that need this one to be public."""
    return [
        dependent
        for model in RECORD_TYPES
        for name in required_references(model)
        if model._meta.get_field(name).related_model is type(record)
        for dependent in model._default_manager.live().filter(**{name: record})
    ]


def publish(record: Record, *, at: datetime.datetime) -> None:
    """Make a saved record public.

    Raises NotPublishable with all reasons at once, and changes nothing then.
    """
    with transaction.atomic():
        _lock(record)
        if reasons := reasons_against(record):
            raise NotPublishable(reasons)
        record.live = True
        record.first_published_at = record.first_published_at or at
        record.last_published_at = record.updated_at = at
        record.save(update_fields=["live", "first_published_at", "last_published_at", "updated_at"])


def withdraw(record: Record, *, at: datetime.datetime) -> None:
    """Take a public record from the public; refused, naming all, while something public needs it."""
    with transaction.atomic():
        _lock(record)
        if needed_by := dependents(record):
            raise NotPublishable(("", _("“%(record)s” needs it.") % {"record": other}) for other in needed_by)
        record.live = False
        # A row that came by `loaddata` was public without the date that keeps it from being deleted.
        record.first_published_at = record.first_published_at or at
        record.save(update_fields=["live", "first_published_at"])


def _lock(record: Record) -> None:
    """Hold the row until the transaction ends (SQLite holds the whole database already) and read its state anew."""
    record.refresh_from_db(fields=["live"], from_queryset=type(record)._default_manager.select_for_update())
