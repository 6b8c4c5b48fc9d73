"""What a run would do: each record's decision, what waits for a person then, and a hash that stands for all of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from relations.loading.decide import PRESENCE, Action, Decision, decide
from relations.loading.files import FixtureSet
from relations.loading.rules import Key
from relations.loading.site import Site
from relations.loading.validity import hold_back
from relations.merge import Outcome, Unit
from relations.models import RECORD_TYPES, Conflict, Load, record_type
from relations.values import Values, digest

TYPES_BY_NAME = {model.type_name(): model for model in RECORD_TYPES}

# Where a unit stands: record type, slug, fields.
Place = tuple[str, str, tuple[str, ...]]


@dataclass
class Plan:
    """A run, decided but not written."""

    set_name: str
    version: int
    # What the manifest says, as JSON.
    manifest: dict[str, Any]
    site: Site
    decisions: dict[Key, Decision]
    undoes: Load | None = None
    # Conflicts of former runs that wait for a person.
    waiting: dict[Place, Conflict] = field(default_factory=dict)
    # What the set has of each record; nothing where a load is undone.
    fixtures: Mapping[Key, Values] = field(default_factory=dict)

    @cached_property
    def told(self) -> list[tuple[Key, Decision]]:
        """The records that there is something to tell of, in the order of their types."""
        told = [(key, decision) for key, decision in self.decisions.items() if decision.action is not Action.UNCHANGED]
        return sorted(told, key=lambda pair: (RECORD_TYPES.index(pair[0][0]), pair[0][1]))

    @cached_property
    def conflicts(self) -> dict[Place, Unit]:
        """What this run cannot decide."""
        return {
            (model.type_name(), slug, unit.fields): unit
            for (model, slug), decision in self.told
            for unit in decision.conflicts
        }

    @cached_property
    def news(self) -> dict[Place, Unit]:
        """The conflicts that do not wait already with the same values of the fixture."""
        return {
            place: unit
            for place, unit in self.conflicts.items()
            if place not in self.waiting or self.waiting[place].fixture != self.asked(place, unit)
        }

    def asked(self, place: Place, unit: Unit) -> dict[str, Any]:
        """What the set wants of a unit in conflict; with a record's presence, what it would hold then."""
        if unit.fields != (PRESENCE,) or not unit.theirs[PRESENCE]:
            return dict(unit.theirs)
        offered = self.fixtures.get((TYPES_BY_NAME[place[0]], place[1]), {})
        return {**offered, **unit.theirs}

    @cached_property
    def closed(self) -> list[Conflict]:
        """Waiting conflicts of which this run leaves nothing: the set no longer asks, or the site holds the same.

        What the undo of a load left to a person is closed by agreement only: no set asks for it.
        """
        return [
            conflict
            for place, conflict in self.waiting.items()
            if place not in self.conflicts and (self._no_longer_asked(conflict) or self._agrees(conflict))
        ]

    def _no_longer_asked(self, conflict: Conflict) -> bool:
        return self.undoes is None and conflict.load.undoes_id is None

    def _agrees(self, conflict: Conflict) -> bool:
        record = self.site.records.get((record_type(conflict), conflict.slug))
        if conflict.is_presence:
            return conflict.fixture["live"] == (record is not None and record.live)
        return record is not None and all(record.values[name] == conflict.fixture[name] for name in conflict.fields)

    @property
    def writes_a_load(self) -> bool:
        """Whether anything is written that a receipt must tell of; rows written past us and adopted are, too."""
        changing = (Action.CREATE, Action.UPDATE, Action.WITHDRAW)
        return bool(self.news) or any(
            decision.action in changing or decision.values is not None for decision in self.decisions.values()
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """Records by what happens to them, and the units that wait after the run."""
        actions = Counter(decision.action for decision in self.decisions.values())
        closed = {conflict.pk for conflict in self.closed}
        still = {place for place, conflict in self.waiting.items() if conflict.pk not in closed}
        return {
            "created": actions[Action.CREATE],
            "updated": actions[Action.UPDATE],
            "unchanged": actions[Action.UNCHANGED],
            "withdrawn": actions[Action.WITHDRAW],
            "kept": sum(any(map(_keeps, decision.units)) for _key, decision in self.told),
            "conflicts": len(still | set(self.conflicts)),
        }

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical plan with the site's values, without times: what `--expect` takes."""
        content = {
            "set": self.set_name,
            "version": self.version,
            "told": [self.manifest["change"], self.manifest["note"]],  # the public is told so
            "undoes": self.undoes.pk if self.undoes else None,
            "records": self.records,
            "values": [decision.values for _key, decision in self.told],
        }
        return digest(content)

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The records that there is something to tell of, as JSON."""
        return [
            {
                "model": model._meta.label_lower,
                "slug": slug,
                "action": str(decision.action),
                "units": [_unit_as_json(unit) for unit in decision.units],
            }
            for (model, slug), decision in self.told
        ]


def _unit_as_json(unit: Unit) -> dict[str, Any]:
    return {
        "fields": list(unit.fields),
        "outcome": str(unit.outcome),
        "base": dict(unit.base),
        "site": dict(unit.ours),
        "fixture": dict(unit.theirs),
    }


def _keeps(unit: Unit) -> bool:
    return unit.outcome in (Outcome.KEPT, Outcome.CONFLICT)


def waiting_conflicts() -> dict[Place, Conflict]:
    return {
        (conflict.record_type, conflict.slug, tuple(conflict.fields)): conflict
        for conflict in Conflict.objects.waiting().select_related("load")
    }


def plan_load(fixture_set: FixtureSet, site: Site) -> Plan:
    """Decide what a valid set does to the site. The caller holds a transaction; nothing is written."""
    fixtures = {record.key: record.values for record in fixture_set.records}
    formerly = {key for key, given in site.given.items() if given.in_set}
    decisions = {
        (model, slug): decide(
            model, fixtures.get((model, slug)), site.records.get((model, slug)), site.given.get((model, slug))
        )
        for model, slug in [*fixtures, *(formerly - set(fixtures))]
    }
    hold_back(decisions, site)
    manifest = fixture_set.manifest
    return Plan(
        manifest.name,
        manifest.version,
        manifest.as_json(),
        site,
        decisions,
        waiting=waiting_conflicts(),
        fixtures=fixtures,
    )
