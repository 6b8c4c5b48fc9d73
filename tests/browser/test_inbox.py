"""A publisher brings a new set from her computer, and decides in the inbox what staff had written otherwise."""

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.following import follow

SETS = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture
def zip_of_changed_set(tmp_path):
    """The set that the site was loaded with, one title in it written anew."""
    (folder,) = (path.parent for path in SETS.glob("*/manifest.toml"))
    rows = json.loads((folder / "page.json").read_text())
    rows[0]["fields"]["title_en"] = "How the new set cites"
    archive = tmp_path / "set.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in folder.iterdir():
            made.writestr(path.name, json.dumps(rows) if path.name == "page.json" else path.read_text())
    return archive, rows[0]["fields"]["slug"]


def test_a_conflict_is_decided_in_the_inbox(sign_in, open_page, violations, zip_of_changed_set):
    archive, slug = zip_of_changed_set
    publisher = sign_in("publisher", f"/admin/relations/page/?q={slug}")
    follow(publisher.locator("#result_list tbody th a").first)
    publisher.locator("#id_title_en").fill("How our staff cite")
    follow(publisher.get_by_role("button", name="Save and publish"))
    public = open_page(f"/en/pages/{slug}/")
    assert public.get_by_role("heading", level=1).inner_text() == "How our staff cite"

    follow(publisher.get_by_role("link", name="Loads"))
    publisher.get_by_label("Zip file").set_input_files(archive)
    follow(publisher.get_by_role("button", name="Upload and show the plan"))
    expect(publisher.locator("#content")).to_contain_text("How the new set cites", use_inner_text=True)
    follow(publisher.get_by_role("button", name="Carry it out"))

    follow(publisher.get_by_role("link", name="Conflicts"))
    conflict = publisher.get_by_role("article", name="Title [en]")
    expect(conflict.locator("td ins").first).to_be_visible()
    assert publisher.faults == []
    assert violations(publisher) == []
    publisher.faults.clear()  # axe reads the stylesheets anew, against the page's policy
    # By the keyboard alone, as somebody would who uses no mouse.
    conflict.get_by_text("Write another").focus()
    publisher.keyboard.press("Enter")
    publisher.keyboard.press("Tab")
    publisher.keyboard.press("Control+A")
    publisher.keyboard.type("How this site cites, by both")
    conflict.get_by_label("Change note [en]").fill("Both were right.")
    follow(conflict.get_by_role("button", name="Publish what I wrote"), key="Enter")
    expect(publisher.locator(".messagelist")).to_contain_text("what you wrote is public now")
    expect(publisher.get_by_role("article", name="Title [en]")).to_have_count(0)
    public.reload()
    assert public.get_by_role("heading", level=1).inner_text() == "How this site cites, by both"
    assert public.get_by_text("Both were right.").first.is_visible()
    assert public.faults == []
    assert publisher.faults == []


def test_axe_finds_nothing_on_the_pages_of_loads_and_conflicts(sign_in, violations, address):
    publisher = sign_in("publisher")
    for path in ("conflict/", "load/", "load/1/", "load/1/undo/", "load/plan/?set=nothing"):
        publisher.goto(f"{address}/admin/relations/{path}")
        assert publisher.faults == []
        assert violations(publisher) == [], path
        publisher.faults.clear()  # axe reads the stylesheets anew, against the page's policy
