"""Somebody types while the session ends: nothing of it is lost, with and without JavaScript."""

TYPED = 'A title with “quotes”, "others", <b> & 한국어'
SUMMARY = "First line\n\n세 번째 줄"


def test_what_was_typed_is_there_after_signing_in_again(sign_in, site, violations):
    _address, passwords = site
    page = sign_in("editor")
    page.get_by_role("link", name="Milestones", exact=True).first.click()
    page.locator("#result_list a", has_text="chairmanship").first.click()
    form = page.url
    page.locator("#id_title_en").fill(TYPED)
    page.locator("#id_summary_en").fill(SUMMARY)
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Save draft").click()
    assert page.get_by_text("What you typed is kept").is_visible()
    assert violations(page) == []
    page.faults.clear()  # axe reads the stylesheets anew, against the page's policy
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(passwords["editor"])
    page.get_by_role("button", name="Log in").click()

    assert page.get_by_role("heading", name="Your text is kept").is_visible()
    assert violations(page) == []
    page.faults.clear()  # axe reads the stylesheets anew, against the page's policy
    page.get_by_role("button", name="Continue").click()
    assert page.url == form
    assert "The public still sees" in page.locator(".messagelist").inner_text()
    assert page.locator("#id_title_en").input_value() == TYPED
    assert page.locator("#id_summary_en").input_value() == SUMMARY
    page.get_by_role("link", name="Discard draft").click()
    page.get_by_role("button", name="Yes, do it").click()
    assert page.faults == []


def test_a_form_that_was_open_while_one_signed_in_anew_is_sent_again(sign_in, site):
    address, passwords = site
    page = sign_in("editor", path="/admin/relations/page/add/")
    page.locator("#id_title_en").fill(TYPED)
    page.context.clear_cookies()

    other = page.context.new_page()
    other.goto(f"{address}/admin/login/")
    other.get_by_label("Username").fill("editor")
    other.get_by_label("Password").fill(passwords["editor"])
    other.get_by_role("button", name="Log in").click()
    other.close()

    page.locator("#id_slug").fill("kept-page")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("button", name="Continue").click()
    assert page.locator("#id_title_en").input_value() == TYPED
    page.get_by_role("link", name="Discard draft").click()
    page.get_by_role("button", name="Yes, do it").click()
    assert page.faults == []
