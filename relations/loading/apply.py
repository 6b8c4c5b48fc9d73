"""Write a plan to the site, in bulk. The caller holds the transaction."""

import datetime
from collections import defaultdict
from typing import Any

from django.db import models

from relations.loading.plan import Plan
from relations.loading.rules import Key, Model, SetRecord, instances
from relations.models import RECORD_TYPES, Record
from relations.values import content_fields

BATCH = 500


def apply(plan: Plan, *, at: datetime.datetime) -> None:
    """Create the plan's records, public from `at` on; queries grow with batches, not with records."""
    made = instances(plan.create)
    by_model: dict[Model, list[SetRecord]] = defaultdict(list)
    for record in plan.create:
        by_model[record.model].append(record)
    for model in RECORD_TYPES:  # each after the types that it refers to
        rows = [made[record.key] for record in by_model[model]]
        for row in rows:
            row.live = True
            row.first_published_at = row.last_published_at = row.updated_at = at
        model._default_manager.bulk_create(rows, batch_size=BATCH)
    for model in RECORD_TYPES:
        _write_sets(model, by_model[model], made)


def _write_sets(model: Model, records: list[SetRecord], made: dict[Key, Record]) -> None:
    for name, field in content_fields(model).items():
        if not isinstance(field, models.ManyToManyField) or not records:
            continue
        through: Any = getattr(model, name).through
        target: Any = field.related_model
        keys = _primary_keys(target, {key[0] for record in records for key in record.values.get(name, [])})
        through._default_manager.bulk_create(
            (
                through(**{field.m2m_column_name(): made[record.key].pk, field.m2m_reverse_name(): keys[key[0]]})
                for record in records
                for key in record.values.get(name, [])
            ),
            batch_size=BATCH,
        )


def _primary_keys(model: Model, slugs: set[str]) -> dict[str, int]:
    return dict(model._default_manager.filter(slug__in=slugs).values_list("slug", "pk"))
