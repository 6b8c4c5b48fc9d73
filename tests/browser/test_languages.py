"""The texts of a record in tabs by language: written, translated beside the main text, and confirmed."""

import pytest
from playwright.sync_api import expect

from tests.browser.following import follow

ADD = "/admin/relations/page/add/"


def tab(page, language):
    return page.get_by_role("tab", name=language)


def told(page):
    return page.locator(".messagelist")


@pytest.fixture
def written(sign_in):
    """A page with texts in the main language, made by somebody who may publish it; its form is open."""

    def write(slug):
        publisher = sign_in("publisher", ADD)
        publisher.locator("#id_slug").fill(slug)
        publisher.locator("#id_title_en").fill("Terms of use")
        publisher.locator(".field-body_en [contenteditable]").fill("Since 2020 all of it may be used.")
        return publisher

    return write


def test_a_translation_is_written_beside_the_main_text(written, violations):
    page = written("terms")
    expect(tab(page, "English")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#id_title_ko")).to_be_hidden()
    expect(tab(page, "Korean")).to_have_accessible_name("Korean 0 of 2 texts")

    tab(page, "English").focus()
    page.keyboard.press("ArrowLeft")
    expect(tab(page, "Korean")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(tab(page, "Spanish")).to_be_focused()
    expect(tab(page, "Spanish")).to_have_attribute("aria-selected", "true")

    beside = page.locator(".field-title_es .main-text")
    expect(beside.locator("[lang=en]")).to_have_text("Terms of use", use_inner_text=True)
    field, shown = page.locator("#id_title_es").bounding_box(), beside.bounding_box()
    assert field["x"] + field["width"] <= shown["x"]
    assert violations(page) == []
    page.faults.clear()  # axe reads the stylesheets anew, against the page's policy

    beside.get_by_role("button", name="Start from this text").press("Enter")
    expect(page.locator("#id_title_es")).to_be_focused()
    expect(beside.get_by_role("status")).to_have_text("Copied. Write the translation over it.")
    expect(tab(page, "Spanish")).to_have_accessible_name("Spanish 1 of 2 texts")
    page.locator("#id_title_es").fill("Condiciones de uso")
    expect(beside.get_by_role("status")).to_be_empty()
    expect(beside.get_by_role("button")).to_be_hidden()
    page.locator(".field-body_es").get_by_role("button", name="Start from this text").click()
    expect(page.locator(".field-body_es [contenteditable]")).to_have_text("Since 2020 all of it may be used.")
    expect(tab(page, "Spanish")).to_have_accessible_name("Spanish 2 of 2 texts")
    follow(page.get_by_role("button", name="Save draft"))
    expect(page.locator("#id_body_es")).to_have_value("<p>Since 2020 all of it may be used.</p>")

    page.get_by_role("link", name="It is still the text of the main language").click()
    expect(tab(page, "Spanish")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".field-body_es [contenteditable]")).to_be_focused()
    tab(page, "Korean").click()
    follow(page.get_by_role("button", name="Save draft"))
    expect(tab(page, "Korean")).to_have_attribute("aria-selected", "true")
    assert page.faults == []


def test_the_tab_with_an_error_is_opened(written, violations):
    page = written("terms-with-an-error")
    tab(page, "Korean").click()
    title = page.locator("#id_title_ko")
    title.evaluate("field => field.removeAttribute('maxlength')")
    title.fill("용" * 201)
    tab(page, "English").click()
    follow(page.get_by_role("button", name="Save draft"))
    expect(page.locator(".errornote")).to_be_visible()
    expect(tab(page, "Korean")).to_have_accessible_name("Korean 1 of 2 texts with an error")
    expect(tab(page, "Korean")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".field-title_ko .errorlist")).to_be_visible()
    assert page.faults == []
    assert violations(page) == []


def test_somebody_says_that_a_translation_is_right_still(written, violations, address):
    page = written("terms-to-confirm")
    tab(page, "Spanish").click()
    page.locator("#id_title_es").fill("Condiciones")
    follow(page.get_by_role("button", name="Save and publish"))
    tab(page, "English").click()
    page.locator("#id_title_en").fill("Terms of use, simply")
    follow(page.get_by_role("button", name="Save and publish"))
    form = page.url

    expect(tab(page, "Spanish")).to_have_accessible_name("Spanish 1 of 2 texts behind")
    tab(page, "Spanish").click()
    expect(page.locator(".behind ins")).to_have_text(", simply")
    page.locator("#id_title_es").fill("Condiciones, en breve")
    page.get_by_role("button", name="Still right").click()
    expect(page.get_by_role("alert")).to_contain_text("Save the draft first")
    assert page.faults == []
    assert violations(page) == []
    page.faults.clear()
    page.locator("#id_title_es").fill("Condiciones")

    page.goto(f"{address}/admin/translations/?type=page")
    assert violations(page) == []
    page.faults.clear()
    entry = page.get_by_role("listitem").filter(has_text="Terms of use, simply").filter(has_text="Version 2")
    expect(entry.locator(".translated-words")).to_have_text("Condiciones")
    follow(entry.get_by_role("link", name="Terms of use, simply"))
    expect(tab(page, "Spanish")).to_have_attribute("aria-selected", "true")
    follow(page.get_by_role("button", name="Still right"))
    expect(told(page)).to_contain_text("you have confirmed its translation")
    assert page.url.split("#")[0].split("?")[0] == form.split("#")[0]
    expect(tab(page, "Spanish")).to_have_accessible_name("Spanish 1 of 2 texts")
    expect(tab(page, "Spanish")).to_have_attribute("aria-selected", "true")
    assert page.faults == []


def test_without_javascript_every_group_is_shown(open_page, log_in):
    page = open_page(f"/admin/login/?next={ADD}", javascript=False)
    log_in(page, "editor")
    for code in ("en", "es", "ko"):
        expect(page.locator(f"#id_title_{code}")).to_be_visible()
    expect(page.get_by_role("heading", name="Spanish")).to_be_visible()
