"""Whether what was decided for each record can be, all together. What cannot waits for a person, and so in turn
does what requires it: one edit of the staff never blocks a load.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models

from relations.loading.decide import Action, Decision, blocked
from relations.loading.rules import Key, Model, SetRecord, broken_rules
from relations.loading.site import Site
from relations.models import RECORD_TYPES
from relations.publishing import required_references
from relations.values import Values, referred_slugs

Decisions = dict[Key, Decision]


def hold_back(decisions: Decisions, site: Site) -> None:
    """Block, in place, every decision whose result would be invalid."""
    for key in [*_invalid_in_themselves(decisions), *_taken_keys(decisions, site)]:
        decisions[key] = blocked(decisions[key])
    requirements = _Requirements(decisions, site)
    while unmet := requirements.unmet(decisions):
        for key in unmet:
            decisions[key] = blocked(decisions[key])
    _leave_out_what_is_gone(decisions, site)


def _leave_out_what_is_gone(decisions: Decisions, site: Site) -> None:
    """Drop references to records that were deleted for good, or that wait: a set may still name them."""
    there = {*site.records, *(key for key, decision in decisions.items() if decision.values is not None)}
    for (model, _slug), decision in decisions.items():
        for name, target, slug in referred_slugs(model, decision.values or {}):
            if (target, slug) not in there:
                assert decision.values is not None
                decision.values[name] = _without(decision.values[name], slug)


def _without(value: Any, slug: str) -> Any:
    """A reference, or a list of them, without one record."""
    if value == [slug]:
        return None
    return [key for key in value if key not in ([slug], slug)]


def _invalid_in_themselves(decisions: Decisions) -> Iterable[Key]:
    """Merged records whose values no longer fit together. What comes from the set alone was validated with it."""
    merged = [
        SetRecord("", model, slug, dict(decision.values))
        for (model, slug), decision in decisions.items()
        if decision.action is Action.UPDATE and decision.values is not None
    ]
    return {record.key for record, _faults in broken_rules(merged)}


def _taken_keys(decisions: Decisions, site: Site) -> Iterable[Key]:
    """Records that another one of the site excludes: a second figure of an indicator and period."""
    for model in RECORD_TYPES:
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                yield from _doubles(model, constraint.fields, decisions, site)


def _doubles(model: Model, fields: Iterable[str], decisions: Decisions, site: Site) -> Iterable[Key]:
    def identity(values: Values) -> str:
        return repr([values.get(name) for name in fields])

    owners = {identity(record.values): slug for (other, slug), record in site.records.items() if other is model}
    for (other, slug), decision in decisions.items():
        if other is not model or decision.values is None:
            continue
        if owners.setdefault(identity(decision.values), slug) != slug:
            yield model, slug


class _Requirements:
    """What each public record requires to be public: on the site, and by what was decided."""

    def __init__(self, decisions: Decisions, site: Site) -> None:
        self.site = site
        self.names = {model: set(required_references(model)) for model in RECORD_TYPES}
        written = {key: decision.values for key, decision in decisions.items() if decision.values is not None}
        # Only where something is hidden can a record be in want that nothing was decided about.
        hides = any(decision.shows is False for decision in decisions.values())
        on_site = {key: record.values for key, record in site.records.items() if record.live} if hides else {}
        self.former = {key: self._required(key, values) for key, values in on_site.items()}
        self.future = {key: self._required(key, values) for key, values in written.items()}

    def _required(self, key: Key, values: Values) -> set[Key]:
        model, _slug = key
        names = self.names[model]
        return {
            (target, slug)
            for name, target, slug in referred_slugs(model, {name: values[name] for name in names if name in values})
        }

    def unmet(self, decisions: Decisions) -> set[Key]:
        """The decisions that leave a public record without one that it requires."""

        def is_live(key: Key) -> bool:
            decision = decisions.get(key)
            if decision is not None and decision.shows is not None:
                return decision.shows
            return key in self.site.records and self.site.records[key].live

        unmet: set[Key | None] = set()
        for key in {*self.former, *self.future}:
            if is_live(key):
                wanting = (required for required in self._of(key, decisions) if not is_live(required))
                unmet |= {self._to_blame(key, required, decisions) for required in wanting}
        return {key for key in unmet if key is not None}

    def _of(self, key: Key, decisions: Decisions) -> set[Key]:
        decision = decisions.get(key)
        if decision is not None and decision.values is not None:
            return self.future[key]
        return self.former.get(key, set())

    def _to_blame(self, key: Key, required: Key, decisions: Decisions) -> Key | None:
        """Of two records of which one requires the other in vain: what would hide the other, else what needs it."""
        hidden, needing = decisions.get(required), decisions.get(key)
        if hidden is not None and hidden.shows is False:
            return required
        if needing is not None and needing.values is not None:
            return key
        return None  # a hole that the site had before
