"""When something public changed: each publication, each load as one, what was withdrawn together."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Exists, F, Min, OuterRef, Q, QuerySet, Value

from relations.models import RECORD_TYPES, Change, Decision, Load, Record, Revision, Verb
from relations.models.naming import naming
from relations.models.record import RecordQuerySet
from relations.updates.update import LOAD, VERSION, WITHDRAWAL

Types = Sequence[type[Record]]
Moment = tuple[datetime.datetime, str, int]


def moments(types: Types = RECORD_TYPES, *, with_minor: bool = False) -> QuerySet:
    """Every update of these types as (time, kind, key), the latest first; to be counted and cut before it is read."""
    written = versions_of(types, with_minor)
    withdrawals = withdrawals_of(types)
    alone = written.filter(~by_a_load())
    by_load = Exists(written.filter(by_a_load(), load=OuterRef("pk"))) | Exists(withdrawals.filter(at=OuterRef("at")))
    loads = Load.objects.filter(by_load).order_by()
    of_people = withdrawals.exclude(at__in=loads.values("at")).values("at")  # those of one moment are one
    return (
        _columns(alone, VERSION, at=F("published_at"), key=F("pk"))
        .union(
            _columns(loads, LOAD, at=F("at"), key=F("pk")),
            _columns(of_people, WITHDRAWAL, at=F("at"), key=Min("pk")),
            all=True,
        )
        .order_by("-moment", "kind", "-key")
    )


def _columns(rows: QuerySet, kind: str, *, at: Any, key: Any) -> QuerySet:
    named = rows.annotate(moment=at, kind=Value(kind, output_field=CharField()), key=key)
    return named.values_list("moment", "kind", "key")


def versions_of(types: Types, with_minor: bool = True) -> QuerySet:
    """The versions of what is public."""
    written = Revision.objects.exclude(number=None).filter(naming(types))
    return (written if with_minor else written.filter(change=Change.MAJOR)).order_by()


def by_a_load() -> Q:
    """What a load wrote itself; what a person took from its conflicts later is an update of its own."""
    return Q(load__isnull=False, published_at=F("load__at"))


def withdrawals_of(types: Types) -> QuerySet:
    """The decisions by which what is withdrawn now was withdrawn."""
    named = Revision.objects.filter(naming(types, RecordQuerySet.withdrawn))
    decisions = Decision.objects.filter(verb=Verb.WITHDRAW).order_by()
    same = {f"revision__{name}": OuterRef(f"revision__{name}") for name in ("record_type", "slug")}
    later = decisions.filter(pk__gt=OuterRef("pk"), **same)
    return decisions.filter(~Exists(later), revision__in=named.values("pk"))
