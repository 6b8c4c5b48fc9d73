"""Staff at work in a real browser: a public record is edited, published, restored, withdrawn and reinstated."""

from playwright.sync_api import expect

from tests.browser.following import follow


def told(page):
    return page.locator(".messagelist")


def test_a_record_is_drafted_published_restored_withdrawn_and_reinstated(sign_in, open_page, address):
    publisher = sign_in("publisher")
    follow(publisher.get_by_role("link", name="Milestones", exact=True).first)
    follow(publisher.locator("#result_list a", has_text="chairmanship").first)
    form = publisher.url
    title = publisher.locator("#id_title_en")
    former = title.input_value()
    title.fill("A chairmanship, renamed")
    publisher.locator("#id_change_note_en").fill("Renamed.")
    follow(publisher.get_by_role("button", name="Save draft"))
    expect(told(publisher)).to_contain_text("The public still sees")

    public = open_page("/en/milestones/apec-2024/")
    assert public.get_by_role("heading", level=1).inner_text() == former
    first_version = f"{address}/en/milestones/apec-2024/versions/1/"

    assert title.input_value() == "A chairmanship, renamed"
    follow(publisher.get_by_role("button", name="Save and publish"))
    expect(told(publisher)).to_contain_text("do they still support it")
    publisher.get_by_label("The passages still support it").check()
    follow(publisher.get_by_role("button", name="Save and publish"))
    expect(told(publisher)).to_contain_text("is public now")

    public.reload()
    assert public.get_by_role("heading", level=1).inner_text() == "A chairmanship, renamed"
    assert public.get_by_text("Renamed.").first.is_visible()
    public.goto(first_version)
    assert public.get_by_role("heading", level=1).inner_text() == former

    follow(publisher.get_by_role("link", name="History"))
    follow(publisher.get_by_role("link", name="Restore as a draft").last)
    follow(publisher.get_by_role("button", name="Yes, do it"))
    assert title.input_value() == former
    publisher.get_by_label("The passages still support it").check()
    follow(publisher.get_by_role("button", name="Save and publish"))
    public.goto(f"{address}/en/milestones/apec-2024/")
    assert public.get_by_role("heading", level=1).inner_text() == former

    follow(publisher.get_by_role("link", name="Withdraw"))
    publisher.locator("#id_withdrawal_note_en").fill("It is being checked.")
    follow(publisher.get_by_role("button", name="Yes, do it"))
    assert public.faults == []
    assert public.reload().status == 410
    assert public.get_by_text("It is being checked.").is_visible()

    follow(publisher.get_by_role("link", name="Reinstate"))
    follow(publisher.get_by_role("button", name="Yes, do it"))
    assert public.reload().status == 200
    assert publisher.url == form
    assert publisher.faults == []
