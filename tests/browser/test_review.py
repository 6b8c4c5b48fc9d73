"""A draft is compared, seen beside what is live, returned, and published, in a real browser and by the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.following import follow

NEW_TITLE = "Reworded for the review"


def told(page):
    return page.locator(".messagelist")


def heading(page):
    return page.locator("#content h1")


@pytest.fixture
def sound(violations):
    """No fault on the page and nothing that axe finds."""

    def check(page):
        assert page.faults == []
        assert violations(page) == [], page.url
        page.faults.clear()  # axe reads the stylesheets anew, against the page's policy

    return check


@pytest.fixture
def draft(sign_in):
    """The page of a public initiative, of which an editor has saved a draft; as she sees it."""
    editor = sign_in("editor", "/admin/relations/initiative/")
    follow(editor.locator("#result_list tbody th a").first)
    title = editor.locator("#id_title_en")
    # Another each time, so that each test has a draft of its own.
    title.fill(f"{NEW_TITLE}, {'again ' * title.input_value().count('again')}again")
    follow(editor.get_by_role("button", name="Save draft"))
    expect(told(editor)).to_contain_text("The public still sees")
    return editor


def test_a_draft_is_compared_submitted_returned_and_published(draft, sign_in, open_page, sound):
    follow(draft.get_by_role("link", name="Compare the draft with what is public"))
    sound(draft)
    expect(draft.locator(".comparison ins").first).to_be_visible()
    draft.get_by_text("fields are the same").click()
    expect(draft.locator("details .comparison")).to_be_visible()
    follow(draft.get_by_role("link", name="Submit for review"))
    draft.get_by_label("Comment for the reviewer").fill("Is the title right?")
    sound(draft)
    follow(draft.get_by_role("button", name="Submit for review"))
    expect(told(draft)).to_contain_text("is submitted for review")
    form = draft.url

    compare = form.replace("/change/", "/compare/")
    publisher = sign_in("publisher", f"/{compare.split('/', 3)[3]}")
    expect(publisher.locator(".comparison thead")).to_contain_text("Is the title right?", use_inner_text=True)
    follow(publisher.get_by_role("link", name="Return with a comment"))
    publisher.get_by_label("Comment", exact=False).first.fill("Say more.")
    sound(publisher)
    follow(publisher.get_by_role("button", name="Return it"))
    expect(told(publisher)).to_contain_text("is returned")

    publisher.goto(compare)
    follow(publisher.get_by_role("link", name="Schedule"))
    sound(publisher)
    publisher.get_by_label("Goes live").fill("2101-05-10T09:30")
    follow(publisher.get_by_role("link", name="Publish", exact=True))
    sound(publisher)
    publisher.get_by_label("The passages still support it").check()
    follow(publisher.get_by_role("button", name="Publish now"))
    expect(told(publisher)).to_contain_text("is public now")
    follow(publisher.get_by_role("link", name="History"))
    with publisher.expect_popup() as opened:
        publisher.get_by_role("link", name="Version 2").first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text(NEW_TITLE)
    assert publisher.faults == []


def test_two_revisions_are_chosen_by_the_keyboard(draft, sound):
    draft.goto(draft.url.replace("/change/", "/history/"))
    sound(draft)
    last = draft.locator("input[name=old]").last
    draft.locator("input[name=old]:checked").focus()
    for _step in range(draft.locator("input[name=old]").count()):
        if last.is_checked():
            break
        draft.keyboard.press("ArrowDown")
    follow(draft.locator(":focus"), key="Enter")
    expect(heading(draft)).to_have_text(re.compile("^Compare"))
    assert draft.get_by_label("On the left").locator("option:checked").inner_text() == (
        draft.get_by_label("On the left").locator("option").nth(-2).inner_text()
    )
    draft.get_by_label("On the left").focus()
    draft.keyboard.press("End")
    follow(draft.get_by_role("button", name="Compare these"), key="Enter")
    expect(draft.locator(".comparison").first.locator("thead th")).to_have_count(1)  # beside nothing
    assert draft.faults == []


def test_a_draft_stands_beside_what_is_live(draft, sound):
    follow(draft.locator(".draft-links .beside-links a").first)
    expect(draft.locator("iframe")).to_have_count(2)
    public, preview = draft.locator("iframe").all()
    expect(preview.content_frame.get_by_role("heading", level=1)).to_contain_text(NEW_TITLE)
    expect(public.content_frame.get_by_role("heading", level=1)).to_be_visible()
    assert public.bounding_box()["y"] == preview.bounding_box()["y"]
    sound(draft)
    follow(draft.get_by_role("link", name="한국어"))
    expect(draft.locator("iframe").first.content_frame.locator("html")).to_have_attribute("lang", "ko")
    assert draft.faults == []


def choose(page, action):
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option(label=action)
    follow(page.get_by_role("button", name="Go"))


def test_several_are_done_from_the_list(draft, sign_in, sound):
    publisher = sign_in("publisher", "/admin/relations/initiative/")
    choose(publisher, "Withdraw from the public")
    sound(publisher)
    follow(publisher.get_by_role("link", name="No, take me back"))
    choose(publisher, "Publish the drafts")
    sound(publisher)
    publisher.get_by_label("The passages still support it").check()
    follow(publisher.get_by_role("button", name="Publish the drafts"))
    expect(heading(publisher)).to_have_text("Published: 1 of 1")
    sound(publisher)
