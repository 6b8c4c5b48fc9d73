"""Loading as the tests do it: sets from their rows, the command, and its report."""

import json
from collections.abc import Iterator
from copy import deepcopy
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.management import call_command

from relations.loading.runs import Allowed, Run, carry_out_load
from relations.models import RECORD_TYPES, Conflict, Load, Milestone, Record, Revision
from relations.publishing import save_draft, withdraw
from relations.values import content_fields, values_of
from tests.acting import NOW
from tests.factories import canonical_values
from tests.fixture_sets import fields_of, small_set, write_set
from tests.once import once

MANIFEST = """\
name = "north-south"
version = {version}
title = "North and South"
as_of = "2030"
change = "{change}"
note = {{ en = "Set {version}.", es = "Paquete {version}.", ko = "묶음 {version}." }}
"""
ABSENT = object()
NOTE = {"en": "It was wrong."}


def run(*arguments: Any, **options: Any) -> tuple[int, dict[str, Any]]:
    """`reload_fixtures --json`: its exit code, and what it printed."""
    out, code = StringIO(), 0
    try:
        call_command("reload_fixtures", *map(str, arguments), "--json", stdout=out, **options)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue())


def run_set(files: Any, *arguments: Any, version: int = 1, change: str = "major") -> tuple[int, dict[str, Any]]:
    """The same for a set of these rows."""
    with TemporaryDirectory() as folder:
        manifest = MANIFEST.format(version=version, change=change)
        return run(write_set(Path(folder) / "set", files, manifest), *arguments)


def load(files: Any = None, *arguments: Any, **manifest: Any) -> dict[str, Any]:
    """Load a set that nothing speaks against; returns the receipt.

    Without files it is the small set, with which many tests begin: into an empty site it is loaded once.
    """
    if files is None and not arguments and not manifest:
        return once("the small set", lambda: load(small_set()))
    code, report = run_set(small_set() if files is None else files, *arguments, **manifest)
    assert (code, report["errors"]) == (0, [])
    return report


def bring_at_now(files: Any = None) -> Run:
    """Load a set, or the small one, as the admin does: whatever waits then, and at a time that tests know."""
    with TemporaryDirectory() as folder:
        return carry_out_load(write_set(Path(folder) / "set", files), Allowed(), lambda _text: None, at=NOW)


@pytest.fixture
def bring(db: Any) -> Any:
    """The small set is loaded, and another can be brought."""

    def first() -> None:
        bring_at_now()

    once("the small set, loaded at NOW", first)
    return bring_at_now


def undo(number: int, *arguments: Any) -> dict[str, Any]:
    code, report = run("--undo", number, *arguments)
    assert (code, report["errors"]) == (0, [])
    return report


def check(files: Any, **manifest: Any) -> int:
    """The exit code of `--check`."""
    return run_set(files, "--check", **manifest)[0]


def changed(files: Any, slug: str, **fields: Any) -> Any:
    """A copy of a set in which fields of a record hold something else; those ABSENT are not named any more."""
    files = deepcopy(files)
    own = fields_of(files, slug)
    own.update(fields)
    for name in [name for name, value in own.items() if value is ABSENT]:
        del own[name]
    return files


def without(files: Any, *slugs: str) -> Any:
    """A copy of a set that lacks records."""
    return {name: [row for row in rows if row["fields"]["slug"] not in slugs] for name, rows in files.items()}


def with_rows(files: Any, *rows: Any) -> Any:
    """A copy of a set that has records more."""
    return {**files, "more.json": [*files.get("more.json", []), *rows]}


def told(report: Any) -> dict[str, str]:
    """What happened to each record that the report tells of."""
    return {record["slug"]: record["action"] for record in report["records"]}


def units(report: Any, slug: str) -> dict[str, str]:
    """How each unit of a record came out, by its field; a statement's group is called its evidence."""
    found = [unit for record in report["records"] if record["slug"] == slug for unit in record["units"]]
    return {"evidence" if "passages" in unit["fields"] else unit["fields"][0]: unit["outcome"] for unit in found}


def unit(report: Any, slug: str, field: str) -> Any:
    """The one unit of a record that a field is in."""
    (record,) = [record for record in report["records"] if record["slug"] == slug]
    (found,) = [unit for unit in record["units"] if field in unit["fields"]]
    return found


def waiting() -> list[tuple[str, list[str], Any, Any, Any]]:
    """What waits for a decision: slug, fields, and the three values."""
    return [
        (
            one.slug,
            one.fields,
            one.base,
            one.site,
            {name: one.fixture[name] for name in one.fields if name in one.fixture},
        )
        for one in Conflict.objects.waiting().order_by("pk")
    ]


def visit() -> Any:
    """The milestone of the small set."""
    return Milestone.objects.get(slug="visit")


def take_back(*records: Record) -> None:
    """A person withdraws records."""
    withdraw(*records, by=None, at=NOW, note=NOTE)


def begin(model: type[Record], slug: str, **values: Any) -> Revision:
    """A person saves the draft of a new record."""
    return save_draft(model, slug, canonical_values(model, values), by=None, at=NOW)


def site() -> dict[tuple[str, str], Any]:
    """Every record as the public may see it: its values, or nothing."""
    return {(row.type_name(), row.slug): values_of(row) if row.live else None for row in every_row()}


def every_row() -> Iterator[Any]:
    """Every record there is, with all that its values are made of."""
    for model in RECORD_TYPES:
        sets = [field.name for field in model._meta.many_to_many]
        references = [name for name, field in content_fields(model).items() if field.many_to_one]
        yield from model._default_manager.select_related(*references).prefetch_related(*sets)


def named_by(files: Any) -> dict[tuple[str, str], Any]:
    """What a set says of its records, in canonical form."""
    models = {model._meta.label_lower: model for model in RECORD_TYPES}
    return {
        (models[row["model"]].type_name(), row["fields"]["slug"]): canonical_values(
            models[row["model"]], {name: value for name, value in row["fields"].items() if name not in {"slug", "live"}}
        )
        for rows in files.values()
        for row in rows
    }


def loads() -> int:
    return Load.objects.count()


def last_load() -> int:
    return Load.objects.latest("pk").pk


def history(record: Record) -> list[tuple[str, str, int | None]]:
    """State, origin and number of its revisions, oldest first."""
    return list(Revision.objects.of(record).order_by("pk").values_list("state", "origin", "number"))


def delete_for_good(record: Any) -> None:
    """As nobody can by the verbs, but somebody with SQL."""
    type(record)._default_manager.filter(pk=record.pk).delete()
