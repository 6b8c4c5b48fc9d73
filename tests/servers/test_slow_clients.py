"""Clients who send or take slowly, while ordinary readers read: these are served as ever."""

import subprocess
import time

import pytest

from tests.servers.conftest import CONFIGURED
from tests.servers.readers import Readers
from tests.servers.slow import slow_senders, slow_takers, still_open
from tests.test_deployment import nginx, nginx_folder, until_answered

SLOW = 50
# What an ordinary reader never waits, on however busy a machine; a slow client would hold its place for a minute.
SECONDS = 15
# Fewer than the threads of one worker, which is what gunicorn stands by itself.
SENDERS = 3

__all__ = ["nginx_folder"]


def read_for(address, seconds=4, **headers):
    with Readers(address, **headers) as readers:
        time.sleep(seconds)
    print(dict(readers.answers), f"slowest {readers.slowest:.2f} s, broken {readers.broken}")  # noqa: T201
    assert set(readers.answers) == {200, 404}, readers.answers
    assert not readers.broken
    assert readers.answers.total() > 5 * readers.number
    assert readers.slowest < SECONDS


@pytest.fixture(scope="module")
def server(sqlite_site):
    with sqlite_site.server(*CONFIGURED) as server:
        yield server
        assert not server.tracebacks


def test_who_takes_the_answers_slowly_holds_up_nobody(server):
    with slow_takers(server.port, SLOW) as takers:
        read_for(server.address)
        assert still_open(takers) > SLOW / 2, "they were not simply sent away"


def test_gunicorn_alone_stands_some_who_send_slowly(server):
    with slow_senders(server.port, SENDERS) as senders:
        read_for(server.address)
        assert still_open(senders) == SENDERS


def test_behind_nginx_no_number_of_slow_clients_reaches_the_site(server, nginx_folder):
    configuration = nginx_folder / "nginx.conf"
    text = configuration.read_text()
    port = int(text.split("listen ")[2].split(";")[0])
    # gunicorn listens where its tests ask it; that the example names its socket is seen in tests/test_deployment.py.
    text = text.replace(f"server unix:{nginx_folder / 'site.sock'}", f"server 127.0.0.1:{server.port}")
    # Our readers share one address, and ask as fast as they can.
    configuration.write_text(text.replace("rate=30r/s", "rate=10000r/s"))
    with subprocess.Popen(nginx(nginx_folder)) as front:  # noqa: S603
        try:
            until_answered(port, "/healthz", {"Host": "127.0.0.1"})
            for clients in (slow_senders, slow_takers):
                with clients(port, SLOW) as slow:
                    time.sleep(1)
                    assert still_open(slow) == SLOW
                    read_for(f"http://127.0.0.1:{port}")
        finally:
            front.terminate()
