"""What must be the same for a kept page to be true: the edition, the site's day, and the program that rendered it."""

import datetime
import hashlib
import threading
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.utils import timezone

from relations.models import Edition

# Of the settings, those that a page depends on.
SETTINGS = ("SITE_URL", "LANGUAGE_CODES", "FORMAT_LOCALES", "TIME_ZONE", "STATIC_URL")
# What the program consists of, beside the libraries, whose versions the lists of requirements name.
SOURCES = ("config", "relations", "templates", "static")


@dataclass(frozen=True, slots=True)
class State:
    """The edition that is public on a day of the site, and when something that is scheduled will end it."""

    edition: int
    day: datetime.date
    due: datetime.datetime | None = field(default=None, compare=False)

    def is_over(self, *, at: datetime.datetime) -> bool:
        return self.due is not None and self.due <= at


class Unreadable(Exception):
    """The database does not say which edition is public."""


def read(*, at: datetime.datetime) -> State:
    """The state at this moment, by one short question to the database. Raises Unreadable.

    It goes past Django's queries, which cost ten times as much, on Django's connection of this thread; one that was
    lost meanwhile is made anew, once. Every request asks it: what is below is written for speed.
    """
    for is_last_try in (False, True):
        try:
            number, due = _row()
        except _errors() as error:
            connections[DEFAULT_DB_ALIAS].close()
            if is_last_try:
                raise Unreadable from error
        else:
            return _state(number, _day(_quarter_of_an_hour(at), settings.TIME_ZONE), due)
    raise Unreadable


def _row() -> tuple[int, datetime.datetime | None]:
    try:
        connection = _of_thread.connection
    except AttributeError:
        connection = _of_thread.connection = connections[DEFAULT_DB_ALIAS]
    if connection.connection is None:
        connection.ensure_connection()
    return connection.connection.execute(_question()).fetchone() or (0, None)


# Django's connection of this thread, which it takes a while to find; it stays the same when it is closed and opened.
_of_thread = threading.local()


@cache
def _errors() -> tuple[type[Exception], ...]:
    """What is raised where the database cannot be read: by Django as it connects, else by the database's library."""
    backend: Any = connections[DEFAULT_DB_ALIAS]
    return (DatabaseError, InterfaceError, backend.Database.Error)


@lru_cache(maxsize=8)
def _state(number: int, day: datetime.date, due: datetime.datetime | None) -> State:
    return State(number, day, due and _aware(due))


def _quarter_of_an_hour(at: datetime.datetime) -> datetime.datetime:
    """The quarter in which a moment lies: no time zone's day begins within one."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


@lru_cache(maxsize=8)
def _day(at: datetime.datetime, _time_zone: str) -> datetime.date:
    return timezone.localtime(at).date()


@cache
def _question() -> str:
    columns = ("number", "next_due_at")
    table = Edition._meta.db_table
    return f"SELECT {', '.join(columns)} FROM {table} WHERE id = {Edition.ONLY}"  # noqa: S608


def _aware(due: datetime.datetime) -> datetime.datetime:
    return due if due.tzinfo else due.replace(tzinfo=datetime.UTC)


@cache
def build() -> str:
    """A mark of the program and its settings: a page kept by another is none of this one's."""
    marks = hashlib.sha256(repr([getattr(settings, name) for name in SETTINGS]).encode())
    for folder in SOURCES:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                marks.update(str(path).encode())
                marks.update(path.read_bytes())
    return marks.hexdigest()[:16]
