"""A running site with the real fixtures, and a Chromium to read it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Chromium as root has no sandbox; the rest keeps it from asking for hosts that are not ours.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """The address of a site that holds the fixtures of this project."""
    folder = tmp_path_factory.mktemp("site")
    environment = os.environ | {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "only-for-browser-tests-only-for-browser-tests-only-for-browser-tests",
        "DEBUG": "True",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "FORMAT_LOCALES": "en=en_GB,es=es_PE",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def manage(*arguments):
        return [sys.executable, str(ROOT / "manage.py"), *arguments]

    for arguments in (("migrate", "--verbosity=0"), ("reload_fixtures",)):
        subprocess.run(manage(*arguments), env=environment, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = manage("runserver", "--noreload", f"127.0.0.1:{port}")
    with subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            _wait_for(f"http://127.0.0.1:{port}/en/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(url):
    for _attempt in range(100):
        try:
            with urlopen(url):  # noqa: S310
                return
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@pytest.fixture
def open_page(browser, address):
    """Open an address of the site in a fresh context; what went wrong on the way is in `page.faults`."""
    contexts = []

    def opener(path, *, javascript=True):
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, color_scheme="light", java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(address) else page.faults.append(request.url))
        page.on("response", lambda got: page.faults.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        page.goto(f"{address}{path}")
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe_source():
    return Path(AXE_FILE_PATH).read_text()


@pytest.fixture
def violations(axe_source):
    """What axe-core finds on a page, by all its rules or only some: rule and first place."""

    def find(page, only=None):
        # evaluate() runs beside the page's policy, which forbids added scripts.
        page.evaluate(axe_source)
        options = {"resultTypes": ["violations"]} | ({"runOnly": only} if only else {})
        found = page.evaluate("options => axe.run(document, options)", options)
        return [f"{rule['id']}: {rule['nodes'][0]['target']}" for rule in found["violations"]]

    return find
