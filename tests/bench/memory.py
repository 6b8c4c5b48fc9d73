"""Whether the workers' memory stays as it is over 200,000 requests: kept pages, questions without end, and 404s.

    .venv/bin/python -m tests.bench.memory                     # a quarter of an hour
    REQUESTS=20000 PERCENT=10 .venv/bin/python -m tests.bench.memory

Needs wrk (Debian's package). Of ten requests five are for kept pages, two for those with a query that nothing reads,
one for a search that nobody made before, and two for what is not there. Resident memory of each worker is printed at
the start, ten times on the way, and at the end; what they share is counted in each. The exit code is 1 if any worker
grows by more than PERCENT (5) over the last half of the requests. Workers are not started anew meanwhile, as they are
in production every 50,000 requests; and each keeps few pages, so that its memory for them is full before half time.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.production import gunicorn, prepared, workers_of

REQUESTS = int(os.environ.get("REQUESTS", "200000"))
PERCENT = float(os.environ.get("PERCENT", "5"))
STEPS = 10
WORKERS = 2
SERVER = ["--config=config/gunicorn.conf.py", f"--workers={WORKERS}", "--max-requests=0"]
MEGABYTES_OF_PAGES = "4"
# Of ten requests, those that are answered by 404.
MISSING = 2

# Each round goes on with the numbers where the one before ended.
MIX = """
local number = 0
init = function(arguments) number = tonumber(arguments[1]) end
local kept = {"/en/", "/ko/milestones/", "/es/agreements/", "/en/trade/", "/data/milestone.json"}
request = function()
  number = number + 1
  local turn = number % 10
  if turn < 5 then return wrk.format("GET", kept[turn + 1], {["Accept-Encoding"] = "br"}) end
  if turn < 7 then return wrk.format("GET", "/en/milestones/?utm=" .. number) end
  if turn < 8 then return wrk.format("GET", "/en/search/?q=trade+" .. number) end
  if turn < 9 then return wrk.format("GET", "/en/milestones/nobody-" .. number .. "/") end
  return wrk.format("GET", "/nowhere-" .. number)
end
"""


def resident(master: int) -> dict[int, float]:
    """The resident memory of each worker, in MiB."""
    sizes = {}
    for pid in workers_of(master):
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
        sizes[pid] = int(status.split("VmRSS:")[1].split()[0]) / 1024
    return sizes


def ask(address: str, script: Path, number: int, begun: int) -> int:
    """Send at least so many requests; how many it were. Stops where one was answered otherwise than it should."""
    sent = errors = 0
    while sent < number:
        command = ["wrk", "-t1", "-c8", "-d2s", "--timeout=30s", "-s", str(script), address, "--", str(begun + sent)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
        found = re.search(r"(\d+) requests in", told)
        missing = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
        if not found or "Socket errors" in told:
            raise SystemExit(told)
        sent += int(found[1])
        errors += int(missing[1]) if missing else 0
    if not 0.8 < errors / (sent * MISSING / 10) < 1.2:
        raise SystemExit(f"{errors} of {sent} requests were answered by an error; about {sent * MISSING // 10} should.")
    return sent


def grown(measured: list[tuple[int, dict[int, float]]]) -> float:
    """By how many per cent the worker that grew most did so over the last half."""
    total = measured[-1][0]
    half = next(memory for sent, memory in measured if sent >= total / 2)
    end = measured[-1][1]
    if set(half) != set(end) or len(end) != WORKERS:
        raise SystemExit("A worker ended meanwhile.")
    return max((end[pid] / half[pid] - 1) * 100 for pid in end)


def main() -> int:
    if shutil.which("wrk") is None:
        print("Skipped: wrk is not on this machine: install Debian's package wrk.")  # noqa: T201
        return 0
    with tempfile.TemporaryDirectory() as name:
        script = Path(name) / "mix.lua"
        script.write_text(MIX, "utf-8")
        environment = prepared(Path(name), "http://127.0.0.1") | {"PAGES_IN_MEMORY": MEGABYTES_OF_PAGES}
        with gunicorn("config.wsgi", environment, *SERVER) as (address, master):
            sent, measured = 0, [(0, resident(master))]
            _show(*measured[0])
            while sent < REQUESTS:
                sent += ask(address, script, REQUESTS // STEPS, sent)
                measured.append((sent, resident(master)))
                _show(*measured[-1])
    percent = grown(measured)
    print(f"Over the last half the worker that grew most grew by {percent:.1f} %; {PERCENT:g} % is allowed.")  # noqa: T201
    return int(percent > PERCENT)


def _show(sent: int, memory: dict[int, float]) -> None:
    print(f"{sent:8} requests", *(f"worker {pid}: {size:6.1f} MiB" for pid, size in sorted(memory.items())), flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
