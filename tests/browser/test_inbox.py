"""A publisher brings a new set from her computer, and decides in the inbox what staff had written otherwise."""

import json
import zipfile
from pathlib import Path

import pytest

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
    publisher.locator("#result_list tbody th a").first.click()
    publisher.locator("#id_title_en").fill("How our staff cite")
    publisher.get_by_role("button", name="Save and publish").click()
    public = open_page(f"/en/pages/{slug}/")
    assert public.get_by_role("heading", level=1).inner_text() == "How our staff cite"

    publisher.get_by_role("link", name="Loads").click()
    publisher.get_by_label("Zip file").set_input_files(archive)
    publisher.get_by_role("button", name="Upload and show the plan").click()
    assert "How the new set cites" in publisher.locator("#content").inner_text()
    publisher.get_by_role("button", name="Carry it out").click()

    publisher.get_by_role("link", name="Conflicts").click()
    conflict = publisher.get_by_role("article", name="Title [en]")
    conflict.locator("td ins").first.wait_for()
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
    conflict.get_by_role("button", name="Publish what I wrote").press("Enter")
    assert "what you wrote is public now" in publisher.locator(".messagelist").inner_text()
    assert publisher.get_by_role("article", name="Title [en]").count() == 0
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
