"""Somebody sets up a second factor, signs out, and signs in by password and code, and by a recovery code."""

import time
from base64 import b32decode

from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.browser.following import follow

NAME, PASSWORD = "attache", "only-for-tests-only-for-tests"
STEP = 30


def made(sign_in):
    """Have an administrator make an account that may do nothing yet but sign in."""
    boss = sign_in("administrator", "/admin/auth/user/add/")
    boss.get_by_label("Username").fill(NAME)
    boss.get_by_label("Password:", exact=True).fill(PASSWORD)
    boss.get_by_label("Password confirmation").fill(PASSWORD)
    follow(boss.get_by_role("button", name="Save", exact=True))
    boss.get_by_label("Staff status").check()
    follow(boss.get_by_role("button", name="Save", exact=True))
    return boss


def code(secret, later=0):
    """What an app shows that knows the secret, or will show so many half minutes later."""
    app = TOTP(b32decode(secret.replace(" ", "")))
    app.time = time.time() + later * STEP
    return f"{app.token():06}"


def give_password(page):
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Log in"))


def test_a_second_factor_is_set_up_used_and_replaced_by_a_recovery_code(sign_in, new_page, address, violations):
    boss = made(sign_in)
    page = new_page()

    def is_faultless():
        """Nothing broke the policy, axe finds nothing, and the page is no wider than the screen."""
        assert page.faults == []
        assert violations(page) == []
        page.faults.clear()  # axe reads the stylesheets anew, against the page's policy
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

    page.goto(f"{address}/admin/")
    is_faultless()
    give_password(page)
    follow(page.get_by_role("link", name="Second factor"))
    is_faultless()
    follow(page.get_by_role("link", name="Set it up"))
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    is_faultless()

    secret = page.locator(".secret").inner_text()
    page.get_by_role("textbox", name="Code").fill(code(secret, later=10))
    page.keyboard.press("Tab")
    follow(page.locator(":focus"), "Enter")
    expect(page.locator(".errorlist")).to_be_visible()
    is_faultless()
    assert page.locator(".secret").inner_text() == secret
    page.get_by_role("textbox", name="Code").fill(code(secret))
    follow(page.get_by_role("button", name="Set up"))
    recovery_codes = page.locator(".recovery-codes code").all_inner_texts()
    is_faultless()
    follow(page.get_by_role("button", name="I have kept them"))
    expect(page.locator("#content")).to_contain_text("You have 10 recovery codes left")
    is_faultless()

    follow(page.get_by_role("button", name="Log out"))
    page.goto(f"{address}/admin/")
    give_password(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    expect(page.get_by_role("textbox", name="Code")).to_be_focused()
    is_faultless()
    follow_with_code(page, code(secret, later=1))
    expect(page.locator("#user-tools")).to_contain_text(NAME)

    follow(page.get_by_role("button", name="Log out"))
    page.goto(f"{address}/admin/")
    give_password(page)
    follow_with_code(page, recovery_codes[0])
    expect(page.locator("#user-tools")).to_contain_text(NAME)
    assert page.faults == []

    boss.goto(f"{address}/admin/relations/auditentry/?person={NAME}")
    expect(boss.locator("#result_list")).to_contain_text("By a recovery code")
    expect(boss.locator("#result_list")).to_contain_text("Second factor set up")
    assert violations(boss) == []
    boss.faults.clear()
    boss.goto(f"{address}/admin/auth/user/?q={NAME}")
    follow(boss.locator("#result_list tbody th a").first)
    follow(boss.get_by_role("link", name="Reset the second factor"))
    assert violations(boss) == []
    boss.faults.clear()
    follow(boss.get_by_role("button", name="Reset the second factor"))
    expect(boss.locator(".messagelist")).to_contain_text("is reset")
    assert boss.faults == []


def follow_with_code(page, text):
    """Type a code where one is and press Enter, as one does."""
    field = page.get_by_role("textbox", name="Code")
    expect(field).to_be_focused()  # the page puts the cursor there a moment after it is shown
    page.keyboard.type(text)
    follow(field, "Enter")


def test_a_password_is_asked_for_by_mail(new_page, address, violations):
    page = new_page()
    page.goto(f"{address}/admin/login/")
    follow(page.get_by_role("link", name="Forgotten"))
    assert violations(page) == []
    page.faults.clear()
    page.get_by_label("Email").fill("nobody@example.org")
    follow(page.get_by_role("button", name="Send the mail"))
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    assert violations(page) == []
    page.faults.clear()
    page.goto(f"{address}/admin/password-reset/x/y/")
    expect(page.get_by_role("link", name="Ask for another")).to_be_visible()
    assert violations(page) == []
