"""How each kind of database is copied while the site goes on, and replaced as a whole or not at all."""

import os
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from typing import Any

from django.db import connection


class Failed(Exception):
    """A database could not be copied or replaced, and why."""


class Database(ABC):
    """The database of the site, as a backup sees it: `file` is what its copy is called."""

    file: str

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    @abstractmethod
    def copy_to(self, target: Path) -> None:
        """Write a copy, as everything stands at one moment. Raises Failed."""

    @abstractmethod
    def check(self, copy: Path) -> None:
        """Look whether a copy can be read in full. Raises Failed."""

    @abstractmethod
    def replace(self, copy: Path) -> None:
        """Have what a copy holds, and nothing else. Raises Failed; then everything is as it was."""


class SQLite(Database):
    """By SQLite's own way to copy, which is safe while others write, and from which others see all or nothing."""

    file = "database.sqlite3"

    def copy_to(self, target: Path) -> None:
        self._copied(Path(self.settings["NAME"]), target)
        self.check(target)

    def check(self, copy: Path) -> None:
        try:
            with closing(connect(copy)) as opened:
                (said,) = opened.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.Error as error:
            raise Failed(f"The copy of the database is damaged: {error}") from error
        if said != "ok":
            raise Failed(f"The copy of the database is damaged: {said}")

    def replace(self, copy: Path) -> None:
        # The file itself stays, and is written in one transaction: one that took its place would be joined by the
        # journal of the former, and processes that have that one open would go on with it.
        target = Path(self.settings["NAME"])
        _put_aside_if_broken(target)
        self._copied(copy, target)

    def _copied(self, source: Path, target: Path) -> None:
        try:
            with (
                closing(connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as from_,
                closing(connect(target, timeout=20)) as to,
            ):
                from_.backup(to)
        except sqlite3.Error as error:
            raise Failed(f"{source} could not be copied to {target}: {error}") from error


def _put_aside_if_broken(file: Path) -> None:
    """Rename a file that is no database any more, with its journal: nothing can be written into it."""
    try:
        with closing(connect(file, timeout=20)) as opened:
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:  # locked, or nowhere to write: no reason to give up a database
        return
    except sqlite3.DatabaseError:
        for suffix in ("", "-wal", "-shm"):
            part = file.with_name(f"{file.name}{suffix}")
            if part.exists():
                part.replace(file.with_name(f"{file.name}.broken{suffix}"))


class PostgreSQL(Database):
    """By `pg_dump`, `pg_restore` and `psql`, which must be of the server’s version or later; it owns its database."""

    file = "database.dump"

    def copy_to(self, target: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", self._name)

    def check(self, copy: Path) -> None:
        self._run("pg_restore", "--list", str(copy))

    def replace(self, copy: Path) -> None:
        # As a script, so that what came after the backup is dropped in the same transaction: `pg_restore --clean` knows
        # of nothing but what it brings, and a later migration would then find its own tables there.
        script = copy.with_suffix(".sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
        empty = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        self._run("psql", *options, f"--command={empty}", f"--file={script}", self._name)

    @property
    def _name(self) -> str:
        return str(self.settings["NAME"])

    def _run(self, program: str, *arguments: str) -> None:
        if shutil.which(program) is None:
            raise Failed(f"{program} is not installed here; it comes with PostgreSQL’s client.")
        # In the environment, where other users of the machine do not see them as they see arguments.
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
        access = {name: str(self.settings[key]) for name, key in names.items() if self.settings.get(key)}
        command = [program, *arguments]
        ended = subprocess.run(command, env=os.environ | access, capture_output=True, text=True)  # noqa: S603
        if ended.returncode:
            raise Failed(f"{program}: {ended.stderr.strip()}")


KINDS: dict[str, type[Database]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def the_database() -> Database:
    """The database of this site. Raises Failed for one of a kind that no backup knows."""
    if connection.vendor not in KINDS:
        raise Failed(f"There is no way here to save a database of the kind {connection.vendor}.")
    return KINDS[connection.vendor](connection.settings_dict)
