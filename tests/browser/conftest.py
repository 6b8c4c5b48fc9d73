"""A running site with the real fixtures, and a Chromium to read it with."""

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import sync_playwright

from tests.browser.following import follow
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serving(folder, *commands):
    """Serve a site whose database in that folder was filled by commands: its address, and what they printed."""
    port = free_port()
    environment = os.environ | {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "only-for-browser-tests-only-for-browser-tests-only-for-browser-tests",
        "DEBUG": "True",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "FORMAT_LOCALES": "en=en_GB,es=es_PE",
        "EMAIL_URL": "dummymail://",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
    }

    def run(*arguments):
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603

    printed = [run(*command) for command in (("manage.py", "migrate", "--verbosity=0"), *commands)]
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            _wait_for(f"http://127.0.0.1:{port}/en/")
            yield f"http://127.0.0.1:{port}", printed
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A running site that holds the fixtures of this project: its address, and its staff's passwords by name."""
    folder = tmp_path_factory.mktemp("site")
    with serving(folder, ("manage.py", "reload_fixtures"), ("manage.py", "make_staff")) as (address, printed):
        yield address, dict(re.findall(r"^(\w+): password (\S+)$", printed[-1], re.M))


@pytest.fixture(scope="session")
def extremes(tmp_path_factory):
    """The address of a running site of extremes."""
    with serving(tmp_path_factory.mktemp("extremes"), ("-m", "tests.browser.extremes")) as (address, _printed):
        yield address


def _wait_for(url):
    for _attempt in range(100):
        try:
            with urlopen(url):  # noqa: S310
                return
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def address(site):
    return site[0]


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


def tab(browser, address, **options):
    """A tab in a context of its own; what goes wrong in it is in `page.faults`."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light", **options).new_page()
    page.faults = []
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(address) else page.faults.append(request.url))
    page.on("response", lambda got: page.faults.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    return page


@pytest.fixture
def new_page(browser, address):
    """Open a tab that is closed after the test."""
    pages = []

    def make(**options):
        pages.append(tab(browser, address, **options))
        return pages[-1]

    yield make
    for page in pages:
        page.context.close()


@pytest.fixture(scope="module")
def reader(browser, address):
    """A tab that the tests of a module share, as a reader keeps one: making one takes as long as loading a page."""
    page = tab(browser, address)
    yield page
    page.context.close()


@pytest.fixture
def open_page(new_page, address):
    """Open an address of the site as a reader does."""

    def opener(path, *, javascript=True):
        page = new_page(java_script_enabled=javascript)
        page.goto(f"{address}{path}")
        return page

    return opener


@pytest.fixture(scope="session")
def log_in(site):
    """Fill in the form by which one of the staff signs in, `editor`, `publisher` or `administrator`, and send it."""
    _address, passwords = site

    def fill(page, username):
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(passwords[username])
        follow(page.get_by_role("button", name="Log in"))

    return fill


@pytest.fixture(scope="session")
def signed_in(browser, address, log_in):
    """What a browser keeps of one of the staff who has signed in, which each of them does but once."""

    @cache
    def state(username):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/admin/login/")
        log_in(page, username)
        kept = context.storage_state()
        context.close()
        return kept

    return state


@pytest.fixture
def sign_in(new_page, address, signed_in):
    """Open the admin as one of the staff: `editor`, `publisher` or `administrator`."""

    def opener(username, path="/admin/"):
        page = new_page(storage_state=signed_in(username))
        page.goto(f"{address}{path}")
        return page

    return opener


@pytest.fixture(scope="session")
def axe_source():
    return Path(AXE_FILE_PATH).read_text()


@pytest.fixture
def violations(axe_source):
    """What axe-core finds on a page, by all its rules or only some: rule and first place."""

    def find(page, only=None):
        if not page.evaluate("'axe' in window"):
            # evaluate() runs beside the page's policy, which forbids added scripts.
            page.evaluate(axe_source)
        options = {"resultTypes": ["violations"]} | ({"runOnly": only} if only else {})
        found = page.evaluate("options => axe.run(document, options)", options)
        return [f"{rule['id']}: {rule['nodes'][0]['target']}" for rule in found["violations"]]

    return find
