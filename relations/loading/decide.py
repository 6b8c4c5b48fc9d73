"""What loading does to one record: its set, its row and its baseline, merged. Pure but for the models' own fields.

A record's values merge unit by unit; its *presence* is a unit too, with the one field `live`.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from relations.loading.rules import Model
from relations.merge import Outcome, Unit
from relations.publishing import merge_values
from relations.values import Values, content_fields, defaults

PRESENCE = "live"


class Action(StrEnum):
    """What happens to a record as a whole."""

    CREATE = "create"
    UPDATE = "update"
    KEEP = "keep"  # it differs from the set, and stays as it is
    WITHDRAW = "withdraw"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class OnSite:
    """A record as the site has it."""

    values: Values
    live: bool
    was_ever_live: bool
    # Whether any verb, load or person ever saved it; a row without a revision was written past us, by nobody.
    is_recorded: bool
    has_draft: bool

    @property
    def is_withdrawn(self) -> bool:
        return self.was_ever_live and not self.live


@dataclass(frozen=True)
class Given:
    """What the set last gave a record: its values, the fields given up to the staff, its presence."""

    values: Values = field(default_factory=dict)
    released: frozenset[str] = frozenset()
    in_set: bool = True
    withdrawn_by_load: bool = False


@dataclass
class Decision:
    """What becomes of one record."""

    action: Action
    units: list[Unit] = field(default_factory=list)
    # The values that go live, with the defaults of what they do not name; None where nothing is written.
    values: dict[str, Any] | None = None
    # Whether it is shown or hidden from now on; None where that stays.
    shows: bool | None = None
    # What the set will have given it from now on; None where that stays.
    given: Given | None = None

    @property
    def conflicts(self) -> list[Unit]:
        return [unit for unit in self.units if unit.outcome is Outcome.CONFLICT]


def decide(model: Model, fixture: Values | None, site: OnSite | None, given: Given | None) -> Decision:
    """What becomes of a record that the set has (`fixture`), had (`given`), or both."""
    if fixture is None:
        assert given is not None, "a record that the set neither has nor had is none of its business"
        return _dropped(model, site, given)
    if site is None:
        return _missing(fixture, given)
    if not site.is_recorded:
        return _written_by_nobody(fixture, site)
    if not site.was_ever_live:
        return _draft_of_the_staff(fixture)
    if site.is_withdrawn:
        return _withdrawn(model, fixture, site, given)
    return _merged(model, fixture, site, given, ())


def _presence(outcome: Outcome, base: bool | None, site: bool, fixture: bool) -> Unit:
    return Unit((PRESENCE,), outcome, {} if base is None else {PRESENCE: base}, {PRESENCE: site}, {PRESENCE: fixture})


def _dropped(model: Model, site: OnSite | None, given: Given) -> Decision:
    """The set had it and has it no longer: it is withdrawn, unless somebody worked on it."""
    gone = replace(given, in_set=False, withdrawn_by_load=False)
    if site is None or not site.live:
        return Decision(Action.UNCHANGED, given=gone)
    if site.has_draft or is_edited(model, site, given):
        return Decision(Action.KEEP, [_presence(Outcome.CONFLICT, True, True, False)])
    unit = _presence(Outcome.TAKEN, True, True, False)
    return Decision(Action.WITHDRAW, [unit], shows=False, given=replace(gone, withdrawn_by_load=True))


def is_edited(model: Model, site: OnSite, given: Given) -> bool:
    """Whether a value on the site differs from what the set gave it; history does not count."""
    base = defaults(model) | dict(given.values)
    return any(site.values[name] != value for name, value in base.items() if name not in given.released)


def _missing(fixture: Values, given: Given | None) -> Decision:
    """The site has no row of it: it is new, or was deleted for good and stays so."""
    if given is None:
        unit = _presence(Outcome.TAKEN, None, False, True)
        return Decision(Action.CREATE, [unit], dict(fixture), True, Given(fixture))
    if given.in_set and fixture == given.values:
        return Decision(Action.KEEP, [_presence(Outcome.KEPT, True, False, True)])
    return Decision(Action.KEEP, [_presence(Outcome.CONFLICT, given.in_set, False, True)])


def _written_by_nobody(fixture: Values, site: OnSite) -> Decision:
    """A row without a revision came past us: it is taken over wholesale."""
    values = {**site.values, **fixture}
    if site.live and values == site.values:
        return Decision(Action.UNCHANGED, values=values, shows=True, given=Given(fixture))
    units = [
        Unit((name,), Outcome.TAKEN, {name: site.values[name]}, {name: site.values[name]}, {name: value})
        for name, value in fixture.items()
        if site.values[name] != value
    ]
    if not site.live:
        units.insert(0, _presence(Outcome.TAKEN, None, False, True))
    return Decision(Action.UPDATE, units, values, True, Given(fixture))


def _draft_of_the_staff(fixture: Values) -> Decision:
    """Staff began one with the same slug: the set's goes live, theirs stays as an open draft on top."""
    unit = _presence(Outcome.TAKEN, None, False, True)
    return Decision(Action.CREATE, [unit], dict(fixture), True, Given(fixture))


