"""`reload_fixtures` as scripts use it: options, exit codes, and the JSON with just its keys."""

import unicodedata
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from relations.models import Load, Milestone
from tests.acting import everything, republish
from tests.fixture_sets import EVIDENCE, row, small_set, write_set
from tests.loads import (
    MANIFEST,
    begin,
    changed,
    check,
    last_load,
    load,
    loads,
    run,
    run_set,
    told,
    undo,
    visit,
    with_rows,
    without,
)

pytestmark = pytest.mark.django_db

SET = small_set()
OTHER = changed(SET, "visit", title_en="The visit")
KEYS = ["set", "version", "hash", "dry_run", "load", "counts", "records", "errors"]
COUNTS = ["created", "updated", "unchanged", "withdrawn", "kept", "conflicts"]


def many(number):
    """The small set with so many milestones beside its nine records."""
    fields = {"title_en": "A visit", "date": "2029", "kind": "visit", **EVIDENCE}
    return with_rows(SET, *(row("milestone", f"visit-{n}", **fields) for n in range(number)))


def refused(files, *arguments, **manifest):
    """The messages with which a run is refused; nothing may have been written."""
    before = everything()
    code, report = run_set(files, *arguments, **manifest)
    assert everything() == before
    assert (code, report["load"], report["records"]) == (1, None, [])
    return " ".join(error["message"] for error in report["errors"])


def test_a_receipt_has_just_these_keys():
    report = load(SET)
    assert list(report) == KEYS
    assert list(report["counts"]) == COUNTS
    assert (report["set"], report["version"], report["dry_run"], report["errors"]) == ("north-south", 1, False, [])
    receipt = Load.objects.get()
    assert (receipt.pk, receipt.plan_hash, receipt.receipt) == (report["load"], report["hash"], report["records"])
    assert (receipt.set_name, receipt.version, receipt.counts) == ("north-south", 1, report["counts"])
    assert (receipt.manifest["change"], receipt.manifest["note"]["es"], receipt.by) == ("major", "Paquete 1.", None)
    assert {record["model"] for record in report["records"]} >= {"relations.milestone", "relations.tradefigure"}
    for record in report["records"]:
        assert sorted(record) == ["action", "model", "slug", "units"]
        assert [sorted(unit) for unit in record["units"]] == [["base", "fields", "fixture", "outcome", "site"]]


def test_errors_are_json_too_with_file_model_slug_field_and_message():
    code, report = run_set(changed(SET, "visit", date="2012-13"))
    assert (code, list(report), report["load"], report["records"]) == (1, KEYS, None, [])
    (error,) = report["errors"]
    assert list(error) == ["file", "model", "slug", "field", "message"]
    assert (error["file"], error["model"]) == ("milestone.json", "relations.milestone")
    assert (error["slug"], error["field"]) == ("visit", "date")
    assert "2012-13" in error["message"]
    assert loads() == 0


@pytest.mark.parametrize("option", ["--dry-run", "--check"])
def test_a_shown_plan_and_its_errors_say_that_they_were_dry(option):
    assert run_set(SET, option)[1]["dry_run"] is True
    assert run_set(changed(SET, "visit", date="2012-13"), option)[1]["dry_run"] is True
    assert loads() == 0


def test_check_exits_by_what_there_is_to_do():
    assert check(SET) == 3
    load()
    assert check(SET) == 0
    assert check(OTHER, version=2) == 3
    republish(visit(), title_en="Their visit")
    assert check(SET) == 0
    assert check(OTHER, version=2) == 4, "a conflict would wait"
    load(OTHER, version=2)
    assert check(OTHER, version=2) == 4, "a conflict is waiting"
    assert check(changed(OTHER, "north", name_en="Norland"), version=3) == 4, "before 3"
    assert check(changed(SET, "visit", date="2012-13")) == 1


def test_check_of_an_undo_exits_likewise():
    load()
    number = load(OTHER, version=2)["load"]
    assert run("--undo", number, "--check")[0] == 3
    republish(visit(), title_en="Their visit")
    assert run("--undo", number, "--check")[0] == 4


def test_a_run_done_exits_0_also_when_conflicts_wait():
    load()
    republish(visit(), title_en="Their visit")
    code, report = run_set(OTHER, version=2)
    assert (code, report["counts"]["conflicts"]) == (0, 1)


def test_expect_carries_out_just_the_plan_that_was_seen():
    seen = load(SET, "--dry-run")
    assert load(SET, "--dry-run")["hash"] == seen["hash"], "it does not tell the time"
    assert refused(OTHER, "--expect", seen["hash"])
    assert load(SET, "--expect", seen["hash"])["hash"] == seen["hash"]
    seen = load(OTHER, "--dry-run", version=2)
    republish(visit(), title_es="Visita")
    begin(Milestone, "summit", title_en="A summit")
    assert load(OTHER, "--expect", load(OTHER, "--dry-run", version=2)["hash"], version=2)["load"]
    undoing = undo(last_load(), "--dry-run")
    assert (undoing["dry_run"], undoing["load"]) == (True, None)
    assert run("--undo", last_load(), "--expect", seen["hash"])[0] == 1
    assert undo(last_load(), "--expect", undoing["hash"])["load"]


