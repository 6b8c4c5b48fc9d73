"""README's worked example: staff edit, a newer set arrives, nothing of either is lost. README shows this very output."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import override

from relations.models import Conflict, Load, Milestone, TradeFigure
from relations.publishing import publish
from tests.acting import NOW, edit
from tests.fixture_sets import EVIDENCE, MANIFEST, fields_of, row, small_set, write_set

pytestmark = pytest.mark.django_db
README = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
SET = "north-south"


def first_version():
    files = small_set()
    fields_of(files, "visit").update(title_en="A visit", title_es="Una visita", title_ko="방 문")
    fair = row("milestone", "fair", title_en="A fair", title_es="Una feria", title_ko="박람회")
    fair["fields"] |= {"date": "2028", "kind": "other", **EVIDENCE}
    files["milestone.json"].append(fair)
    return files


def second_version():
    """The Spanish title and the figure are others; a summit is new, the fair is gone."""
    files = first_version()
    fields_of(files, "visit")["title_es"] = "Una visita oficial"
    fields_of(files, "exports-2029")["value"] = "1250000.00"
    summit = row("milestone", "summit", title_en="A summit", title_es="Una cumbre", title_ko="정상회담")
    summit["fields"] |= {"date": "2030-03-01", "kind": "meeting", **EVIDENCE}
    files["milestone.json"] = [fields for fields in files["milestone.json"] if fields["fields"]["slug"] != "fair"]
    files["milestone.json"].append(summit)
    return files


@pytest.fixture
def reload(tmp_path, monkeypatch, capsys):
    """Run the command where the folder of the set is, and return what it prints."""
    monkeypatch.chdir(tmp_path)

    def run(*options):
        capsys.readouterr()
        with override("en"):  # as at a terminal, whatever page a test has read before
            call_command("reload_fixtures", SET, *options)
        return capsys.readouterr().out

    return run


@pytest.fixture
def edited(tmp_path, reload, editor, publisher):
    """The first version is loaded, staff have corrected a title and a figure, and the second version is there."""
    write_set(tmp_path / SET, first_version())
    reload()
    drafts = [
        edit(Milestone.objects.get(slug="visit"), by=editor, title_ko="방문"),
        edit(TradeFigure.objects.get(slug="exports-2029"), by=editor, value="1300000.00"),
    ]
    publish(*drafts, by=publisher, at=NOW, support_confirmed=True)
    write_set(tmp_path / SET, second_version(), MANIFEST.replace("version = 1", "version = 2"))


def as_in_readme(output):
    """Without the number of the load, which depends on what the database went through."""
    number = str(Load.objects.latest("pk").pk)
    return re.sub(rf"(load |--undo ){number}\b", r"\g<1>2", output).strip()


def test_the_plan_reads_as_readme_shows_it(edited, reload):
    plan = reload("--dry-run")
    assert plan.strip() in README, plan
    assert Load.objects.count() == 1


def test_what_it_says_afterwards_is_in_readme_too(edited, reload):
    said = as_in_readme(reload())
    assert said.rpartition("\n\n")[2] in README, said


def test_the_receipt_says_what_became_of_each_unit(edited, reload):
    receipt = json.loads(reload("--json"))
    in_short = {
        "set": receipt["set"],
        "version": receipt["version"],
        "counts": receipt["counts"],
        "records": [
            record | {"units": [{"fields": unit["fields"], "outcome": unit["outcome"]} for unit in record["units"]]}
            for record in receipt["records"]
        ],
    }
    assert in_short == json.loads(README.partition("```json receipt\n")[2].partition("```")[0]), json.dumps(in_short)
    assert receipt["load"] == Load.objects.latest("pk").pk
    assert receipt["errors"] == []


def test_each_edit_and_each_change_of_the_set_is_kept_and_one_value_waits(edited, reload):
    reload()
    visit = Milestone.objects.get(slug="visit")
    assert (visit.title_en, visit.title_es, visit.title_ko) == ("A visit", "Una visita oficial", "방문")
    assert TradeFigure.objects.get(slug="exports-2029").value == 1_300_000
    waiting = Conflict.objects.waiting().get()
    assert (waiting.slug, waiting.load) == ("exports-2029", Load.objects.latest("pk"))
    values = [side["value"] for side in (waiting.base, waiting.site, waiting.fixture)]
    assert values == ["1200000.00", "1300000.00", "1250000.00"]


def test_the_public_reads_what_both_wrote(edited, reload, client):
    reload()
    assert "방문" in client.get("/ko/milestones/visit/").content.decode()
    assert "Una visita oficial" in client.get("/es/milestones/visit/").content.decode()
    assert "1.3" in client.get("/en/trade/exports/").content.decode()
    assert client.get("/en/milestones/summit/").status_code == 200
    assert client.get("/en/milestones/fair/").status_code == 410


def test_a_second_run_has_nothing_to_do_and_the_conflict_still_waits(edited, reload):
    reload()
    with pytest.raises(SystemExit) as ended:
        reload("--check")
    assert ended.value.code == 4
    reload()
    assert Load.objects.count() == 2
    assert Conflict.objects.waiting().count() == 1


def test_undone_it_is_as_staff_had_left_it(edited, reload, capsys):
    reload()
    capsys.readouterr()
    call_command("reload_fixtures", "--undo", Load.objects.latest("pk").pk)
    visit = Milestone.objects.get(slug="visit")
    assert (visit.title_es, visit.title_ko) == ("Una visita", "방문")
    assert Milestone.objects.live().filter(slug="fair").exists()
    assert not Milestone.objects.live().filter(slug="summit").exists()
