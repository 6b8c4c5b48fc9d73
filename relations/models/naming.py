"""Rows that name a record by its type and slug, as revisions and the entries of the search do."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL

from relations.models.record import Record, RecordQuerySet


def naming(models: Iterable[type[Record]], which: Callable[[Any], Any] = RecordQuerySet.live) -> Q:
    """Of rows that name a record by type and slug, those that name a live one of these types, or `which` else."""
    wanted = Q(pk__in=[])
    for model in models:
        wanted |= Q(record_type=model.type_name(), slug__in=_slugs(model, which))
    return wanted


@cache
def _slugs(model: Any, which: Callable[[Any], Any]) -> RawSQL:
    """The slugs of a type, as SQL that is put together once: one page of updates names them fifty times."""
    sql, parameters = which(model._default_manager.order_by()).values("slug").query.sql_with_params()
    return RawSQL(sql, parameters)  # noqa: S611 – Django's own, without anything that a reader sent
