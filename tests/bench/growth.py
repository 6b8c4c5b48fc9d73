"""How many queries each kind of public page asks, and how long it takes, however many records there are.

    .venv/bin/python -m tests.bench.growth
    COPIES="1 50 500" .venv/bin/python -m tests.bench.growth    # about 200, 10,000 and 100,000 records

The set of tests/sets is loaded with its records copied so many times (parties and pages stay one). Each page is asked
for in one process, without the edition cache: queries, and milliseconds of processor time, the median of five. Exits with 1 if a page asks more queries with more records.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.loading import ROOT, environment, manage

SET = next((ROOT / "tests" / "sets").iterdir())
COPIES = [int(number) for number in os.environ.get("COPIES", "1 30").split()]
SHARED = {"party", "relationship", "page"}

ASK = """
import json, statistics, sys, time
from django.db import connection
from django.test import Client
client, told, asked = Client(SERVER_NAME="localhost"), {}, []
def note(execute, sql, params, many, context):
    asked.append(sql)
    return execute(sql, params, many, context)
for path in json.loads(sys.stdin.read()):
    assert client.get(path).status_code == 200, path
    asked.clear()
    with connection.execute_wrapper(note):
        client.get(path)
    times = []
    for _ in range(5):
        begun = time.process_time()
        client.get(path)
        times.append(time.process_time() - begun)
    told[path] = len(asked), statistics.median(times) * 1000
print(json.dumps(told))
"""


def name_of(model: str) -> str:
    return model.removeprefix("relations.")


def copies(rows: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """The records of a set, and so many copies of those that a site has many of, each referring to its like."""
    copied = [row for row in rows if name_of(row["model"]) not in SHARED]
    slugs = {row["fields"]["slug"] for row in copied}
    made = list(rows)
    for turn in range(1, number):
        named = {slug: f"{slug}-{turn}" for slug in slugs}
        for row in copied:
            fields = {key: _renamed(value, named) for key, value in row["fields"].items()}
            if name_of(row["model"]) == "tradefigure":  # whose slug is its indicator's and its period
                fields["slug"] = f"{fields['indicator'][0]}-{fields['period']}"
            else:
                fields["slug"] = named[fields["slug"]]
            made.append({"model": row["model"], "fields": fields})
    return made


def _renamed(value: Any, named: dict[str, str]) -> Any:
    """A reference, or a list of them, to the copies of what it refers to."""
    if not isinstance(value, list):
        return value
    if len(value) == 1 and isinstance(value[0], str):
        return [named.get(value[0], value[0])]
    return [_renamed(one, named) for one in value]


def pages(rows: list[dict[str, Any]]) -> list[str]:
    """The lists, the overview, and the page of one record of each type."""
    first = {name_of(row["model"]): row["fields"]["slug"] for row in reversed(rows)}
    lists = ["", "milestones/", "agreements/", "trade/", "cooperation/", "initiatives/", "commitments/", "sources/"]
    details = {
        "milestones": "milestone",
        "agreements": "agreement",
        "trade": "tradeindicator",
        "cooperation": "cooperationarea",
        "initiatives": "initiative",
        "commitments": "commitment",
        "sources": "source",
    }
    others = ["updates/", "data/", "search/?q=agreement", "brief/?make=1", "feed.atom", "calendar.ics"]
    return [f"/en/{path}" for path in (*lists, *(f"{at}/{first[of]}/" for at, of in details.items()), *others)]


def read_set() -> list[dict[str, Any]]:
    """The records of the invented set."""
    return [row for path in sorted(SET.glob("*.json")) for row in json.loads(path.read_text("utf-8"))]


def written_set(folder: Path, rows: list[dict[str, Any]]) -> Path:
    """A set of these records in a new folder."""
    content = folder / "set"
    content.mkdir()
    (content / "manifest.toml").write_text((SET / "manifest.toml").read_text("utf-8"), "utf-8")
    (content / "all.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return content


def measured(folder: Path, rows: list[dict[str, Any]]) -> dict[str, tuple[int, float]]:
    """Queries and milliseconds of each page of a site that holds these records."""
    database = folder / "db.sqlite3"
    manage(database, "migrate", "--verbosity=0")
    manage(database, "reload_fixtures", str(written_set(folder, rows)))
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "--verbosity=0", "--command", ASK]
    variables = environment(database) | {
        "SECURE_SSL_REDIRECT": "False",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
    }
    ended = subprocess.run(  # noqa: S603
        command, env=variables, cwd=ROOT, input=json.dumps(pages(rows)), capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise SystemExit(ended.stderr)
    return json.loads(ended.stdout)


def main() -> int:
    rows = read_set()
    results = {}
    for number in COPIES:
        grown = copies(rows, number)
        with tempfile.TemporaryDirectory() as folder:
            results[len(grown)] = measured(Path(folder), grown)
    print(f"{'queries / ms with so many records':44}" + "".join(f"{count:>16,}" for count in results))  # noqa: T201
    more = []
    for path in pages(rows):
        told = [results[count][path] for count in results]
        print(f"{path:44}" + "".join(f"{queries:>8}{milliseconds:>8.1f}" for queries, milliseconds in told))  # noqa: T201
        if max(queries for queries, _time in told) > told[0][0]:
            more.append(path)
    if more:
        print(f"Queries grow with the records: {', '.join(more)}")  # noqa: T201
    return bool(more)


if __name__ == "__main__":
    sys.exit(main())
