"""Servers for the tests of this folder, and the site's own processes on them."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from tests.ports import free_port
from tests.servers import running
from tests.servers.running import NotHere

ROOT = Path(__file__).resolve().parents[2]
# As in production, on a small machine.
CONFIGURED = ("--config=config/gunicorn.conf.py", "--workers=2")


@pytest.fixture(scope="session")
def postgres():
    try:
        with running.postgres() as server:
            yield server
    except NotHere as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def redis():
    try:
        with running.redis() as server:
            yield server
    except NotHere as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def site(postgres, redis):
    """The site on PostgreSQL and Redis, as several machines have it in common."""
    return Site(postgres.address, redis.address)


@pytest.fixture(scope="session")
def sqlite_site(tmp_path_factory):
    """The site as one small machine has it: an SQLite file, and no cache that processes share."""
    pytest.importorskip("gunicorn")
    return Site(f"sqlite:///{tmp_path_factory.mktemp('site') / 'db.sqlite3'}")


@dataclass(frozen=True)
class Server:
    """A gunicorn that serves the site: where, its first process, and the file in which it says what went wrong."""

    address: str
    port: int
    master: int
    log: Path

    @property
    def workers(self) -> set[int]:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)  # noqa: S607
        rows = [line.split() for line in listed.stdout.splitlines()]
        return {int(pid) for pid, parent, state in rows if int(parent) == self.master and "Z" not in state}

    @property
    def tracebacks(self) -> str:
        """What its log tells from the first traceback on; nothing where there is none."""
        text = self.log.read_text(errors="replace")
        found = text.find("Traceback")
        return text[max(found - 500, 0) : found + 5000] if found >= 0 else ""


class Site:
    """A site filled with the fixtures of this project: its settings, and its staff's passwords."""

    def __init__(self, database: str, cache: str = "") -> None:
        self.environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | {
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
            "DATABASE_URL": database,
            "SECURE_SSL_REDIRECT": "False",
            "SECOND_FACTOR": "False",
            "EMAIL_URL": "dummymail://",
        }
        if cache:
            self.environment["CACHE_URL"] = cache
        self.run("migrate", "--verbosity=0")
        collect_static()
        self.run("reload_fixtures")
        # Demo staff are refused on a real site.
        printed = self.run("make_staff", DEBUG="True")
        self.passwords = dict(re.findall(r"^(\w+): password (\S+)$", printed, re.M))

    def run(self, *command: str, **variables: str) -> str:
        """What a management command prints under the site's settings and these."""
        arguments, environment = [sys.executable, "manage.py", *command], self.environment | variables
        ended = subprocess.run(arguments, env=environment, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    @contextmanager
    def process(self, *options: str) -> Iterator[str]:
        """One more process that serves the site: its address."""
        with self.server(*options) as server:
            yield server.address

    @contextmanager
    def server(self, *options: str, within: tuple[str, ...] = (), **variables: str) -> Iterator[Server]:
        """A gunicorn that serves the site under its settings and these; `within` is a command that runs it."""
        port = free_port()
        command = [*within, sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *options]
        environment = self.environment | variables
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            with (
                log.open("wb") as stderr,
                subprocess.Popen(command, env=environment, cwd=ROOT, stderr=stderr) as server,  # noqa: S603
            ):
                address = f"http://127.0.0.1:{port}"
                try:
                    _wait_for(f"{address}/en/")
                    yield Server(address, port, server.pid, log)
                finally:
                    server.terminate()


@cache
def collect_static() -> None:
    """Compress the static files, which takes longer than all else that a site needs, once for all of them."""
    environment = {**os.environ, "ENV_FILE": os.devnull, "SECRET_KEY": "only-for-collecting", "DEBUG": "False"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)  # noqa: S603


def ask(url: str, **headers: str) -> tuple[int, str, str]:
    """Status, text and `Retry-After` of what a server answers; a server that is not there raises URLError."""
    try:
        with urlopen(Request(url, headers=headers), timeout=60) as answer:  # noqa: S310
            return answer.status, answer.read().decode(), answer.headers.get("Retry-After", "")
    except HTTPError as error:
        return error.code, error.read().decode(errors="replace"), error.headers.get("Retry-After", "")


def _wait_for(url: str) -> None:
    for _attempt in range(300):
        try:
            ask(url)
        except (URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
