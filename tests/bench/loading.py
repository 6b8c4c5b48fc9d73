"""How long `reload_fixtures` takes, and how much memory, beside `loaddata` of the same file in the same run.

    .venv/bin/python -m tests.bench.loading            # a table on stdout
    STATEMENTS=1000 ROUNDS=1 .venv/bin/python -m tests.bench.loading

The set is generated: so many milestones, two passages each, natural keys throughout. Every run is a process of its
own on an SQLite file, timed from outside (wall seconds, and the peak resident memory of just that process). Ratios
are of medians to `loaddata` into the empty, migrated database. Aims: first load 0.5 of its time, a reload with one
per cent changed (and another one per cent edited on the site) 0.1, memory 1.5.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STATEMENTS = int(os.environ.get("STATEMENTS", "10000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
PASSAGES = 200
WORDS = {"en": "The two sides agreed on it. ", "es": "Ambas partes lo acordaron. ", "ko": "양측이 이에 합의했습니다. "}

Measured = tuple[float, float]


def row(model: str, slug: str, **fields: Any) -> dict[str, Any]:
    return {"model": f"relations.{model}", "fields": {"slug": slug, "live": True, **fields}}


def records() -> list[dict[str, Any]]:
    """A source, its passages, and the milestones."""
    rows = [row("source", "speech", title_en="A speech", kind="speech", language="en")]
    for number in range(PASSAGES):
        place = {"source": ["speech"], "locator": f"¶{number}", "order": number}
        rows.append(row("passage", f"p-{number}", fragment=f"words {number}", gist_en="What it says.", **place))
    for number in range(STATEMENTS):
        texts = {f"title_{code}": f"{words}{number}" for code, words in WORDS.items()}
        texts |= {f"summary_{code}": (words * 8).strip() for code, words in WORDS.items()}
        texts |= {f"body_{code}": f"<p>{words * 12}</p>" for code, words in WORDS.items()}
        evidence = {"basis": "states", "as_of": "2022", "passages": sorted([[f"p-{number % 199}"], ["p-199"]])}
        date = f"{1900 + number % 120}-05-10"
        rows.append(row("milestone", f"m-{number}", date=date, kind="visit", **texts, **evidence))
    return rows


def write(folder: Path, rows: list[dict[str, Any]], version: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = f'name = "bench"\nversion = {version}\ntitle = "Bench"\nas_of = "2022"\nchange = "minor"\n'
    (folder / "manifest.toml").write_text(manifest + 'note = { en = "A note." }\n', encoding="utf-8")
    (folder / "all.json").write_text(json.dumps(rows, ensure_ascii=False, indent=2), encoding="utf-8")


def environment(database: Path) -> dict[str, str]:
    return os.environ | {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "only-for-benchmarks-only-for-benchmarks-only-for-benchmarks",
        "DEBUG": "False",
        "DATABASE_URL": f"sqlite:///{database}",
    }


def manage(database: Path, *arguments: str) -> Measured:
    """Run a command; wall seconds, and peak MiB of that process alone."""
    start = time.perf_counter()
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    with subprocess.Popen(command, env=environment(database), cwd=ROOT, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)}: exit {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


EDIT = """
from django.utils import timezone
from relations.models import Milestone
from relations.publishing import publish, save_draft
for number in range(1, {count}, 100):
    draft = save_draft(Milestone, f"m-{{number}}", {{"title_ko": f"고침 {{number}}"}}, by=None, at=timezone.now())
    publish(draft, by=None, at=timezone.now())
"""


def one_round(folder: Path) -> dict[str, Measured]:
    """Each mode once, on databases of this round."""
    empty, plain, site = (folder / name for name in ("empty.sqlite3", "plain.sqlite3", "site.sqlite3"))
    for database in (empty, plain, site):
        database.unlink(missing_ok=True)
    manage(empty, "migrate", "--verbosity=0")
    for database in (plain, site):
        shutil.copy(empty, database)
    measured = {"startup": manage(empty, "check")}
    measured["loaddata"] = manage(plain, "loaddata", str(folder / "first" / "all.json"), "--verbosity=0")
    measured["first load"] = manage(site, "reload_fixtures", str(folder / "first"))
    measured["reload, nothing changed"] = manage(site, "reload_fixtures", str(folder / "first"))
    manage(site, "shell", "--verbosity=0", "--command", EDIT.format(count=STATEMENTS))
    measured["reload, 1 % changed, 1 % edited"] = manage(site, "reload_fixtures", str(folder / "second"))
    return measured


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        rows = records()
        write(folder / "first", rows, 1)
        for changed in rows[PASSAGES + 1 :: 100]:
            changed["fields"]["title_es"] += " (cambiado)"
        write(folder / "second", rows, 2)
        rounds = [one_round(folder) for _ in range(ROUNDS)]
    print(f"{STATEMENTS} statements with two passages each, SQLite, {ROUNDS} rounds, medians")  # noqa: T201
    print(f"{'':34}{'wall s':>8}{'× loaddata':>12}{'peak MiB':>10}{'× loaddata':>12}")  # noqa: T201
    base = [median(one["loaddata"][place] for one in rounds) for place in (0, 1)]
    for mode in rounds[0]:
        wall, memory = (median(one[mode][place] for one in rounds) for place in (0, 1))
        print(f"{mode:34}{wall:8.2f}{wall / base[0]:12.2f}{memory:10.0f}{memory / base[1]:12.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
