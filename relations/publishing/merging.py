"""The merge of a record's values: which of its fields move together, and which are sets."""

from functools import cache
from typing import Any

from relations.merge import Merged, merge
from relations.models import Record, Statement
from relations.values import Values, content_fields


def merge_values(model: type[Record], base: Values, ours: Values, theirs: Values) -> Merged:
    """`merge.merge` with the groups and sets of a record type."""
    return merge(base, ours, theirs, groups=groups(model), sets=sets(model))


@cache
def groups(model: Any) -> list[tuple[str, ...]]:
    """The fields of a record type that merge as one: a statement's evidence and what it says just that of."""
    if not issubclass(model, Statement):
        return []
    wanted = (*model.evidenced, *model.EVIDENCE)
    texts = model.translated_names()
    return [tuple(name for name in content_fields(model) if name in wanted or _text_of(name, texts) in wanted)]


def _text_of(column: str, texts: list[str]) -> str:
    """The translated text that a column holds in one language: derivation for derivation_es."""
    name = column.rpartition("_")[0]
    return name if name in texts else ""


@cache
def sets(model: Any) -> list[str]:
    """The fields of a record type that merge element by element."""
    grouped = {name for group in groups(model) for name in group}
    return [name for name, field in content_fields(model).items() if field.many_to_many and name not in grouped]
