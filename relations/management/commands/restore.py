"""Put a backup in place of what the site has."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from relations.backups import Opened, Unusable, opened, restore
from relations.backups.databases import Failed


class Command(BaseCommand):
    help = "Replace database and kept files by those of a backup. One that is damaged or newer changes nothing."
    # The database may be empty or broken: that is what a backup is for.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` wrote")
        parser.add_argument("--no-input", action="store_true", help="do not ask whether it is to be done")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with opened(options["file"]) as backup:
                if not options["no_input"]:
                    self._ask(backup)
                restore(backup)
                self.stdout.write(f"Restored: {backup.about['site']} as of {backup.about['taken_at']}.")
                if backup.is_older:
                    self.stdout.write("The program is newer than the backup: run `manage.py migrate` now.")
        except (Unusable, Failed, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error

    def _ask(self, backup: Opened) -> None:
        about = backup.about
        self.stdout.write(
            f"The backup is of {about['site']}, taken at {about['taken_at']}, edition {about['edition']}."
        )
        self.stdout.write("Everything that the site has now is replaced by it and lost.")
        try:
            answer = input("Write yes to go on: ")
        except EOFError:
            answer = ""
        if answer.strip().lower() != "yes":
            raise CommandError("Nothing was restored.")
