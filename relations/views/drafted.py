"""A record as its draft has it, in memory: what its page would show if that were published now."""

from collections.abc import Iterable
from typing import Any

from relations.models import (
    Agreement,
    AgreementAction,
    Initiative,
    Record,
    Source,
    TradeFigure,
    TradeIndicator,
)
from relations.publishing import look, required_references
from relations.values import apply, content_fields

# The parts of a record that its page fetches along with it; a source's page asks for its passages itself.
FETCHED_ALONG: dict[type[Record], str] = {AgreementAction: "actions", TradeFigure: "figures"}


def is_withdrawn(record: Record) -> bool:
    """Whether a record, or one that it is part of, left the public: what was never there may still be published."""
    return record.is_withdrawn or any(getattr(record, name).is_withdrawn for name in record.identifying)


def give_draft(record: Record) -> None:
    """Give a row the values of its newest draft, brought onto what is public.

    What it refers to is shown before it is public, since both may be published together. What was withdrawn is left
    out, and stays only where it is one that the record needs: its party is not to read as both.
    """
    model: Any = type(record)
    apply(record, look(model, record.slug).rebased().values)
    kept = required_references(model)
    for name, field in content_fields(model).items():
        if field.many_to_many:
            let_hold(record, name, (other for other in getattr(record, name).all() if not is_withdrawn(other)))
        elif field.many_to_one and name not in kept:
            referred = getattr(record, name)
            setattr(record, name, None if referred and is_withdrawn(referred) else referred)
    find_place(record)


def let_hold(record: Record, relation: str, others: Iterable[Record]) -> None:
    """Let a relation that has been fetched hold these records instead, in memory."""
    fetched: Any = getattr(record, relation).all()
    fetched._result_cache = list(others)


def let_show(page: Record, part: Record) -> None:
    """Let a record show a part of it as that is in memory, among the others that were fetched along."""
    setattr(part, part.identifying[0], page)
    if relation := FETCHED_ALONG.get(type(part)):
        let_hold(page, relation, among(getattr(page, relation).all(), part))
        find_place(page)


def among(others: Iterable[Record], part: Record | None) -> list[Record]:
    """These parts of a record, and in its place one as it is in memory, if any."""
    if part is None:
        return list(others)
    return sorted([*(other for other in others if other.pk != part.pk), part], key=_rank)


def _rank(part: Any) -> tuple[Any, str]:
    match part:
        case AgreementAction():
            return (str(part.date or ""), part.slug)
        case TradeFigure():
            return (str(part.period), part.slug)
        case _:
            return (part.order, part.slug)


def find_place(record: Record) -> None:
    """Tell a row by what it stands among its neighbours: the database knows that of what is saved only."""
    for name, value in _place(record).items():
        setattr(record, name, value)


def _place(record: Record) -> dict[str, Any]:
    """What the orders of the querysets annotate."""
    match record:
        case Agreement():
            first = next(iter(record.actions.all()), None)
            return {"began": str(first.date) if first and first.date else "9999-99"}
        case TradeIndicator():
            measures = TradeIndicator.Measure.values
            return {"measure_rank": measures.index(record.measure) if record.measure in measures else len(measures)}
        case Initiative() | Source():
            return {"shown_title": str(record.title)}
    return {}
