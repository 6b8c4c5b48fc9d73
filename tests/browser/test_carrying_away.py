"""What a reader takes along or leaves: a quotation copied, a brief printed, a mistake reported; without script, too."""

import pytest
from playwright.sync_api import expect

from tests.browser.following import follow


@pytest.fixture
def copied(browser, address):
    """A tab whose pages may read what they copied."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_a_statement_is_copied_with_its_paragraph_and_address_by_keyboard(copied, address):
    copied.goto(f"{address}/ko/trade/total-trade/")
    copied.locator("summary", has_text="2021").focus()
    copied.keyboard.press("Enter")
    button = copied.locator("[data-copies=quote_1]")
    button.focus()
    copied.keyboard.press("Enter")
    copied.locator("[role=status]:not(:empty)").wait_for()
    words = copied.evaluate("navigator.clipboard.readText()")
    assert "40억" in words
    assert "¶3" in words
    assert "/ko/trade/total-trade/#total-trade-2021" in words
    assert len(words.splitlines()) == 3


def test_without_script_the_quotation_is_there_and_no_button_is(open_page):
    page = open_page("/es/agreements/air-services/", javascript=False)
    page.locator("summary").first.click()
    expect(page.locator("#quote_1")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_brief_is_chosen_without_script_and_printed_with_its_sources(open_page):
    page = open_page("/en/brief/", javascript=False)
    page.get_by_label("Trade").first.check()
    follow(page.get_by_role("button", name="Make the brief"))
    assert "area=trade" in page.url
    page.emulate_media(media="print")
    for hidden in (".navigation", ".languages", ".choices"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#source-1")).to_be_visible()
    expect(page.locator(".mark").first).to_have_text("[1]", use_inner_text=True)


def test_what_a_page_rests_on_is_listed_on_paper_only(open_page):
    page = open_page("/en/agreements/")
    expect(page.locator(".printed")).to_be_hidden()
    expect(page.locator(".mark").first).to_have_text("¶3", use_inner_text=True)
    page.emulate_media(media="print")
    expect(page.locator(".printed .numbered").first).to_be_visible()


def test_a_student_finds_the_agreement_without_accents_on_a_phone(new_page, address):
    page = new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/es/")
    follow(page.locator(".navigation a").last)
    page.get_by_role("searchbox").fill("servicios aereos")
    follow(page.get_by_role("searchbox"), key="Enter")
    page.wait_for_url("**/search/?q=servicios+aereos")
    follow(page.locator(".row-title a").first)
    page.wait_for_url("**/agreements/air-services/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.faults == []


def test_a_mistake_is_reported_without_script_and_read_by_the_staff(open_page, sign_in):
    page = open_page("/ko/milestones/apec-2024/", javascript=False)
    follow(page.locator("a[href*='/report/']"))
    page.locator("[name=message]").fill("The year is another.")
    follow(page.locator("form.report-form button"))
    page.wait_for_url("**/ko/report/thanks/")
    assert page.context.cookies() == []
    staff = sign_in("editor", "/admin/relations/report/")
    follow(staff.get_by_role("link", name="APEC").first)
    expect(staff.get_by_text("The year is another.")).to_be_visible()
    assert staff.faults == []


def test_a_form_with_errors_is_accessible(open_page, violations):
    page = open_page("/en/report/?about=milestone/apec-2024")
    page.evaluate("document.querySelector('.report-form').noValidate = true")
    page.locator("[name=email]").fill("nobody")
    follow(page.locator(".report-form button"))
    expect(page.locator("#message-error")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value("nobody")
    assert violations(page) == []
