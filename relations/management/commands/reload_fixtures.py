"""Bring a fixture set into the site: create what is missing, leave every existing row alone."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction
from django.utils import timezone

from relations.loading.apply import apply
from relations.loading.files import InvalidSet, read_set
from relations.loading.manifest import MANIFEST
from relations.loading.plan import Plan, make_plan

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    help = (
        "Load a fixture set: create the records that the site lacks, change none that it has, list those that differ."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "set",
            nargs="?",
            help="a folder of fixtures/, or a path to one; by default FIXTURE_SET, else the only folder there is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = find_set(options["set"])
        try:
            fixture_set = read_set(folder)
            with transaction.atomic():
                plan = make_plan(fixture_set)
                apply(plan, at=timezone.now())
        except InvalidSet as error:
            faults = "\n".join(f"  {fault}" for fault in error.faults)
            count = "1 fault" if len(error.faults) == 1 else f"{len(error.faults)} faults"
            raise CommandError(f"{folder.name} was not loaded, and nothing was changed. {count}:\n{faults}") from error
        except DatabaseError as error:
            raise CommandError(
                f"{folder.name} was not loaded, and nothing was changed. The database says: {error}"
                + (" (has `manage.py migrate` been run?)" if "no such table" in str(error) else "")
            ) from error
        self.report(folder, plan)

    def report(self, folder: Path, plan: Plan) -> None:
        for row in plan.differing:
            self.stdout.write(f"  kept as on the site: {row.record.slug} differs in {', '.join(row.fields)}")
        for record, (_model, slug) in plan.left_out:
            self.stdout.write(f"  left out: {record.slug} needs {slug}, which is not public on the site")
        parts = [
            f"{len(plan.create)} created",
            f"{len(plan.unchanged)} unchanged",
            f"{len(plan.differing)} kept as on the site",
        ]
        if plan.left_out:
            parts.append(f"{len(plan.left_out)} left out")
        self.stdout.write(f"{folder.name}: {', '.join(parts)}.")


def find_set(name: str | None) -> Path:
    """The folder of the set to load.

    Raises CommandError, listing what there is, if it cannot be told or found.
    """
    there = sorted(path.parent.name for path in FIXTURES.glob(f"*/{MANIFEST}"))
    listed = f"fixtures/ has: {', '.join(there) or 'no set'}."
    wanted = name or settings.FIXTURE_SET
    if not wanted:
        if len(there) != 1:
            raise CommandError(f"Which set? Name one, or set FIXTURE_SET. {listed}")
        wanted = there[0]
    for folder in (FIXTURES / wanted, Path(wanted)):
        with suppress(OSError):  # a name too long for the file system
            if folder.is_dir():
                return folder.resolve()
    raise CommandError(f"There is no set “{wanted}”. {listed}")
