"""A draft is compared, seen beside what is live, returned, and published, in a real browser and by the keyboard."""

import pytest
from playwright.sync_api import expect

NEW_TITLE = "Reworded for the review"


def told(page):
    return page.locator(".messagelist")


def heading(page):
    return page.locator("#content h1").inner_text()


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
    editor.locator("#result_list tbody th a").first.click()
    title = editor.locator("#id_title_en")
    # Another each time, so that each test has a draft of its own.
    title.fill(f"{NEW_TITLE}, {'again ' * title.input_value().count('again')}again")
    editor.get_by_role("button", name="Save draft").click()
    expect(told(editor)).to_contain_text("The public still sees")
    return editor


def test_a_draft_is_compared_submitted_returned_and_published(draft, sign_in, open_page, sound):
    draft.get_by_role("link", name="Compare the draft with what is public").click()
    sound(draft)
    assert draft.locator(".comparison ins").first.is_visible()
    draft.get_by_text("fields are the same").click()
    assert draft.locator("details .comparison").is_visible()
    draft.get_by_role("link", name="Submit for review").click()
    draft.get_by_label("Comment for the reviewer").fill("Is the title right?")
    sound(draft)
    draft.get_by_role("button", name="Submit for review").click()
    expect(told(draft)).to_contain_text("is submitted for review")
    form = draft.url

    compare = form.replace("/change/", "/compare/")
    publisher = sign_in("publisher", f"/{compare.split('/', 3)[3]}")
    assert "Is the title right?" in publisher.locator(".comparison thead").inner_text()
    publisher.get_by_role("link", name="Return with a comment").click()
    publisher.get_by_label("Comment", exact=False).first.fill("Say more.")
    sound(publisher)
    publisher.get_by_role("button", name="Return it").click()
    expect(told(publisher)).to_contain_text("is returned")

    publisher.goto(compare)
    publisher.get_by_role("link", name="Schedule").click()
    sound(publisher)
    publisher.get_by_label("Goes live").fill("2101-05-10T09:30")
    publisher.get_by_role("link", name="Publish", exact=True).click()
    sound(publisher)
    publisher.get_by_label("The passages still support it").check()
    publisher.get_by_role("button", name="Publish now").click()
    expect(told(publisher)).to_contain_text("is public now")
    publisher.get_by_role("link", name="History").click()
    with publisher.expect_popup() as opened:
        publisher.get_by_role("link", name="Version 2").first.click()
    assert NEW_TITLE in opened.value.get_by_role("heading", level=1).inner_text()
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
    draft.keyboard.press("Enter")
    assert heading(draft).startswith("Compare")
    assert draft.get_by_label("On the left").locator("option:checked").inner_text() == (
        draft.get_by_label("On the left").locator("option").nth(-2).inner_text()
    )
    draft.get_by_label("On the left").focus()
    draft.keyboard.press("End")
    draft.get_by_role("button", name="Compare these").press("Enter")
    assert draft.locator(".comparison").first.locator("thead th").count() == 1  # beside nothing
    assert draft.faults == []


def test_a_draft_stands_beside_what_is_live(draft, sound):
    draft.locator(".draft-links .beside-links a").first.click()
    draft.locator("iframe").nth(1).wait_for()
    public, preview = draft.locator("iframe").all()
    assert NEW_TITLE in preview.content_frame.get_by_role("heading", level=1).inner_text()
    assert public.content_frame.get_by_role("heading", level=1).is_visible()
    assert public.bounding_box()["y"] == preview.bounding_box()["y"]
    sound(draft)
    draft.get_by_role("link", name="한국어").click()
    draft.locator("iframe").first.content_frame.locator("html[lang=ko]").wait_for(state="attached")
    assert draft.faults == []


def choose(page, action):
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option(label=action)
    page.get_by_role("button", name="Go").click()


def test_several_are_done_from_the_list(draft, sign_in, sound):
    publisher = sign_in("publisher", "/admin/relations/initiative/")
    choose(publisher, "Withdraw from the public")
    sound(publisher)
    publisher.get_by_role("link", name="No, take me back").click()
    choose(publisher, "Publish the drafts")
    sound(publisher)
    publisher.get_by_label("The passages still support it").check()
    publisher.get_by_role("button", name="Publish the drafts").click()
    assert heading(publisher) == "Published: 1 of 1"
    sound(publisher)
