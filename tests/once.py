"""What many tests begin with is made once in each process, and after that only its rows are written again."""

import datetime
from collections.abc import Callable, Hashable
from copy import deepcopy
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction

Made = TypeVar("Made")
Table = tuple[str, list[str], list[tuple[Any, ...]]]

_made: dict[Hashable, tuple[Any, list[Table]]] = {}


def once(key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make()` returns and writes: the first time by itself, later as a copy of the result and of its rows.

    Only for an empty site, where it always makes the same: on top of anything else it is simply called. What is
    tested itself is never made so, and `key` says all that it depends on.
    """
    if not _is_empty():
        return make()
    if key not in _made:
        result = make()
        _made[key] = deepcopy(result), [table for table in map(_read, tables()) if table[2]]
        return result
    result, written = _made[key]
    # What refers to a row that is yet to come is checked at the end of the transaction only.
    with transaction.atomic():
        for table in written:
            _write(*table)
    return deepcopy(result)


@cache
def tables() -> list[str]:
    """The names of the site's own tables, but for the log of accounts, to which every sign-in adds."""
    models = apps.get_app_config("relations").get_models(include_auto_created=True)
    return sorted(model._meta.db_table for model in models if model._meta.model_name != "auditentry")


def _is_empty() -> bool:
    any_row = " OR ".join(f"EXISTS(SELECT 1 FROM {quoted(table)})" for table in tables())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {any_row}")
        return not cursor.fetchone()[0]


def _read(table: str) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quoted(table)} ORDER BY id")  # noqa: S608
        columns = [column[0] for column in cursor.description]
        return table, columns, [tuple(map(_adapted, row)) for row in cursor.fetchall()]


def _write(table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({places})", rows)  # noqa: S608


def _adapted(value: Any) -> Any:
    """A value as Django gives it to the database: Python's own way of writing times to SQLite is about to go."""
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, datetime.date) else value


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)
