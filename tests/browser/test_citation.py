"""A reader copies a citation by keyboard, and without JavaScript finds it there to be selected."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("button", "start"),
    [("Copy the citation", "César Landa Arroyo, "), ("Copy the BibTeX entry", "@misc{source-letter-2022,")],
)
def test_a_citation_is_copied_and_the_reader_is_told(open_page, violations, button, start):
    page = open_page("/en/sources/letter-2022/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("BibTeX", exact=True).click()
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(start)
    assert violations(page) == []
    # Neither the script nor the data for programs breaks the policy.
    assert page.faults == []


def test_without_javascript_the_citation_is_there_and_no_button_that_does_nothing(open_page):
    page = open_page("/ko/trade/total-trade/", javascript=False)
    expect(page.locator("#cite_text")).to_be_visible()
    page.get_by_text("BibTeX", exact=True).click()
    expect(page.locator("#cite_bibtex")).to_be_visible()
    expect(page.locator("[data-copies]")).not_to_have_count(0)
    expect(page.locator("[data-copies]:visible")).to_have_count(0)