def test_expect_without_a_hash_is_refused():
    """In scripts a variable may be empty; then no plan was looked at."""
    assert "--expect" in refused(SET, "--expect", "")


def test_a_plan_made_before_an_edit_of_what_it_changes_is_another():
    load()
    seen = load(OTHER, "--dry-run", version=2)
    republish(visit(), title_ko="방문")
    assert refused(OTHER, "--expect", seen["hash"], version=2), "the site's values are part of it"


def test_a_set_that_withdraws_much_is_refused_unless_allowed():
    load(many(30))
    five = without(many(30), *(f"visit-{n}" for n in range(5)))
    eight = without(many(30), *(f"visit-{n}" for n in range(8)))
    assert "--allow-withdrawals" in refused(eight, "--dry-run", version=2)
    assert "--allow-withdrawals" in refused(eight, version=2)
    assert load(five, version=2)["counts"]["withdrawn"] == 5
    assert load(eight, version=3)["counts"]["withdrawn"] == 3
    assert load(without(many(30), *(f"visit-{n}" for n in range(29))), "--allow-withdrawals", version=4)["load"]


def test_five_records_or_a_fifth_of_the_set_may_go():
    load()
    assert load({name: SET[name] for name in ("party.json", "source.json", "area.json")}, version=2)["load"]
    load(many(30), "--allow-withdrawals", version=3)
    assert refused(without(many(30), *(f"visit-{n}" for n in range(8))), version=4)
    assert load(without(many(30), *(f"visit-{n}" for n in range(7))), version=4)["counts"]["withdrawn"] == 7


def test_an_older_version_is_refused_unless_allowed():
    load(OTHER, version=2)
    assert "--allow-older" in refused(SET, version=1)
    assert "--allow-older" in refused(SET, "--check", version=1)
    assert told(load(SET, "--allow-older", version=1)) == {"visit": "update"}
    assert load(OTHER, version=1)["load"], "the same version with other content is allowed"


def test_another_pairs_set_is_refused(tmp_path):
    load()
    before = everything()
    folder = write_set(tmp_path / "set", manifest=MANIFEST.format(version=9, change="major").replace("north", "east"))
    for options in ([], ["--allow-older", "--allow-withdrawals"], ["--check"]):
        code, report = run(folder, *options)
        assert (code, len(report["errors"])) == (1, 1)
        assert "north-south" in report["errors"][0]["message"]
    assert everything() == before


def test_an_empty_folder_and_a_set_that_is_not_there_are_refused(tmp_path):
    load()
    before = everything()
    (tmp_path / "empty").mkdir()
    code, report = run(tmp_path / "empty")
    assert (code, report["errors"][0]["file"]) == (1, "manifest.toml")
    code, report = run("atlantis")
    assert (code, len(report["errors"])) == (1, 1)
    assert everything() == before


def test_undo_takes_no_set_and_a_load_that_there_is(tmp_path):
    load()
    assert run(write_set(tmp_path / "set"), "--undo", 1)[0] == 1
    code, report = run("--undo", 404)
    assert (code, list(report), report["load"]) == (1, KEYS, None)
    assert "404" in report["errors"][0]["message"]
    assert loads() == 1


def test_people_read_the_counts_and_what_changes(tmp_path):
    def said(files, *arguments):
        out = StringIO()
        folder = write_set(tmp_path / str(len(list(tmp_path.iterdir()))), files)
        call_command("reload_fixtures", str(folder), *arguments, stdout=out)
        return out.getvalue()

    assert "9 created" in said(SET)
    republish(visit(), title_en="Their visit")
    files = changed(SET, "visit", title_en="The visit", title_es="Visita de Estado")
    plan = said(files, "--dry-run")
    assert all(words in plan for words in ("visit", "A visit", "Their visit", "The visit", "Visita de Estado"))
    assert "speech" not in plan, "what does not change is left out"
    assert "1 waiting" in said(files, "--expect", plan.split("--expect ")[1].strip())
    with pytest.raises(CommandError, match=r"milestone.json: visit: date: .2012-13. is not a date"):
        said(changed(SET, "visit", date="2012-13"))


def test_a_plan_is_another_if_the_public_would_be_told_otherwise():
    load()
    files = changed(SET, "visit", title_en="The visit")
    plans = [run_set(files, "--dry-run", change=change)[1]["hash"] for change in ("major", "minor")]
    assert len(set(plans)) == 2
    code, report = run_set(files, "--expect", plans[0], change="minor")
    assert (code, report["load"]) == (1, None)
    assert run_set(files, "--expect", plans[1], change="minor")[0] == 0


def test_what_differs_only_in_form_is_no_change():
    load()
    decomposed = unicodedata.normalize("NFD", "북쪽")
    assert load(changed(SET, "north", name_ko=f"{decomposed}\r\n"))["records"] == []
