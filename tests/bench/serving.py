"""How many requests a second two workers answer: kept pages, 304s, pages that are made anew, beside a bare ceiling.

    .venv/bin/python -m tests.bench.serving
    SECONDS=8 ROUNDS=3 .venv/bin/python -m tests.bench.serving
    COPIES=500 .venv/bin/python -m tests.bench.serving    # so many times the invented set: about 100,000 records

Needs wrk (Debian's package). Every row is asked for by sixteen connections; the rows take turns in each round, so that
what else the machine does falls on all of them. The table gives the median, the ratio to the ceiling (20 KB answered
without a thought, under the same server) and the slowest hundredth. "Made anew": each request asks for a page that is
not kept. "Edition a second": all is made anew every second, as if somebody published without pause.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from tests.bench.growth import copies, read_set, written_set
from tests.bench.loading import ROOT
from tests.bench.production import prepared, wait_for
from tests.ports import free_port

SECONDS = os.environ.get("SECONDS", "4")
ROUNDS = int(os.environ.get("ROUNDS", "3"))
SERVER = ["--workers=2", "--worker-class=gthread", "--threads=4", "--log-level=warning"]
# Of how many times the invented set the site consists; with none, of this project's own fixtures.
COPIES = int(os.environ.get("COPIES", "0"))
PAGES = {"home": "/en/", "list": "/en/milestones/", "detail": "/en/agreements/air-services/"}

# Another number in each request: a page of its own, which nobody has asked for before.
ANEW = """
local number = math.random(1000000000)
request = function()
  number = number + 1
  return wrk.format("GET", wrk.path .. "?page=" .. number)
end
"""


@dataclass(frozen=True)
class Row:
    """One line of the table: what is asked for, and how."""

    label: str
    url: str
    options: tuple[str, ...] = ()
    bumps: bool = False


@contextmanager
def gunicorn(application: str, environment: dict[str, str]) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *SERVER]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:  # noqa: S603
        try:
            wait_for(f"http://127.0.0.1:{port}/", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@contextmanager
def an_edition_a_second(database: Path) -> Iterator[None]:
    """Let a public change happen each second."""
    import sqlite3

    over = threading.Event()

    def bump() -> None:
        while not over.wait(1):
            with sqlite3.connect(database, timeout=20) as connection:
                connection.execute("UPDATE relations_edition SET number = number + 1")

    thread = threading.Thread(target=bump)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def ask(row: Row) -> tuple[float, float]:
    """Requests a second, and the milliseconds in which 99 of 100 were answered. Stops where any answer was an error."""
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "--timeout=30s", "--latency", *row.options, row.url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"{row.label}: {told}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    assert rate and slowest
    return float(rate[1]), float(slowest[1]) * {"us": 0.001, "ms": 1, "s": 1000}[slowest[2]]


def rows(ceiling: str, plain: str, site: str, script: Path) -> list[Row]:
    with urlopen(f"{site}{PAGES['home']}") as answer:  # noqa: S310
        tag = answer.headers["ETag"]
    anew = ("-s", str(script))
    return [
        Row("ceiling", f"{ceiling}/"),
        Row("plain Django, 30 rows", f"{plain}/"),
        *(Row(f"kept: {name}", f"{site}{path}", ("-H", "Accept-Encoding: br")) for name, path in PAGES.items()),
        Row("304: home", f"{site}{PAGES['home']}", ("-H", f"If-None-Match: {tag}")),
        *(Row(f"made anew: {name}", f"{site}{path}", anew) for name, path in PAGES.items()),
        Row("edition a second: home", f"{site}{PAGES['home']}", bumps=True),
    ]


def main() -> None:
    if shutil.which("wrk") is None:
        print("Skipped: wrk is not on this machine: install Debian's package wrk.")  # noqa: T201
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder = Path(name)
        script = folder / "anew.lua"
        script.write_text(ANEW, "utf-8")
        content = written_set(folder, copies(read_set(), COPIES)) if COPIES else None
        environment = prepared(folder, "http://127.0.0.1", content)
        plain_environment = {**environment, "DJANGO_SETTINGS_MODULE": ""}
        asked = rows(
            servers.enter_context(gunicorn("tests.bench.ceiling", plain_environment)),
            servers.enter_context(gunicorn("tests.bench.plain", plain_environment)),
            servers.enter_context(gunicorn("config.wsgi", environment)),
            script,
        )
        measured: dict[str, list[tuple[float, float]]] = {row.label: [] for row in asked}
        for _round in range(ROUNDS):
            for row in asked:
                with an_edition_a_second(folder / "db.sqlite3") if row.bumps else ExitStack():
                    measured[row.label].append(ask(row))
    ceiling = median(rate for rate, _slowest in measured["ceiling"])
    print(f"{'2 workers, 16 connections':28}{'requests/s':>12}{'ratio':>8}{'99 % within ms':>16}")  # noqa: T201
    for label, results in measured.items():
        rate, slowest = median(one[0] for one in results), median(one[1] for one in results)
        print(f"{label:28}{rate:12.0f}{rate / ceiling:8.3f}{slowest:16.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
