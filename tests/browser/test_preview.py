"""A draft is previewed in a real browser by somebody without an account, until its address is revoked."""

import pytest
from playwright.sync_api import expect

from tests.browser.following import follow

LANGUAGES = ["en", "es", "ko"]


def width(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.fixture
def sound(violations):
    """Nothing that axe finds, in light or dark; nothing that scrolls sideways on a telephone."""

    def check(page):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, only=["color-contrast"]) == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert width(page) <= 320

    return check


def test_a_draft_is_previewed_in_each_language_without_an_account_and_revoked(sign_in, new_page, address, sound):
    editor = sign_in("editor", "/admin/relations/commitment/")
    follow(editor.locator("#result_list tbody th a").first)
    former = editor.locator("#id_title_en").input_value()
    editor.locator("#id_title_en").fill("A commitment, reworded")
    follow(editor.get_by_role("button", name="Save draft"))
    given = editor.locator(".previews a")
    expect(given).to_have_count(len(LANGUAGES))
    paths = [link.get_attribute("href").removeprefix(address) for link in given.all()]

    reader = new_page()
    for path, language in zip(paths, LANGUAGES, strict=True):
        assert reader.goto(f"{address}{path}").status == 200
        assert reader.locator("html").get_attribute("lang") == language
        sound(reader)
    reader.goto(f"{address}{paths[0]}")
    assert reader.get_by_role("heading", level=1).inner_text() == "A commitment, reworded"
    reader.emulate_media(color_scheme="light")
    reader.set_viewport_size({"width": 1280, "height": 900})
    follow(reader.locator("header a[hreflang=ko]"))
    expect(reader).to_have_url(f"{address}{paths[2]}")
    reader.goto(f"{address}{paths[0]}")
    follow(reader.get_by_role("link", name="What the public sees now"))
    assert reader.url.startswith(f"{address}/en/commitments/")
    assert reader.get_by_role("heading", level=1).inner_text() == former
    assert reader.context.cookies() == []
    assert reader.faults == []

    follow(editor.get_by_role("button", name="Revoke"))
    expect(editor.locator(".messagelist")).to_be_visible()
    assert editor.faults == []
    for path in paths:
        assert reader.goto(f"{address}{path}").status == 410
        sound(reader)
    assert reader.goto(f"{address}{paths[0].replace('/en/', 'x/en/')}").status == 404
    sound(reader)
    assert reader.context.cookies() == []

    follow(editor.get_by_role("link", name="Discard draft"))
    follow(editor.get_by_role("button", name="Yes, do it"))
