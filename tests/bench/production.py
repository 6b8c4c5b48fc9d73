"""The site as it runs in production: no debugging, gunicorn, static files collected, compressed and named by content.

What a page weighs and how fast it is can be measured on such a site only: the one of `make run` compresses nothing.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 30


def prepared(folder: Path, address: str, content: Path | None = None) -> dict[str, str]:
    """Fill a folder with the site of this project's fixtures, or of another set; gives the environment to serve it."""
    environment = os.environ | {
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SECRET_KEY": "only-for-measuring-only-for-measuring-only-for-measuring",
        "DEBUG": "False",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": address,
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "CACHE_URL": "locmemcache://",
        "STATIC_FOLDER": str(folder / "static"),
        "FIXTURE_SET": "",
        "FORMAT_LOCALES": "en=en_GB,es=es_PE",
        "EMAIL_URL": "dummymail://",
        # There is no certificate for a machine's own address, which browsers trust without one.
        "SECURE_SSL_REDIRECT": "False",
    }
    load = ["reload_fixtures", *([str(content)] if content else [])]
    for command in (["migrate", "--verbosity=0"], load, ["collectstatic", "--noinput"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return environment


@contextmanager
def production_site(folder: Path) -> Iterator[str]:
    """Serve the fixtures of this project from a folder that is empty so far; gives the address without a slash."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with _served(server(port), f"{address}/en/", prepared(folder, address)):
        yield address


@contextmanager
def gunicorn(application: str, environment: dict[str, str], *options: str) -> Iterator[tuple[str, int]]:
    """A WSGI application as gunicorn serves it: its address without a slash, and the process whose workers serve."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *options]
    with _served(command, f"{address}/", environment) as process:
        yield address, process.pid


@contextmanager
def _served(command: list[str], url: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Let a server run that answers at an address."""
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            wait_for(url, process)
            yield process
        finally:
            process.terminate()


def workers_of(master: int) -> list[int]:
    """The processes that a process has begun."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)  # noqa: S607
    rows = [list(map(int, line.split())) for line in listed.stdout.splitlines()]
    return [pid for pid, parent in rows if parent == master]


def server(port: int) -> list[str]:
    """The command that serves: gunicorn's, or where that is not installed Django's own, which answers the same."""
    if find_spec("gunicorn"):
        options = ["--bind", f"127.0.0.1:{port}", "--workers=1", "--threads=4", "--log-level=warning"]
        return [sys.executable, "-m", "gunicorn", "config.wsgi", *options]
    return [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until an address answers with a page; say so where it never will."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(url):  # noqa: S310
                return
        except HTTPError as error:
            raise RuntimeError(f"{url} answers {error.code}") from error
        except URLError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer; the server's exit code is {process.poll()}")
