"""Write the live content of the site as a fixture set: the patch to send to whoever keeps the set."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from relations.loading.export import export_set
from relations.loading.runs import Refused


class Command(BaseCommand):
    help = "Write what is public as a fixture set with the manifest last loaded. Loading it back changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="an empty folder, or one to be made")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            written = export_set(folder)
        except (Refused, OSError, DatabaseError) as error:
            raise CommandError(str(error)) from error
        for name, count in written.items():
            self.stdout.write(f"  {name}: {count}")
        self.stdout.write(f"{sum(written.values())} records written to {folder}.")
