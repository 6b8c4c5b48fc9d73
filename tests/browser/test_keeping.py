"""Somebody types while the session ends: nothing of it is lost, with and without JavaScript."""

from playwright.sync_api import expect

from tests.browser.following import follow

TYPED = 'A title with “quotes”, "others", <b> & 한국어'
SUMMARY = "First line\n\n세 번째 줄"


def test_what_was_typed_is_there_after_signing_in_again(sign_in, log_in, violations):
    page = sign_in("editor")
    follow(page.get_by_role("link", name="Milestones", exact=True).first)
    follow(page.locator("#result_list a", has_text="chairmanship").first)
    form = page.url
    page.locator("#id_title_en").fill(TYPED)
    page.locator("#id_summary_en").fill(SUMMARY)
    page.context.clear_cookies(name="sessionid")

    follow(page.get_by_role("button", name="Save draft"))
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    assert violations(page) == []
    page.faults.clear()  # axe reads the stylesheets anew, against the page's policy
    log_in(page, "editor")

    expect(page.get_by_role("heading", name="Your text is kept")).to_be_visible()
    assert violations(page) == []
    page.faults.clear()  # axe reads the stylesheets anew, against the page's policy
    follow(page.get_by_role("button", name="Continue"))
    expect(page).to_have_url(form)
    expect(page.locator(".messagelist")).to_contain_text("The public still sees")
    expect(page.locator("#id_title_en")).to_have_value(TYPED)
    expect(page.locator("#id_summary_en")).to_have_value(SUMMARY)
    follow(page.get_by_role("link", name="Discard draft"))
    follow(page.get_by_role("button", name="Yes, do it"))
    assert page.faults == []


def test_a_form_that_was_open_while_one_signed_in_anew_is_sent_again(sign_in, log_in, address):
    page = sign_in("editor", path="/admin/relations/page/add/")
    page.locator("#id_title_en").fill(TYPED)
    page.context.clear_cookies()

    other = page.context.new_page()
    other.goto(f"{address}/admin/login/")
    log_in(other, "editor")
    other.close()

    page.locator("#id_slug").fill("kept-page")
    follow(page.get_by_role("button", name="Save draft"))
    follow(page.get_by_role("button", name="Continue"))
    expect(page.locator("#id_title_en")).to_have_value(TYPED)
    follow(page.get_by_role("link", name="Discard draft"))
    follow(page.get_by_role("button", name="Yes, do it"))
    assert page.faults == []
