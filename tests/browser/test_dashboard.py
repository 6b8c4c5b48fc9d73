"""The first page of the admin as staff read it: in each language, on a laptop and on a telephone."""

import pytest
from playwright.sync_api import expect

from tests.browser.following import follow

LANGUAGES = ("en", "es", "ko")


@pytest.fixture(scope="module")
def something_waits(browser, address, signed_in):
    """An editor has submitted a draft, and looked at the record in passing."""
    context = browser.new_context(storage_state=signed_in("editor"))
    page = context.new_page()
    page.goto(f"{address}/admin/relations/page/")
    follow(page.locator("#result_list tbody th a").first)
    form = page.url
    page.locator("#id_title_en").fill("What waits for a review")
    follow(page.get_by_role("button", name="Save and submit for review"))
    context.close()
    return form


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture
def speaking(sign_in, address):
    """The first page as a publisher reads it who prefers a language."""

    def opener(language, path="/admin/"):
        page = sign_in("publisher")
        page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        page.goto(f"{address}{path}")
        return page

    return opener


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_accessible_and_fits_a_laptop_and_a_telephone(something_waits, speaking, violations, language):
    page = speaking(language)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".card").count() >= 2
    assert overflow(page) == 0
    assert page.faults == []
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) == 0


def test_each_link_on_it_leads_somewhere(something_waits, sign_in, address):
    page = sign_in("publisher")
    links = page.locator("#content-main a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) > 20
    for link in dict.fromkeys(links):
        assert page.context.request.get(link).status == 200, link
    assert page.faults == []


def test_what_was_submitted_leads_to_the_comparison(something_waits, sign_in):
    page = sign_in("publisher")
    waiting = page.get_by_role("region", name="Waiting for my review")
    follow(waiting.get_by_role("listitem").get_by_role("link").first)
    assert page.url == something_waits.replace("/change/", "/compare/")
    assert page.faults == []


@pytest.mark.parametrize("path", ["drafts/", "review-due/", "support/"])
def test_the_pages_it_leads_to_are_accessible(something_waits, speaking, violations, path):
    page = speaking("ko", f"/admin/{path}")
    assert overflow(page) == 0
    assert page.faults == []
    assert violations(page) == []


def test_a_review_date_is_set_by_the_keyboard_alone(something_waits, sign_in, violations):
    page = sign_in("editor", something_waits.removeprefix("http://").partition("/")[2].join(["/", ""]))
    follow(page.get_by_role("link", name="No date is set for looking at it again."), key="Enter")
    assert violations(page) == []
    page.faults.clear()  # axe reads the stylesheets anew, against the page's policy
    page.get_by_role("radio", name="in a year").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("05102099")
    follow(page.locator(":focus"), key="Enter")
    expect(page.locator(".messagelist")).to_contain_text("is to be looked at again by 10 May 2099")
    expect(page.get_by_role("link", name="To be looked at again by 10 May 2099.")).to_be_visible()
    assert page.faults == []
