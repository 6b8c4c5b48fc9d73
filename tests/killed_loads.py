"""Loads in processes that are killed: `python -m tests.killed_loads FOLDER KILLS`, in an environment of the site.

The folder holds `before.sqlite3` and the set `next`. Left there are `after.sqlite3`, the site after a load that
nobody disturbed, and for each kill `<n>-killed.sqlite3` and, after one run more, `<n>-again.sqlite3`. Each load is
a fork of this one process, since to start Django takes longer than to load.
"""

import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection


def load(database: Path, fixture_set: Path, *options: str) -> None:
    connection.settings_dict["NAME"] = str(database)
    with Path(os.devnull).open("w") as nowhere:
        call_command("reload_fixtures", str(fixture_set), *options, stdout=nowhere)
    connection.close()


def forked(database: Path, fixture_set: Path, kill_after: float | None = None) -> int:
    """Load in a fork, killed after so many seconds if it still runs; its exit code, negative for a signal."""
    child = os.fork()
    if not child:
        code = 1
        try:
            load(database, fixture_set)
            code = 0
        finally:
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)  # one that has ended is not yet waited for, so its number is its own
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def settled(database: Path, copy: Path) -> None:
    """Copy a database as the next one who opens it finds it."""
    with sqlite3.connect(database) as opened:
        opened.execute("VACUUM INTO ?", [str(copy)])
    opened.close()


def main(folder: Path, kills: int) -> None:
    django.setup()
    fixture_set = folder / "next"
    before, after = folder / "before.sqlite3", folder / "after.sqlite3"

    def copied(name: str) -> Path:
        place = folder / f"site-{name}"
        place.mkdir()
        return Path(shutil.copy(before, place / "site.sqlite3"))

    load(copied("shown"), fixture_set, "--dry-run")  # so that no fork has to import what it needs
    site = copied("undisturbed")
    start = time.monotonic()
    assert forked(site, fixture_set) == 0
    duration = time.monotonic() - start
    settled(site, after)
    for number in range(kills):
        site = copied(str(number))
        delay = duration * (number + random.random()) / kills  # noqa: S311
        outcome = forked(site, fixture_set, kill_after=delay)
        settled(site, folder / f"{number}-killed.sqlite3")
        assert forked(site, fixture_set) == 0, "the next run completes"
        settled(site, folder / f"{number}-again.sqlite3")
        print(number, f"{delay:.3f}", outcome)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
