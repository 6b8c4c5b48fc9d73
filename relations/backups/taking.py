"""A backup is taken; of older ones, so many are kept."""

import datetime
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from relations.backups.archive import pack
from relations.backups.databases import the_database
from relations.models import Edition

MEDIA = "media"
NAME = re.compile(r"relations-\d{8}T\d{6}Z\.tar\.gz")


def take(folder: Path, *, at: datetime.datetime) -> Path:
    """Save database and kept files as one new file in a folder, and return it. Raises databases.Failed, or OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"relations-{at.astimezone(datetime.UTC):%Y%m%dT%H%M%S}Z.tar.gz"
    database = the_database()
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as name:
        content = Path(name)
        about = _about(at)
        database.copy_to(content / database.file)
        if settings.MEDIA_ROOT and Path(settings.MEDIA_ROOT).is_dir():
            shutil.copytree(settings.MEDIA_ROOT, content / MEDIA)
        pack(content, about, target)
    return target


def _about(at: datetime.datetime) -> dict[str, Any]:
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "taken_at": at.isoformat(),
        "site": settings.SITE_URL,
        "database": connection.vendor,
        "migrations": sorted(map(list, applied)),
        "edition": Edition.objects.values_list("number", flat=True).first() or 0,
    }


def remove_oldest(folder: Path, keep: int) -> list[Path]:
    """Remove the backups of a folder but for the newest ones; returns which. Other files are left alone."""
    backups = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    oldest = backups[: max(0, len(backups) - keep)]
    for path in oldest:
        path.unlink()
    return oldest
