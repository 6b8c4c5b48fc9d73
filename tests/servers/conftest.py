"""Servers for the tests of this folder, and the site's own processes on them."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from tests.ports import free_port
from tests.servers import running
from tests.servers.running import NotHere

ROOT = Path(__file__).resolve().parents[2]


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


class Site:
    """A site on shared servers, filled with the fixtures of this project: its settings, and its staff's passwords."""

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
        self.run("collectstatic", "--noinput", "--verbosity=0")
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
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *options]
        with subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=subprocess.DEVNULL) as server:  # noqa: S603
            address = f"http://127.0.0.1:{port}"
            try:
                _wait_for(f"{address}/en/")
                yield address
            finally:
                server.terminate()


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