def _withdrawn(model: Model, fixture: Values, site: OnSite, given: Given | None) -> Decision:
    """What a load withdrew comes back with the set; what a person withdrew waits for one, if the set changed."""
    if given and not given.in_set and given.withdrawn_by_load:
        back = _presence(Outcome.TAKEN, False, False, True)
        return _merged(model, fixture, site, replace(given, in_set=True, withdrawn_by_load=False), (back,))
    if given and given.in_set and fixture == given.values:
        return Decision(Action.KEEP, [_presence(Outcome.KEPT, True, False, True)])
    return Decision(Action.KEEP, [_presence(Outcome.CONFLICT, given.in_set if given else None, False, True)])


def _merged(model: Model, fixture: Values, site: OnSite, given: Given | None, presence: tuple[Unit, ...]) -> Decision:
    if given and not presence and given.in_set and given.values == fixture and _holds(site, fixture):
        return Decision(Action.UNCHANGED)
    base = base_of(model, given)
    merged = merge_values(model, base, site.values, fixture)
    order = list(content_fields(model))  # the file's own order makes no difference
    told = sorted((unit for unit in merged.units if not is_trivial(unit)), key=lambda unit: order.index(unit.fields[0]))
    units = [*presence, *(_held_to_identity(model, unit) for unit in told)]
    taken = any(unit.outcome is Outcome.TAKEN for unit in units)
    decided = [unit for unit in units if unit.outcome is not Outcome.SAME]
    if not decided:
        return Decision(Action.UNCHANGED, given=_given(fixture, given, base, ()))
    conflicts = [name for unit in units if unit.outcome is Outcome.CONFLICT for name in unit.fields]
    new = _given(fixture, given, base, conflicts)
    if not taken:
        return Decision(Action.KEEP, units, given=new)
    values = dict(merged.values) | {name: site.values[name] for name in (*model.identifying, *model.identity)}
    return Decision(Action.UPDATE, units, values, True if presence else None, new)


def _holds(site: OnSite, fixture: Values) -> bool:
    return all(site.values[name] == value for name, value in fixture.items())


def base_of(model: Model, given: Given | None) -> Values:
    """What a record's values are compared with: what the set gave, and the defaults of what it never named.

    Of a record that staff made, and of fields that the set gave up, there is no base: they differ from all.
    """
    if given is None:
        return {}
    base = defaults(model) | dict(given.values)
    return {name: value for name, value in base.items() if name not in given.released}


def is_trivial(unit: Unit) -> bool:
    """Whether there is nothing to tell of a unit: the fixture did not change it, and the site holds the same."""
    return unit.outcome is Outcome.KEPT and unit.ours == unit.theirs


def _held_to_identity(model: Model, unit: Unit) -> Unit:
    """What identifies a record is never changed: a set that wants it otherwise waits for a person."""
    if unit.fields[0] in (*model.identifying, *model.identity) and unit.ours != unit.theirs:
        return replace(unit, outcome=Outcome.CONFLICT)
    return unit


def _given(fixture: Values, given: Given | None, base: Values, conflicts: Any) -> Given:
    """The next baseline: what the set names now, but the old values of what is in conflict.

    A field that it names no longer belongs to the staff, and so does one in conflict that never had a base.
    """
    former = given or Given()
    kept = {name: former.values[name] for name in conflicts if name in former.values}
    values = {name: value for name, value in fixture.items() if name not in conflicts} | kept
    released = {name for name in (*former.values, *former.released) if name not in fixture}
    released |= {name for name in conflicts if name not in base}
    return Given(values, frozenset(released), in_set=True)


def blocked(decision: Decision) -> Decision:
    """The same record where what was decided cannot be valid: nothing of it is taken, what would be waits."""
    units = [
        replace(unit, outcome=Outcome.CONFLICT) if unit.outcome is Outcome.TAKEN else unit for unit in decision.units
    ]
    return Decision(Action.KEEP, units)
