"""One run of loading, from a set to its receipt: refused, shown, or carried out whole."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection, transaction

from relations.loading.apply import apply
from relations.loading.files import read_set
from relations.loading.manifest import Manifest
from relations.loading.plan import Plan, plan_load
from relations.loading.site import read_site
from relations.loading.undo import plan_undo
from relations.models import Load

# A set that would withdraw more records than these, and a larger share of its former ones, is asked about.
WITHDRAWALS, SHARE = 5, 0.2

Progress = Callable[[str], None]


class Refused(Exception):
    """A run is refused, though the set is valid; nothing was changed. The message says what would allow it."""


@dataclass(frozen=True)
class Allowed:
    """What a run may do beyond the usual, and the plan that it must be."""

    expected_hash: str = ""
    withdrawals: bool = False
    older: bool = False


@dataclass(frozen=True)
class Run:
    """A plan, and the load that it became: None where it was only shown, or where there was nothing to do."""

    plan: Plan
    load: Load | None = None


def show_load(folder: Path, allowed: Allowed, progress: Progress) -> Run:
    """What loading the set in a folder would do. Raises InvalidSet or Refused."""
    with snapshot():
        return Run(_plan_load(folder, allowed, progress))


def carry_out_load(
    folder: Path, allowed: Allowed, progress: Progress, *, at: datetime.datetime, by: User | None = None
) -> Run:
    """Load the set in a folder, whole or not at all. Raises InvalidSet or Refused."""
    with alone():
        plan = _plan_load(folder, allowed, progress)
        progress(f"writing {len(plan.told)} records")
        return Run(plan, apply(plan, at=at, by=by))


def show_undo(load_id: int, allowed: Allowed) -> Run:
    """What undoing a load would do. Raises Refused."""
    with snapshot():
        return Run(_plan_undo(load_id, allowed))


def carry_out_undo(load_id: int, allowed: Allowed, *, at: datetime.datetime, by: User | None = None) -> Run:
    """Merge a load's changes back out. Raises Refused."""
    with alone():
        plan = _plan_undo(load_id, allowed)
        return Run(plan, apply(plan, at=at, by=by))


def _plan_load(folder: Path, allowed: Allowed, progress: Progress) -> Plan:
    progress("reading the site")
    site = read_site()
    progress("reading the set")
    fixture_set = read_set(folder, {key: given.values for key, given in site.given.items()})
    _refuse_another(fixture_set.manifest, allowed)
    progress(f"comparing {len(fixture_set.records)} records with the site")
    plan = plan_load(fixture_set, site)
    _refuse_withdrawals(plan, allowed)
    _refuse_another_plan(plan, allowed)
    return plan


def _plan_undo(load_id: int, allowed: Allowed) -> Plan:
    load = Load.objects.filter(pk=load_id).first()
    if load is None:
        last = Load.objects.first()
        raise Refused(f"There is no load {load_id}." + (f" The last one is {last.pk}." if last else ""))
    if undone := Load.objects.filter(undoes=load).first():
        raise Refused(f"Load {load_id} was undone already, by load {undone.pk}; undo that one to bring it back.")
    plan = plan_undo(load)
    _refuse_another_plan(plan, allowed)
    return plan


def _refuse_another(manifest: Manifest, allowed: Allowed) -> None:
    loads = Load.objects.defer("receipt")
    last = loads.first()
    if last is None:
        return
    if last.set_name != manifest.name:
        raise Refused(
            f"This site was loaded from the set “{last.set_name}”; “{manifest.name}” is another’s. "
            "Give it a database of its own."
        )
    newest = loads.filter(undoes=None).first()
    if newest and manifest.version < newest.version and not allowed.older:
        raise Refused(
            f"The set is version {manifest.version}, older than version {newest.version}, which was loaded last. "
            "Allow it with --allow-older."
        )


def _refuse_withdrawals(plan: Plan, allowed: Allowed) -> None:
    withdrawn = plan.counts["withdrawn"]
    former = sum(given.in_set for given in plan.site.given.values())
    if withdrawn > WITHDRAWALS and withdrawn > SHARE * former and not allowed.withdrawals:
        raise Refused(
            f"It would withdraw {withdrawn} of the set’s {former} records. Is it complete? "
            "If so, allow it with --allow-withdrawals."
        )


def _refuse_another_plan(plan: Plan, allowed: Allowed) -> None:
    if allowed.expected_hash and plan.hash != allowed.expected_hash:
        raise Refused(f"The plan is not the one expected any more: its hash is {plan.hash}. Look at it again.")


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database to read from, without keeping anybody from writing.

    Django's `atomic` takes SQLite's write lock at once here, so the transaction is begun by hand.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN DEFERRED" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


@contextmanager
def alone() -> Iterator[None]:
    """A transaction in which no other load runs, and no person's verb comes between reading and writing."""
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite's transactions are alone anyway
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                for table in TABLES:
                    cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table)} IN SHARE ROW EXCLUSIVE MODE")
        yield


LOCK = 0x72656C6F6164
TABLES = ("relations_revision",)
