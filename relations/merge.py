"""The three-way merge of a record's values. Pure: it knows neither records nor Django.

Two sides started from the same base. A *unit* is what is decided as one: a single field (each language of
a text is a field of its own), a set, whose elements come and go one by one, or a declared group of fields,
which stand or fall together. The sides are called `ours`, which stays where nobody can tell, and `theirs`.

A value is canonical JSON; null is a value. A field that a side does not name is one it has no opinion on.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Values = Mapping[str, Any]


class Outcome(StrEnum):
    """What became of a unit, from our side's point of view."""

    KEPT = "kept"  # theirs is the base: ours stays, changed or not
    TAKEN = "taken"  # ours is the base: theirs takes its place
    SAME = "same"  # both changed it, to the same
    CONFLICT = "conflict"  # all three differ: ours stays until somebody decides


@dataclass(frozen=True)
class Unit:
    """One decision of a merge, with the values of its fields on each side that names them."""

    fields: tuple[str, ...]
    outcome: Outcome
    base: Values
    ours: Values
    theirs: Values


@dataclass(frozen=True)
class Merged:
    """The result of a merge: all values, and how each unit that `theirs` names came out."""

    values: dict[str, Any]
    units: tuple[Unit, ...]

    @property
    def conflicts(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.outcome is Outcome.CONFLICT)


def merge(
    base: Values, ours: Values, theirs: Values, *, groups: Sequence[Collection[str]] = (), sets: Collection[str] = ()
) -> Merged:
    """Merge two sides that started from `base`.

    `groups` name the fields that move together, `sets` those whose value is a sorted list of natural keys and
    that are in no group. A conflict leaves `ours`. Of what only one side names, that side's value stands; a
    field that the base lacks differs from every value.
    """
    # What we have no opinion on is to us as it was.
    values = {**{name: base[name] for name in theirs if name in base}, **ours}
    units = []
    for group, fields in _units(theirs, groups):
        # Without a base nobody can tell what was added and what was taken out: then it is a plain value.
        if fields[0] in sets and fields[0] in base:
            unit, merged = _merge_set(fields[0], base, values, theirs)
        else:
            unit = _decide(group, fields, base, values, theirs)
            merged = unit.theirs if unit.outcome is Outcome.TAKEN else unit.ours
        values |= merged
        units.append(unit)
    return Merged({**theirs, **values}, tuple(units))


def _units(theirs: Values, groups: Sequence[Collection[str]]) -> Iterator[tuple[Collection[str], tuple[str, ...]]]:
    """The units that `theirs` has an opinion on, each with the fields of it that it names; groups first."""
    for group in groups:
        if fields := tuple(name for name in group if name in theirs):
            yield group, fields
    grouped = {name for group in groups for name in group}
    yield from (((name,), (name,)) for name in theirs if name not in grouped)


def _decide(group: Collection[str], fields: tuple[str, ...], base: Values, ours: Values, theirs: Values) -> Unit:
    was, mine, other = (_named(fields, side) for side in (base, ours, theirs))
    # We have changed a group if we changed any of it, also what they do not name: it must not come apart.
    unchanged = mine == was and all(ours[name] == base[name] for name in group if name in base and name in ours)
    if other == was:
        outcome = Outcome.KEPT
    elif unchanged:
        outcome = Outcome.TAKEN
    elif mine == other:
        outcome = Outcome.SAME
    else:
        outcome = Outcome.CONFLICT
    return Unit(fields, outcome, was, mine, other)


def _named(fields: Collection[str], side: Values) -> Values:
    return {name: side[name] for name in fields if name in side}


def _merge_set(name: str, base: Values, ours: Values, theirs: Values) -> tuple[Unit, Values]:
    """(ours ∪ (theirs − base)) − (base − theirs): each element comes or goes on its own, so nothing collides."""
    was, mine, other = ({tuple(key) for key in side.get(name, ())} for side in (base, ours, theirs))
    merged = (mine | (other - was)) - (was - other)
    outcome = Outcome.KEPT if merged == mine else Outcome.TAKEN
    if mine == other != was:
        outcome = Outcome.SAME
    sides = ({name: side[name]} if name in side else {} for side in (base, ours, theirs))
    return Unit((name,), outcome, *sides), {name: [list(key) for key in sorted(merged)]}
