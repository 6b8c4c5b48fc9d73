"""Every kind of public page in a real browser: axe finds nothing, nothing scrolls sideways, nothing foreign is loaded."""

import pytest
from playwright.sync_api import expect

from tests.browser.following import follow

KINDS = [
    "", "about/", "milestones/", "milestones/?kind=agreements", "milestones/apec-2024/", "agreements/",
    "agreements/air-services/", "agreements/free-trade-agreement/", "trade/", "trade/total-trade/", "cooperation/",
    "cooperation/trade/", "initiatives/", "initiatives/chinchero-airport/", "commitments/",
    "commitments/diversify-exports/", "sources/", "sources/letter-2022/", "pages/how-this-site-cites/", "data/",
    "about/versions/1/", "milestones/comprehensive-strategic-partnership/versions/1/",
    "agreements/air-services/versions/1/", "trade/total-trade/versions/1/", "sources/letter-2022/versions/1/",
    "search/", "search/?q=Machu+Picchu", "search/?q=Machu+Picchu&type=passage", "search/?q=Machu+Picxu", "updates/",
    "brief/", "brief/?area=trade&area=climate-change", "report/?about=tradeindicator/total-trade&version=1",
    "report/thanks/",
]  # fmt: skip
LANGUAGES = ["en", "es", "ko"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_reflows_and_loads_nothing_foreign(reader, address, violations, kind, language):
    reader.faults.clear()
    reader.set_viewport_size({"width": 1280, "height": 900})
    reader.emulate_media(color_scheme="light")
    reader.goto(f"{address}/{language}/{kind}")
    reader.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert violations(reader) == []
    reader.emulate_media(color_scheme="dark")
    assert violations(reader, only=["color-contrast"]) == []
    reader.evaluate("document.documentElement.style.fontSize = '200%'")
    assert width(reader) <= 1280
    reader.evaluate("document.documentElement.style.fontSize = ''")
    reader.set_viewport_size({"width": 320, "height": 800})
    assert width(reader) <= 320
    assert reader.faults == []
    assert reader.context.cookies() == []


def width(page):
    """The width that the page takes, which is more than the window's where it scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_address_is_accessible(open_page, violations, language):
    page = open_page(f"/{language}/nowhere/")
    assert violations(page) == []


def test_the_address_of_something_withdrawn_is_accessible_and_reflows(sign_in, open_page, address, violations):
    publisher = sign_in("publisher", "/admin/relations/commitment/")
    follow(publisher.locator("#result_list a", has_text="OECD").first)
    follow(publisher.get_by_role("link", name="Withdraw"))
    publisher.locator("#id_withdrawal_note_en").fill("It is being checked.")
    follow(publisher.get_by_role("button", name="Yes, do it"))
    page = open_page("/en/")
    for language in LANGUAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        assert page.goto(f"{address}/{language}/commitments/oecd-membership/").status == 410
        expect(page.get_by_text("It is being checked.")).to_be_visible()
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, only=["color-contrast"]) == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert width(page) <= 320


def test_a_reader_opens_the_history_and_a_former_version_by_keyboard(open_page):
    page = open_page("/en/trade/total-trade/")
    page.locator("summary", has_text="Published").focus()
    page.keyboard.press("Enter")
    follow(page.get_by_role("link", name="Version 1"), key="Enter")
    page.wait_for_url("**/trade/total-trade/versions/1/")
    follow(page.get_by_role("link", name="Read the page as it is now"), key="Enter")
    page.wait_for_url("**/trade/total-trade/")


def test_a_reader_walks_from_a_statement_to_its_paragraph_and_back_by_keyboard(open_page):
    page = open_page("/en/milestones/diplomatic-relations/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    follow(page.get_by_role("link", name="paragraph 8").first, key="Enter")
    page.wait_for_url("**/sources/letter-2022/#letter-p8-*")
    follow(page.locator(":target").get_by_role("link", name="Diplomatic relations established").first, key="Enter")
    page.wait_for_url("**/milestones/diplomatic-relations/")


def test_pages_read_the_same_without_javascript(open_page):
    page = open_page("/en/", javascript=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Milestones").first).to_be_visible()


def test_the_admin_keeps_to_the_policy(open_page, violations):
    page = open_page("/admin/login/")
    assert page.faults == []
    assert violations(page, only=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]) == []
