"""How many requests a second two workers answer: kept pages, 304s, pages that are made anew, beside a bare ceiling.

    .venv/bin/python -m tests.bench.serving
    SECONDS=4 ROUNDS=20 .venv/bin/python -m tests.bench.serving
    COPIES=500 .venv/bin/python -m tests.bench.serving    # so many times the invented set: about 100,000 records

Needs wrk (Debian's package) and /proc. Every row is asked for by sixteen connections, what is made anew by four. The
rows take turns in each of many short rounds, since what else a shared machine does comes and goes in seconds. The ratio
is to the ceiling of the same round (20 KB answered without a thought, under the same server); the table gives the
medians of the rounds, the slowest hundredth, and the processor time that the workers spent on an answer, which says
least of what else went on.

"Made anew": each request asks for a page that is not kept, while what pages share is (the site's frame, the overview).
"Edition a second": all is made anew every second, as if somebody published without pause.
"""

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from tests.bench.growth import copies, read_set, written_set
from tests.bench.production import gunicorn, prepared, workers_of

SECONDS = os.environ.get("SECONDS", "1")
ROUNDS = int(os.environ.get("ROUNDS", "12"))
SERVER = ["--workers=2", "--worker-class=gthread", "--threads=4", "--log-level=warning"]
# Of how many times the invented set the site consists; with none, of this project's own fixtures.
COPIES = int(os.environ.get("COPIES", "0"))
# Workers that spend less than a tenth of so many seconds are idle.
IDLE = 0.3
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
    master: int
    options: tuple[str, ...] = ()
    bumps: bool = False
    # Slow answers are asked for longer and by fewer: what is under way at the end is not counted.
    times: int = 1
    connections: int = 16


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


@dataclass(frozen=True)
class Measured:
    """What one row gave in one round."""

    rate: float  # requests a second
    slowest: float  # milliseconds in which 99 of 100 were answered
    processor: float  # milliseconds that the workers spent on one answer


def ask(row: Row) -> Measured:
    """Ask for a row for some seconds. Stops where any answer was an error."""
    command = [
        "wrk",
        "-t1",
        "-c16",
        f"-d{int(SECONDS) * row.times}s",
        "--timeout=30s",
        "--latency",
        *row.options,
        row.url,
    ]
    before = _processor_time(row.master)
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    spent = _processor_time(row.master) - before
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"{row.label}: {told}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    answered = re.search(r"(\d+) requests in", told)
    assert rate and slowest and answered
    milliseconds = float(slowest[1]) * {"us": 0.001, "ms": 1, "s": 1000}[slowest[2]]
    return Measured(float(rate[1]), milliseconds, spent * 1000 / max(int(answered[1]), 1))


def settle(row: Row) -> None:
    """Let every worker have the page, if it is one to keep, and end what the row before has left under way."""
    if row.times == 1:
        command = ["wrk", "-t1", "-c16", "-d1s", "--timeout=60s", *row.options, row.url]
        subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    spent, before = _processor_time(row.master), -1.0
    while spent - before > IDLE * 0.1:
        time.sleep(IDLE)
        before, spent = spent, _processor_time(row.master)


def _processor_time(master: int) -> float:
    """The seconds of processor time that the workers of a server have spent (proc(5), utime and stime)."""
    ticks = 0
    for pid in workers_of(master):
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def rows(ceiling: tuple[str, int], plain: tuple[str, int], site: tuple[str, int], script: Path) -> list[Row]:
    address, master = site
    with urlopen(f"{address}{PAGES['home']}") as answer:  # noqa: S310
        tag = answer.headers["ETag"]
    home, anew, compressed = f"{address}{PAGES['home']}", ("-s", str(script)), ("-H", "Accept-Encoding: br")
    return [
        Row("ceiling", f"{ceiling[0]}/", ceiling[1]),
        Row("plain Django, 30 rows", f"{plain[0]}/", plain[1]),
        *(Row(f"kept: {name}", f"{address}{path}", master, compressed) for name, path in PAGES.items()),
        Row("304: home", home, master, ("-H", f"If-None-Match: {tag}")),
        *(
            Row(f"made anew: {name}", f"{address}{path}", master, anew, times=4, connections=4)
            for name, path in PAGES.items()
        ),
        Row("edition a second: home", home, master, compressed, bumps=True),
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
            servers.enter_context(gunicorn("tests.bench.ceiling", plain_environment, *SERVER)),
            servers.enter_context(gunicorn("tests.bench.plain", plain_environment, *SERVER)),
            servers.enter_context(gunicorn("config.wsgi", environment, *SERVER)),
            script,
        )
        rounds: list[dict[str, Measured]] = []
        for _round in range(ROUNDS):
            rounds.append({})
            for row in asked:
                settle(row)
                with an_edition_a_second(folder / "db.sqlite3") if row.bumps else ExitStack():
                    rounds[-1][row.label] = ask(row)
    print(f"{'2 workers':26}{'requests/s':>11}{'ratio':>8}{'99 % in ms':>12}{'CPU ms each':>13}")  # noqa: T201
    for label in rounds[0]:
        ratio = median(one[label].rate / one["ceiling"].rate for one in rounds)
        rate, slowest, processor = (
            median(getattr(one[label], name) for one in rounds) for name in ("rate", "slowest", "processor")
        )
        print(f"{label:26}{rate:11.0f}{ratio:8.3f}{slowest:12.1f}{processor:13.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
