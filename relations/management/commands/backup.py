"""Save the whole site as one file, while it goes on."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from relations.backups import remove_oldest, take
from relations.backups.databases import Failed


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("write a number from 1 on")
    return int(text)


class Command(BaseCommand):
    help = "Save database and kept files as one new file in a folder; its checksums are looked at when it is restored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where the file is put; made if it is not there")
        parser.add_argument("--keep", type=_at_least_one, metavar="N", help="then remove all but the N newest backups")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            target = take(folder, at=timezone.now())
            removed = remove_oldest(folder, options["keep"]) if options["keep"] else []
        except (Failed, DatabaseError, OSError) as error:
            raise CommandError(f"No backup was taken. {error}") from error
        self.stdout.write(f"{target}: {target.stat().st_size} bytes." + f" {len(removed)} removed." * bool(removed))
