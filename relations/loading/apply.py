"""Write a plan to the site, in bulk. The caller holds the transaction in which the plan was made."""

import datetime

from django.contrib.auth.models import User

from relations.loading.decide import Action, Decision
from relations.loading.plan import Place, Plan
from relations.merge import Unit
from relations.models import Baseline, Change, Conflict, Edition, Load, Origin
from relations.publishing import bulk

BATCH = 500


def apply(plan: Plan, *, at: datetime.datetime, by: User | None = None) -> Load | None:
    """Carry out a plan; returns its load, or None where nothing changes. Queries grow with batches, not records."""
    load = _write_load(plan, at=at, by=by) if plan.writes_a_load else None
    found = _record_what_is_there(plan, at=at)
    changed = [
        bulk.Publication(*key, decision.values)
        for key, decision in plan.decisions.items()
        if decision.values is not None and decision.action is not Action.UNCHANGED
    ]
    bulk.publish(changed, _story(plan, load, at=at, by=by))
    hidden = [
        bulk.Publication(*key, decision.values or plan.site.records[key].values)
        for key, decision in plan.decisions.items()
        if decision.shows is False
    ]
    bulk.withdraw(hidden, note=plan.manifest["note"], at=at, by=by)
    if not plan.undoes:
        _write_baselines(plan)
    _write_conflicts(plan, load, at=at)
    if found or changed or hidden:
        Edition.objects.bump()
    return load


def _story(plan: Plan, load: Load | None, *, at: datetime.datetime, by: User | None) -> bulk.Story:
    origin = Origin.UNDO if plan.undoes else Origin.FIXTURE
    return bulk.Story(origin, at, Change(plan.manifest["change"]), plan.manifest["note"], load, by)


def _write_load(plan: Plan, *, at: datetime.datetime, by: User | None) -> Load:
    return Load.objects.create(
        set_name=plan.set_name,
        version=plan.version,
        manifest=plan.manifest,
        plan_hash=plan.hash,
        counts=plan.counts,
        receipt=plan.records,
        at=at,
        by=by,
        undoes=plan.undoes,
    )


def _record_what_is_there(plan: Plan, *, at: datetime.datetime) -> bool:
    """Give rows that were written past us a revision before anything is merged into them."""
    found = [
        bulk.Publication(*key, plan.site.records[key].values)
        for key, decision in plan.decisions.items()
        if key in plan.site.records and plan.site.records[key].was_ever_live and _is_looked_at(decision)
    ]
    return bulk.record_what_is_there(found, at=at)


def _is_looked_at(decision: Decision) -> bool:
    """Whether the run does more with a record than to find it just as the set left it."""
    return decision.action is not Action.UNCHANGED or decision.given is not None or decision.values is not None


def _write_baselines(plan: Plan) -> None:
    rows = [
        Baseline(
            record_type=model.type_name(),
            slug=slug,
            values=decision.given.values,
            released=sorted(decision.given.released),
            in_set=decision.given.in_set,
            withdrawn_by_load=decision.given.withdrawn_by_load,
        )
        for (model, slug), decision in plan.decisions.items()
        if decision.given is not None and decision.given != plan.site.given.get((model, slug))
    ]
    Baseline.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["record_type", "slug"],
        update_fields=["values", "released", "in_set", "withdrawn_by_load"],
    )


def _write_conflicts(plan: Plan, load: Load | None, *, at: datetime.datetime) -> None:
    """Close what nobody asks any more, and let wait what is new, in the place of what waited there."""
    replaced = [plan.waiting[place] for place in plan.news if place in plan.waiting]
    if over := [conflict.pk for conflict in (*plan.closed, *replaced)]:
        Conflict.objects.filter(pk__in=over).update(outcome=Conflict.Outcome.CLOSED, decided_at=at)
    Conflict.objects.bulk_create(
        [_conflict(plan, place, unit, load) for place, unit in plan.news.items() if load], batch_size=BATCH
    )


def _conflict(plan: Plan, place: Place, unit: Unit, load: Load) -> Conflict:
    record_type, slug, fields = place
    return Conflict(
        record_type=record_type,
        slug=slug,
        fields=list(fields),
        base=unit.base,
        site=unit.ours,
        fixture=plan.asked(place, unit),
        load=load,
    )
