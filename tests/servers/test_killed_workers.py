"""A worker that is killed while it answers: whoever it was answering asks again, nobody else notices."""

import os
import signal
import sqlite3
import time
from contextlib import closing

from tests.servers.conftest import CONFIGURED, ask
from tests.servers.readers import Readers

KILLS = 5
SECONDS = 30


def another_worker_than(victim, server):
    last = time.monotonic() + SECONDS
    while victim in server.workers or len(server.workers) < 2:
        assert time.monotonic() < last, "the master started no other"
        time.sleep(0.05)


def test_a_killed_worker_costs_only_what_it_was_answering_and_another_takes_its_place(sqlite_site):
    with sqlite_site.server(*CONFIGURED) as server, Readers(server.address) as readers:
        costs = []
        for _turn in range(KILLS):
            answered = readers.answers.total()
            while readers.answers.total() < answered + 30:
                time.sleep(0.05)
            victim, broken = min(server.workers), readers.broken
            os.kill(victim, signal.SIGKILL)
            another_worker_than(victim, server)
            time.sleep(0.3)
            costs.append(readers.broken - broken)
        answered, broken = readers.answers.total(), readers.broken
        while readers.answers.total() < answered + 100:
            time.sleep(0.05)
        assert readers.broken == broken, "well again by itself"
        assert len(server.workers) == 2
        assert ask(f"{server.address}/readyz")[:2] == (200, "ok")
    print("answers", dict(readers.answers), "broken by each kill", costs)  # noqa: T201
    assert set(readers.answers) == {200, 404}, readers.answers
    # Each reader asks for one page at a time.
    assert max(costs) <= readers.number
    with closing(sqlite3.connect(sqlite_site.environment["DATABASE_URL"].removeprefix("sqlite:///"))) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
