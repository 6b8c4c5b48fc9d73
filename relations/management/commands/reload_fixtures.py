"""Bring a fixture set into the site, or a load back out of it, without overwriting what staff changed."""

import json
import shlex
import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from relations.loading import printing, runs
from relations.loading.faults import Fault, InvalidSet
from relations.loading.runs import Allowed, Refused, Run
from relations.loading.sets import UnknownSet, find_set

# What `--check` exits with.
WOULD_CHANGE, WOULD_WAIT = 3, 4
# What a plan that needed them needs again to be carried out.
ALLOWING = ("--allow-withdrawals", "--allow-older")


class Command(BaseCommand):
    help = (
        "Load a fixture set: what it changed is taken, what staff changed is kept, what both changed waits for a "
        "person. The whole set or nothing. Exit: 0 done (conflicts may wait), 1 error and nothing was changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "set",
            nargs="?",
            help="a folder of fixtures/, or a path to one; by default FIXTURE_SET, else the only folder there is",
        )
        parser.add_argument("--dry-run", action="store_true", help="show the plan, write nothing, take no write lock")
        parser.add_argument(
            "--check",
            action="store_true",
            help="like --dry-run; exit 0 nothing to do, 3 would change something, 4 conflicts would wait or wait",
        )
        parser.add_argument("--json", action="store_true", help="the plan or receipt as JSON, and nothing else")
        parser.add_argument("--expect", metavar="HASH", help="refuse if the plan’s hash is another")
        parser.add_argument(
            "--allow-withdrawals",
            action="store_true",
            help="needed where more than 5 records and more than 20 %% of the set would be withdrawn",
        )
        parser.add_argument(
            "--allow-older", action="store_true", help="needed where the version is lower than the one last loaded"
        )
        parser.add_argument("--undo", metavar="LOAD", type=int, help="merge that load’s changes back out")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"] or options["check"]
        try:
            run = self.run(dry_run, options)
        except InvalidSet as error:
            self.fail("The set was not loaded, and nothing was changed.", error.faults, options)
        except (Refused, UnknownSet) as error:
            self.fail("Nothing was changed.", [Fault("", str(error))], options)
        except DatabaseError as error:
            self.fail("Nothing was changed.", [Fault("", _in_words(error))], options)
        else:
            try:
                self.report(run, dry_run, options)
            except OSError as error:  # a closed pipe, a full disk: nobody hears it, but what was done is done
                self.stderr.write(f"The report could not be written: {error.strerror}.")
            if options["check"]:
                sys.exit(exit_code(run))

    def run(self, dry_run: bool, options: dict[str, Any]) -> Run:
        if options["expect"] == "":
            raise Refused("--expect takes the hash of a plan, and was given none.")
        allowed = Allowed(options["expect"] or "", options["allow_withdrawals"], options["allow_older"])
        at = timezone.now()
        if options["undo"] is not None:
            if options["set"]:
                raise Refused("--undo takes no set: the load knows its own.")
            if dry_run:
                return runs.show_undo(options["undo"], allowed)
            return runs.carry_out_undo(options["undo"], allowed, at=at)
        folder = find_set(options["set"])
        if dry_run:
            return runs.show_load(folder, allowed, self.progress(options))
        return runs.carry_out_load(folder, allowed, self.progress(options), at=at)

    def progress(self, options: dict[str, Any]) -> Callable[[str], None]:
        """Tell on the error stream how far it is, where a person looks on."""
        if options["json"] or not self.stderr.isatty():
            return lambda _text: None
        return lambda text: self.stderr.write(f"… {text}", self.style.NOTICE)

    def report(self, run: Run, dry_run: bool, options: dict[str, Any]) -> None:
        if options["json"]:
            self.say_json(printing.as_json(run, dry_run=dry_run))
            return
        for line in printing.lines(run.plan, colour=self.stdout.isatty() and not options["no_color"]):
            self.say(line)
        self.say(printing.closing(run.plan))
        if next_step := what_next(run, dry_run, options):
            self.say(next_step)

    def say(self, line: str) -> None:
        """Write a line; letters that the output's encoding lacks are written as their numbers."""
        encoding = self.encoding()
        self.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))

    def say_json(self, report: dict[str, Any]) -> None:
        text = json.dumps(report, ensure_ascii=False, indent=2)
        try:
            text.encode(self.encoding())
        except UnicodeEncodeError:  # not in this encoding, or half of a character, which a fault may quote
            text = json.dumps(report, indent=2)
        self.stdout.write(text)

    def encoding(self) -> str:
        return getattr(self.stdout, "encoding", None) or "utf-8"

    def fail(self, headline: str, faults: list[Fault], options: dict[str, Any]) -> None:
        if options["json"]:
            report = {"set": None, "version": None, "hash": None, "dry_run": options["dry_run"] or options["check"]}
            errors = [fault.as_json() for fault in faults]
            report |= {"load": None, "counts": None, "records": [], "errors": errors}
            self.say_json(report)
            sys.exit(1)
        count = "" if len(faults) == 1 else f" {len(faults)} faults:"
        named = (f"  {printing.visible(str(fault))}" for fault in faults)
        raise CommandError("\n".join([f"{headline}{count}", *named]))


def exit_code(run: Run) -> int:
    """What `--check` exits with: waiting conflicts before changes, those before nothing to do."""
    if run.plan.counts["conflicts"]:
        return WOULD_WAIT
    return WOULD_CHANGE if run.plan.writes_a_load else 0


def what_next(run: Run, dry_run: bool, options: dict[str, Any]) -> str:
    """What somebody can do now, in a sentence."""
    plan = run.plan
    if dry_run and plan.writes_a_load:
        what = ["--undo", str(options["undo"])] if options["undo"] is not None else [options["set"]]
        what += [flag for flag in ALLOWING if options[flag.strip("-").replace("-", "_")]]
        command = shlex.join(["manage.py", "reload_fixtures", *filter(None, what), "--expect", plan.hash])
        return f"Nothing is written yet. To carry out just this: {command}"
    sentences = []
    if run.load:
        sentences.append(f"This is load {run.load.pk}; manage.py reload_fixtures --undo {run.load.pk} takes it back.")
    if plan.counts["conflicts"]:
        sentences.append("What waits is decided in the admin, under Conflicts.")
    return " ".join(sentences)


def _in_words(error: DatabaseError) -> str:
    hint = " (Has `manage.py migrate` been run?)" if "no such table" in str(error) else ""
    if "locked" in str(error):
        hint = " (Somebody else is writing, perhaps another load. Try again.)"
    return f"The database says: {error}.{hint}"
