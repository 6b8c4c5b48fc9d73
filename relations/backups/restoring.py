"""A backup is looked at in full, and only then put in place."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from relations.backups.archive import Unusable, unpack
from relations.backups.databases import Database, Failed, the_database
from relations.backups.taking import MEDIA
from relations.models import Edition

# Pages are kept by the number of their edition. What the site publishes from here on must not get a number that it had
# already given between the backup and now, which may be lost: so the numbers go on far above.
EDITIONS_AHEAD = 1_000_000


@dataclass(frozen=True)
class Opened:
    """A backup that is whole and can be restored here: what it says of itself, and where it is unpacked."""

    about: dict[str, Any]
    folder: Path
    database: Database

    @property
    def is_older(self) -> bool:
        """Whether the program knows migrations that the backup has not, so that `migrate` must follow."""
        return bool(_known() - _migrations(self.about))


@contextmanager
def opened(file: Path) -> Iterator[Opened]:
    """A backup, unpacked until the block ends. Raises Unusable if it is damaged or newer, Failed, OSError."""
    database = the_database()
    with tempfile.TemporaryDirectory(prefix="restore-") as name:
        folder = Path(name)
        about = unpack(file, folder)
        if about.get("database") != connection.vendor:
            raise Unusable(f"{file} is of a database of the kind {about.get('database')}; here is {connection.vendor}.")
        if newer := sorted(_migrations(about) - _known()):
            names = ", ".join(".".join(migration) for migration in newer)
            raise Unusable(f"{file} comes from a newer version of the program, which has {names}.")
        try:
            database.check(folder / database.file)
        except Failed as error:
            raise Unusable(f"{file}: {error}") from error
        yield Opened(about, folder, database)


def _migrations(about: dict[str, Any]) -> set[tuple[str, str]]:
    return {(app, name) for app, name in about["migrations"]}


def _known() -> set[tuple[str, str]]:
    """All migrations that this version of the program has, and those that they took the place of."""
    loader = MigrationLoader(None)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return set(loader.disk_migrations) | replaced


def restore(backup: Opened) -> None:
    """Have the database and the kept files of a backup, and nothing else. Raises Failed, OSError."""
    former = _edition()
    connection.close()
    backup.database.replace(backup.folder / backup.database.file)
    connection.close()
    Edition.objects.bump()
    ahead = max(former, _edition()) + EDITIONS_AHEAD
    Edition.objects.update(number=ahead)
    if (backup.folder / MEDIA).is_dir() and settings.MEDIA_ROOT:
        _replace_folder(Path(settings.MEDIA_ROOT), backup.folder / MEDIA)


def _edition() -> int:
    """The number of the edition; 0 where the database is empty or broken."""
    with suppress(DatabaseError):
        return Edition.objects.values_list("number", flat=True).first() or 0
    return 0


def _replace_folder(folder: Path, by: Path) -> None:
    """Have another folder in place of one, which is away for no longer than it takes to rename two."""
    aside, former = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.former")
    for leftover in (aside, former):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(by, aside)
    if folder.exists():
        folder.rename(former)
    aside.rename(folder)
    shutil.rmtree(former, ignore_errors=True)
