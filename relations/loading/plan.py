"""Compare a valid set with the site: what would be created, what stays because it is already there.

Until the merge comes, every row of the site is left alone; those that differ from the set are listed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from relations.loading.files import FixtureSet
from relations.loading.rules import Key, Model, SetRecord, slugs_by_type
from relations.models import RECORD_TYPES
from relations.publishing import required_references
from relations.values import referred_slugs, rows_with_values


@dataclass
class Differing:
    """A record of the set that the site already has, with other values in these fields."""

    record: SetRecord
    fields: list[str]


@dataclass
class Plan:
    """What loading a set would do."""

    # What the public is told about it, by language.
    note: dict[str, str] = field(default_factory=dict)
    create: list[SetRecord] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)
    unchanged: list[SetRecord] = field(default_factory=list)
    # Records that the site lacks, but that need one which it has withdrawn from the public.
    left_out: list[tuple[SetRecord, Key]] = field(default_factory=list)


def make_plan(fixture_set: FixtureSet) -> Plan:
    """Compare each record of the set with its row; queries grow with record types, not with records."""
    plan = Plan(note=fixture_set.manifest.note)
    by_model: dict[Model, list[SetRecord]] = defaultdict(list)
    for record in fixture_set.records:
        by_model[record.model].append(record)
    unavailable = _not_public(fixture_set.records)
    for model in RECORD_TYPES:  # parents first, so that what needs a left-out record is left out too
        rows = rows_with_values(model, [record.slug for record in by_model[model]])
        for record in by_model[model]:
            values = rows.get(record.slug)
            if values is None:
                _plan_creation(plan, record, unavailable)
            elif fields := sorted(name for name, value in record.values.items() if values[name] != value):
                plan.differing.append(Differing(record, fields))
            else:
                plan.unchanged.append(record)
    return plan


def _plan_creation(plan: Plan, record: SetRecord, unavailable: set[Key]) -> None:
    required = required_references(record.model)
    for name, target, slug in referred_slugs(record.model, record.values):
        if name in required and (target, slug) in unavailable:
            plan.left_out.append((record, (target, slug)))
            unavailable.add(record.key)
            return
    plan.create.append(record)


def _not_public(records: Iterable[SetRecord]) -> set[Key]:
    """The records that the set refers to and the site has, but does not show."""
    references: set[Key] = {
        (target, slug) for record in records for _name, target, slug in referred_slugs(record.model, record.values)
    }
    found: set[Key] = set()
    for model, slugs in slugs_by_type(references).items():
        rows = model._default_manager.filter(slug__in=slugs)
        hidden = set(rows.values_list("slug", flat=True)) - set(rows.live().values_list("slug", flat=True))
        found |= {(model, slug) for slug in hidden}
    return found
