"""What a page weighs as production sends it, and that nobody misses a word who runs no script.

At most 60 kilobytes and six requests, all of them to the site itself.
"""

from urllib.parse import urljoin, urlsplit

import pytest

from tests.bench.production import production_site
from tests.browser.conftest import tab

KILOBYTES_AT_MOST = 60
REQUESTS_AT_MOST = 6
PAGES = [
    "",
    "milestones/",
    "milestones/diplomatic-relations/",
    "agreements/",
    "agreements/free-trade-agreement/",
    "trade/",
    "trade/total-trade/",
]
LANGUAGES = ["en", "es", "ko"]
# Buttons behind which there is nothing without a script are shown by that script.
WITHOUT_BUTTONS = """main => {
  for (const place of main.querySelectorAll(".copy")) place.hidden = true
  return main.innerText
}"""


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    with production_site(tmp_path_factory.mktemp("production")) as address:
        yield address


class Wire:
    """What a tab asks for, and what comes over the wire for it: bytes, compressed and with their headers."""

    def __init__(self, page):
        self.asked, self.transferred, self.encodings = {}, {}, {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._is_asked)
        session.on("Network.responseReceived", self._comes)
        session.on("Network.loadingFinished", self._has_come)

    def _is_asked(self, event):
        self.asked[event["requestId"]] = event["request"]["url"]

    def _comes(self, event):
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        self.encodings[event["response"]["url"]] = headers.get("content-encoding", "")

    def _has_come(self, event):
        self.transferred[event["requestId"]] = event["encodedDataLength"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_asks_nobody_else(browser, production, path, language):
    page = tab(browser, production)
    wire = Wire(page)
    address = f"{production}/{language}/{path}"
    page.goto(address, wait_until="networkidle")
    # A browser may ask for the icon later than for the rest.
    icon = urljoin(address, page.locator("link[rel=icon]").get_attribute("href"))
    asked = {icon, *wire.asked.values()}
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(production).netloc}
    assert len(asked) <= REQUESTS_AT_MOST, asked
    assert sum(wire.transferred.values()) <= KILOBYTES_AT_MOST * 1024
    # Else it would be another site than that of production that is weighed.
    assert wire.encodings[address] == "br"
    assert len(wire.transferred) >= len(asked - {icon})
    assert page.faults == []
    page.context.close()


@pytest.fixture(scope="module")
def with_and_without_scripts(browser, production):
    """Two tabs that the tests share, for making one takes as long as loading a page."""
    pages = [tab(browser, production, java_script_enabled=scripts) for scripts in (True, False)]
    yield pages
    for page in pages:
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_word_is_lost_without_scripts(with_and_without_scripts, production, path, language):
    seen = []
    for page in with_and_without_scripts:
        page.goto(f"{production}/{language}/{path}")
        seen.append(page.locator("main").evaluate(WITHOUT_BUTTONS))
    assert seen[0] == seen[1] != ""
