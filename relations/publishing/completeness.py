"""What a record must have before the public may see it, and what needs it to stay there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.models import RECORD_TYPES, Basis, Party, Record, Statement
from relations.values import Problem, column, content_fields


def missing(model: type[Record], values: Mapping[str, Any]) -> list[Problem]:
    """What these values lack before a record of this type can be published, as (field, sentence)."""
    wanted = [column(model, name) for name in model.required]
    reasons: list[Problem] = [
        (name, _("It must be filled in before this is published.")) for name in wanted if _is_blank(values.get(name))
    ]
    if issubclass(model, Statement):
        reasons += _missing_evidence(model, values)
    return reasons


def _missing_evidence(model: type[Statement], values: Mapping[str, Any]) -> list[Problem]:
    derivation = column(model, "derivation")
    reasons: list[Problem] = []
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


def not_public(
    references: Iterable[tuple[str, Record]], together: Collection[tuple[type[Record], str]] = ()
) -> list[Problem]:
    """Of the records that must be public, those that are not, nor become so `together` with the one that needs them."""
    return [
        (name, _("“%(record)s” is not public.") % {"record": other})
        for name, other in references
        if not other.live and (type(other), other.slug) not in together
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


def all_dependents(*records: Record) -> list[Record]:
    """The public records that need these to be public, those that need them in turn, and so on; each once.

    Queries grow with the steps that lead from one to another, not with the records.
    """
    found: dict[tuple[type[Record], str], Record] = {}
    newest: list[Record] = list(records)
    while newest:
        by_type: dict[type[Record], list[Record]] = defaultdict(list)
        for record in newest:
            by_type[type(record)].append(record)
        step = {(type(row), row.slug): row for model, needed in by_type.items() for row in _needing(model, needed)}
        new = {key: row for key, row in step.items() if key not in found}
        found |= new
        newest = list(new.values())
    order = sorted(found, key=lambda key: (RECORD_TYPES.index(key[0]), key[1]))
    return [found[key] for key in order]


def _needing(needed_type: type[Record], needed: list[Record]) -> Iterator[Record]:
    """The public records that need one of these, all of one type."""
    for model in RECORD_TYPES:
        for name in required_references(model):
            if model._meta.get_field(name).related_model is needed_type:
                rows: Any = model._default_manager.live().filter(**{f"{name}__in": needed})
                yield from rows.select_related(*model.identifying).distinct()
