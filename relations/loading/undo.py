"""The plan that merges a load's changes back out: the same merge, from what it left to what it had found."""

from typing import Any

from django.db.models import Max

from relations.loading.decide import PRESENCE, Action, Decision, OnSite, blocked, is_trivial
from relations.loading.plan import Plan, waiting_conflicts
from relations.loading.rules import TYPES_BY_LABEL, Key
from relations.loading.site import read_site
from relations.loading.validity import hold_back
from relations.merge import Merged, Outcome, Unit
from relations.models import Load, Revision, record_type
from relations.publishing import merge_values
from relations.values import Values, complete


def plan_undo(load: Load) -> Plan:
    """Decide what undoing a load does to the site. The caller holds a transaction; nothing is written.

    What changed since becomes a conflict. The baseline stays, so that the next run of the same set does not
    bring it all back.
    """
    site = read_site()
    written = _written(load)
    presences = _presences(load)
    begun = _drafts_begun_since(load)
    decisions: dict[Key, Decision] = {}
    for key in [*written, *(key for key in presences if key not in written)]:
        record = site.records.get(key)
        if record is not None:  # not deleted for good since
            decisions[key] = _undone(key, record, written.get(key), presences.get(key), has_draft=key in begun)
    hold_back(decisions, site)
    return Plan(load.set_name, load.version, load.manifest, site, decisions, load, waiting_conflicts())


def _drafts_begun_since(load: Load) -> set[Key]:
    """The records that somebody works on since the load; a draft that lay under it is not about what it brought."""
    last = Revision.objects.filter(load=load).aggregate(last=Max("pk"))["last"] or 0
    open_revisions = Revision.objects.open().filter(pk__gt=last)
    return {(record_type(revision), revision.slug) for revision in open_revisions.defer("values")}


def _written(load: Load) -> dict[Key, tuple[Values, Values | None]]:
    """What a load left in each record that it wrote, and what it had found there, if anything was public.

    What a person took from its conflicts later is a decision of theirs, and not the load's.
    """
    written: dict[Key, tuple[Values, Values | None]] = {}
    for revision in Revision.objects.filter(load=load, created_at=load.at).select_related("based_on"):
        model = record_type(revision)
        before = revision.based_on
        written[model, revision.slug] = (
            complete(model, revision.values),
            complete(model, before.values) if before and not before.redacted_at else None,
        )
    return written


def _presences(load: Load) -> dict[Key, bool]:
    """Whether each record that a load showed or hid is public after it."""
    return {
        (TYPES_BY_LABEL[record["model"]], record["slug"]): unit["fixture"][PRESENCE]
        for record in load.receipt
        for unit in record["units"]
        if unit["fields"] == [PRESENCE] and unit["outcome"] == Outcome.TAKEN
    }


def _undone(
    key: Key,
    record: OnSite,
    written: tuple[Values, Values | None] | None,
    shown: bool | None,
    *,
    has_draft: bool,
) -> Decision:
    model, _slug = key
    after, before = written or (record.values, record.values)
    edited = has_draft or (written is not None and record.values != after)
    units: list[Unit] = []
    shows: bool | None = None
    if shown is not None:
        units.append(_presence(shown, record.live, edited and shown))
        if units[0].outcome is Outcome.TAKEN:
            shows = not shown
    merged: Merged | None = None
    if before is not None and before != after:
        merged = merge_values(model, after, record.values, before)
        units += [unit for unit in merged.units if not is_trivial(unit)]
    decision = _decision(record, units, merged, shows)
    # While a record is withdrawn, nothing of it is published.
    return blocked(decision) if decision.values is not None and not record.live and shows is None else decision


def _presence(shown: bool, live: bool, edited: bool) -> Unit:
    """The load made it public or not (`shown`); undoing wants the opposite."""
    sides: tuple[dict[str, Any], ...] = ({PRESENCE: shown}, {PRESENCE: live}, {PRESENCE: not shown})
    outcome = Outcome.CONFLICT if edited else Outcome.TAKEN
    if live is not shown:
        outcome = Outcome.SAME
    return Unit((PRESENCE,), outcome, *sides)


def _decision(record: OnSite, units: list[Unit], merged: Merged | None, shows: bool | None) -> Decision:
    if shows is False:
        return Decision(Action.WITHDRAW, units, merged.values if merged else None, shows=False)
    if any(unit.outcome is Outcome.TAKEN for unit in units):
        return Decision(Action.UPDATE, units, merged.values if merged else dict(record.values), shows)
    waits = any(unit.outcome is not Outcome.SAME for unit in units)
    return Decision(Action.KEEP if waits else Action.UNCHANGED, units)
