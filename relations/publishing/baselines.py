"""What becomes of a conflict when it is over: its row, and the baseline from which the same set asks no more."""

import datetime

from django.contrib.auth.models import User

from relations.models import Baseline, Conflict, Record, record_type
from relations.values import Values, content_fields


def settle(model: type[Record], slug: str, values: Values, *, is_public: bool, at: datetime.datetime) -> None:
    """Close the waiting conflicts of a record in which the site now holds just what the file has."""
    waiting = Conflict.objects.waiting().of_type(model).filter(slug=slug).select_related("load")
    for conflict in waiting:
        site = {"live": is_public} if conflict.is_presence else values
        if all(site[name] == conflict.fixture[name] for name in conflict.fields):
            close(conflict, Conflict.Outcome.CLOSED, by=None, at=at)


def close(
    conflict: Conflict,
    outcome: Conflict.Outcome,
    *,
    by: User | None,
    at: datetime.datetime,
    withdrawn_by_load: bool = False,
) -> None:
    """Note how a conflict ended, and that its set has said what it says: the same set will not ask again."""
    conflict.outcome, conflict.decided_by, conflict.decided_at = outcome, by, at
    conflict.save(update_fields=["outcome", "decided_by", "decided_at"])
    if conflict.load.undoes_id:  # the baseline stays at the undone set, so that its next run redoes nothing
        return
    if conflict.is_presence:
        _remember_presence(conflict, withdrawn_by_load)
    else:
        _remember_values(conflict)


def baseline_of(conflict: Conflict) -> Baseline | None:
    return Baseline.objects.filter(record_type=conflict.record_type, slug=conflict.slug).first()


def _remember_values(conflict: Conflict) -> None:
    baseline = baseline_of(conflict)
    if baseline is None:
        # Nothing was ever taken from a set: all but this unit is the staff's.
        others = sorted(set(content_fields(record_type(conflict))) - set(conflict.fields))
        baseline = Baseline(record_type=conflict.record_type, slug=conflict.slug, values={}, released=others)
    baseline.values = {**baseline.values, **_of_unit(conflict)}
    baseline.released = [name for name in baseline.released if name not in conflict.fields]
    baseline.save()


def _of_unit(conflict: Conflict) -> Values:
    return {name: conflict.fixture[name] for name in conflict.fields}


def _remember_presence(conflict: Conflict, withdrawn_by_load: bool) -> None:
    """Note that the set has the record, or has it not; where its presence was not wanted, with what it would hold."""
    offered = {name: value for name, value in conflict.fixture.items() if name not in conflict.fields}
    remembers = bool(offered) and conflict.outcome == Conflict.Outcome.KEEP
    baseline = baseline_of(conflict)
    if baseline is None and not remembers:
        return
    baseline = baseline or Baseline(record_type=conflict.record_type, slug=conflict.slug, values={})
    if remembers:
        baseline.values, baseline.released = offered, []
    baseline.in_set = conflict.fixture["live"]
    baseline.withdrawn_by_load = withdrawn_by_load
    baseline.save()
