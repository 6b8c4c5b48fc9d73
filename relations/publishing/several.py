"""A verb done to many records, to each on its own: what is refused of one stops no other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from relations.models import RECORD_TYPES, Record
from relations.publishing import notices
from relations.publishing.refusals import EditConflict, NotAllowed, Reason


@dataclass(frozen=True)
class Outcome:
    """How it went with one record: done, or everything that stood against it."""

    record: Record
    reasons: tuple[Reason, ...] = ()

    @property
    def is_done(self) -> bool:
        return not self.reasons


def attempt_each(acts: Iterable[tuple[Record, Callable[[], Any]]]) -> list[Outcome]:
    """Carry out each record's act, which is a verb and so a transaction of its own; says how each went.

    Whatever the order in which they are given: what a record requires is of a type that comes before its own.
    """
    in_order = sorted(acts, key=lambda pair: (RECORD_TYPES.index(type(pair[0])), pair[0].slug))
    with notices.in_one_message():
        return [Outcome(record, _reasons_against(act, record)) for record, act in in_order]


def _reasons_against(act: Callable[[], Any], record: Record) -> tuple[Reason, ...]:
    try:
        act()
    except NotAllowed as error:
        return tuple(error.reasons)
    except EditConflict as conflict:
        return (Reason("", str(conflict), record),)
    return ()
