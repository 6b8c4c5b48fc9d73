"""The attaché's week in a real browser: a Korean change to a live milestone, from the draft to the public and back."""

import datetime
import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.following import follow

KOREAN = "2024년 아시아태평양경제협력체 의장국 수임, 고쳐 씀"
MENDED = "2024년 아시아태평양경제협력체 의장국"
SLUG = "apec-2024"
COMMENT = "Please write the title as the ministry does."
NOTE = "국문 제목을 다듬었습니다."
# The server's clock shows whole seconds in the form, so the draft goes live this much later.
SOON = datetime.timedelta(seconds=10)


def told(page):
    return page.locator(".messagelist")


def open_form(page, address):
    page.goto(f"{address}/admin/relations/milestone/?q={SLUG}")
    follow(page.locator("#result_list tbody th a").first)


def korean_title(page):
    """The field in its tab, which a click brings forward."""
    page.get_by_role("tab", name=re.compile("Korean")).click()
    return page.locator("#id_title_ko")


@pytest.fixture
def publisher(sign_in):
    return sign_in("publisher")


def test_a_korean_change_goes_from_draft_to_review_back_and_live_on_time_and_is_taken_back(
    sign_in, publisher, open_page, address
):
    public = open_page(f"/ko/milestones/{SLUG}/")
    heading = public.get_by_role("heading", level=1)
    former = heading.inner_text()

    # The editor drafts, previews and submits.
    editor = sign_in("editor")
    open_form(editor, address)
    korean_title(editor).fill(KOREAN)
    editor.locator("#id_change_note_ko").fill(NOTE)
    follow(editor.get_by_role("button", name="Save draft"))
    expect(told(editor)).to_contain_text("The public still sees")
    given = editor.locator(".previews a[lang=ko]").get_attribute("href")
    preview = open_page(given.removeprefix(address))
    assert preview.get_by_role("heading", level=1).inner_text() == KOREAN
    follow(editor.get_by_role("button", name="Save and submit for review"))
    expect(told(editor)).to_contain_text("submitted for review")
    public.reload()
    assert heading.inner_text() == former

    # The publisher finds it on the first page, compares, and returns it.
    publisher.goto(f"{address}/admin/")
    waiting = publisher.locator("section", has=publisher.get_by_role("heading", name="Waiting for my review")).last
    follow(waiting.get_by_role("link", name=re.compile("chairmanship")))
    compared = publisher.locator("#content")
    expect(compared.locator("ins")).not_to_have_count(0)
    expect(compared).to_contain_text("고쳐", use_inner_text=True)
    follow(publisher.get_by_role("link", name="Return with a comment").first)
    publisher.get_by_label("Comment").fill(COMMENT)
    follow(publisher.locator("form.decision input[type=submit]"))
    expect(told(publisher)).to_contain_text("returned")

    # The editor finds the comment, mends and submits again.
    editor.goto(f"{address}/admin/")
    returned = editor.locator("section", has=editor.get_by_role("heading", name="Returned to me")).last
    assert COMMENT in returned.inner_text()
    open_form(editor, address)
    korean_title(editor).fill(MENDED)
    follow(editor.get_by_role("button", name="Save and submit for review"))
    expect(told(editor)).to_contain_text("submitted for review")

    # The publisher schedules it, and it goes live on time.
    open_form(publisher, address)
    goes_live = datetime.datetime.now(datetime.UTC) + SOON
    publisher.locator("#id_go_live_at_0").fill(goes_live.strftime("%Y-%m-%d"))
    publisher.locator("#id_go_live_at_1").fill(goes_live.strftime("%H:%M:%S"))
    follow(publisher.get_by_role("button", name="Save and schedule"))
    expect(told(publisher)).to_contain_text("scheduled")
    public.reload()
    assert heading.inner_text() == former
    time.sleep(max(0, (goes_live - datetime.datetime.now(datetime.UTC)).total_seconds()) + 1)
    public.reload()
    assert heading.inner_text() == MENDED
    assert public.get_by_text(NOTE).first.is_visible()

    # The publisher takes the former text back.
    publisher.reload()
    follow(publisher.get_by_role("link", name="History"))
    follow(publisher.get_by_role("link", name="Restore as a draft").last)
    follow(publisher.locator("form.decision input[type=submit]"))
    expect(told(publisher)).to_contain_text("new draft")
    follow(publisher.get_by_role("button", name="Save and publish"))
    expect(told(publisher)).to_contain_text("is public now")
    public.reload()
    assert heading.inner_text() == former
    for page in (editor, publisher, preview, public):
        assert page.faults == []


def test_two_browsers_edit_one_record_and_nothing_of_either_is_lost(sign_in, publisher, address):
    editor = sign_in("editor")
    for page in (editor, publisher):
        open_form(page, address)
    summary = editor.locator("#id_summary_en").input_value()
    editor.locator("#id_summary_en").fill(f"{summary} By the editor.")
    publisher.locator("#id_place_en, #id_title_en").first.fill("By the publisher")
    follow(editor.get_by_role("button", name="Save draft"))
    expect(told(editor)).to_contain_text("is saved")
    follow(publisher.get_by_role("button", name="Save draft"))
    expect(told(publisher)).to_contain_text("is saved")
    editor.reload()
    assert editor.locator("#id_summary_en").input_value() == f"{summary} By the editor."
    assert editor.locator("#id_title_en").input_value() == "By the publisher"

    # Where both write the same field, the second sees both texts and loses neither.
    publisher.reload()
    editor.locator("#id_title_en").fill("The editor's second title")
    publisher.locator("#id_title_en").fill("The publisher's second title")
    follow(editor.get_by_role("button", name="Save draft"))
    expect(told(editor)).to_contain_text("is saved")
    follow(publisher.get_by_role("button", name="Save draft"))
    panes = publisher.locator(".conflicts")
    expect(panes).to_contain_text("The editor's second title")
    expect(panes).to_contain_text("The publisher's second title")
    assert publisher.locator("#id_title_en").input_value() == "The publisher's second title"
    follow(publisher.get_by_role("button", name="Save draft"))
    expect(told(publisher)).to_contain_text("is saved")
    editor.reload()
    assert editor.locator("#id_title_en").input_value() == "The publisher's second title"
    follow(publisher.get_by_role("link", name="Discard draft"))
    follow(publisher.locator("form.decision input[type=submit]"))
    expect(told(publisher)).to_contain_text("discarded")
    assert editor.faults == publisher.faults == []
