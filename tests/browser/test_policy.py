"""Every page of the admin keeps to the policy of the site, and is no wider than a laptop's screen.

The pages are found as people find them, by following links, each kind of page once.
"""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.browser.following import follow

WIDTH = 1280
KEY = re.compile(r"/\d+(?=/)")
# What one does to a record looks the same for every type, but for its form.
OF_ANY_TYPE = re.compile(r"/relations/\w+/1/(?!change/)(?=\w)")
LINKS = "Array.from(document.querySelectorAll('a[href]'), link => link.href)"
# How far the page, and each list in it, is wider than what is shown of it.
TOO_WIDE = """[
  document.scrollingElement.scrollWidth - innerWidth,
  ...Array.from(document.querySelectorAll('.results'), list => list.scrollWidth - list.clientWidth),
].filter((pixels) => pixels > 0)"""


def kind(address):
    """The path of a page without what tells two of a kind apart."""
    return OF_ANY_TYPE.sub("/relations/record/1/", KEY.sub("/1", urlsplit(address).path))


def drafted(page, address):
    """Send a new text to review, so that there is something to return, to discard and to schedule."""
    page.goto(f"{address}/admin/relations/page/add/")
    page.locator("#id_slug").fill("to-be-reviewed")
    page.locator("#id_title_en").fill("To be reviewed")
    follow(page.get_by_role("button", name="Save and submit"))
    return page.url


def test_every_page_of_the_admin_keeps_to_the_policy_and_fits_a_laptop(sign_in, address):
    page = sign_in("administrator")
    waiting = [
        drafted(page, address),
        f"{address}/admin/",
        f"{address}/admin/relations/load/plan/?set=nothing",
        f"{address}/admin/password_change/",
    ]
    # Spanish words are the longest of the three languages.
    page.context.add_cookies([{"name": "django_language", "value": "es", "url": address}])
    seen, wrong = {kind(one) for one in waiting}, {}
    while waiting:
        page.goto(waiting.pop(0))
        found = [*page.faults, *page.evaluate(TOO_WIDE)]
        page.faults.clear()
        if found:
            wrong[page.url] = found
        for link in page.evaluate(LINKS):
            target = urldefrag(urljoin(page.url, link))[0]
            if target.startswith(f"{address}/admin/") and kind(target) not in seen:
                seen.add(kind(target))
                waiting.append(target)
    assert wrong == {}
    for one in (
        "/admin/auth/user/1/change/",
        "/admin/auth/user/1/password/",
        "/admin/auth/group/add/",
        "/admin/relations/page/1/change/",
        "/admin/relations/record/1/history/",
        "/admin/relations/record/1/return/",
        "/admin/relations/record/1/withdraw/",
        "/admin/relations/conflict/",
        "/admin/relations/load/1/",
    ):
        assert one in seen
