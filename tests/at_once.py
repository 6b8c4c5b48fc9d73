"""Several people at one moment, each with a connection of their own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

WAIT = 30


@contextmanager
def database_for_many(path: Path) -> Iterator[None]:
    """Let new threads find a database that several can write to.

    On SQLite the tests' own lives in the memory of one process, where writers do not wait for each other as
    they do for a file. So they get a copy in a file. Needs a test outside of a transaction; only what runs
    `in_a_thread` sees the copy.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    own = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = own


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment; returns what each returned, or the exception that it raised."""
    results: list[Any] = [None] * len(actions)
    barrier = threading.Barrier(len(actions), timeout=WAIT)

    def run(place: int, action: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            results[place] = action()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return results


def in_a_thread(action: Callable[[], Any]) -> Any:
    """Do one thing where the database for many is."""
    (result,) = at_once(action)
    if isinstance(result, Exception):
        raise result
    return result
