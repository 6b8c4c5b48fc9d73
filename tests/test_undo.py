"""Merging a load back out: what it changed returns, what changed since waits, and it can be undone itself."""

import pytest

from relations.models import Baseline, Load, Milestone
from tests.acting import everything, open_revision, published_revision
from tests.factories import make_milestone
from tests.loads import (
    begin,
    changed,
    check,
    history,
    last_load,
    load,
    run,
    site,
    told,
    undo,
    unit,
    units,
    visit,
    without,
)
from tests.undoing import NEXT, SET, two_loads

pytestmark = pytest.mark.django_db


def baselines():
    return list(Baseline.objects.order_by("pk").values())


def test_an_undo_restores_every_value_withdraws_what_was_created_and_brings_back_what_was_withdrawn():
    before, _after, number = two_loads()
    report = undo(number)
    assert told(report) == {"education": "update", "summit": "withdraw", "visit": "update"}
    assert report["counts"] == {
        "created": 0, "updated": 2, "unchanged": 0, "withdrawn": 1, "kept": 0, "conflicts": 0,
    }  # fmt: skip
    assert unit(report, "visit", "title_en") == {
        "fields": ["title_en"],
        "outcome": "taken",
        "base": {"title_en": "The visit"},
        "site": {"title_en": "The visit"},
        "fixture": {"title_en": "A visit"},
    }
    assert site() == before | {("milestone", "summit"): None}


def test_an_undo_is_a_load_with_a_receipt_of_its_own():
    _before, _after, number = two_loads()
    report = undo(number)
    receipt = Load.objects.get(pk=report["load"])
    assert (receipt.undoes_id, receipt.set_name, receipt.version) == (number, "north-south", 2)
    assert (receipt.receipt, receipt.plan_hash) == (report["records"], report["hash"])
    assert (published_revision(visit()).origin, published_revision(visit()).load) == ("undo", receipt)
    assert history(visit())[-1] == ("published", "undo", 3)


def test_the_same_set_again_does_not_redo_what_was_undone():
    load(SET)
    number = load(NEXT, version=2)["load"]
    remembered = baselines()
    undo(number)
    assert baselines() == remembered
    before = everything()
    report = load(NEXT, version=2)
    assert everything() == before
    assert report["load"] is None
    assert check(NEXT, version=2) == 0
    assert visit().title_en == "A visit"


def test_the_next_version_is_compared_with_the_set_that_was_undone():
    _before, _after, number = two_loads()
    undo(number)
    files = changed(NEXT, "visit", title_en="The royal visit", kind="other")
    report = load(files, version=3)
    assert units(report, "visit") == {"title_en": "conflict", "areas": "kept", "kind": "taken"}
    assert visit().title_en == "A visit"


def test_an_undo_can_be_undone_and_that_again():
    before, after, number = two_loads()
    first = undo(number)["load"]
    second = undo(first)
    assert told(second) == {"education": "withdraw", "summit": "update", "visit": "update"}
    assert site() == after
    assert check(NEXT, version=2) == 0
    undo(second["load"])
    assert site() == before | {("milestone", "summit"): None}


def test_nothing_is_undone_twice():
    _before, _after, number = two_loads()
    first = undo(number)["load"]
    before = everything()
    code, report = run("--undo", number)
    assert (code, len(report["errors"])) == (1, 1)
    assert str(first) in report["errors"][0]["message"]
    assert everything() == before


def test_a_dry_undo_shows_the_same_and_writes_nothing():
    _before, _after, number = two_loads()
    before = everything()
    seen = undo(number, "--dry-run")
    assert everything() == before
    assert (seen["dry_run"], seen["load"]) == (True, None)
    report = undo(number, "--expect", seen["hash"])
    assert (report["hash"], report["records"]) == (seen["hash"], seen["records"])


def test_a_record_that_came_back_with_other_values_goes_again_as_it_was():
    load(SET)
    load(without(SET, "visit"), version=2)
    number = load(changed(SET, "visit", title_en="The visit"), version=3)["load"]
    undo(number)
    assert (visit().live, visit().title_en) == (False, "A visit")
    undo(last_load())
    assert (visit().live, visit().title_en) == (True, "The visit")


def test_a_draft_that_the_staff_had_begun_before_is_theirs_again():
    load(without(SET, "visit"))
    draft = begin(Milestone, "visit", title_en="Their visit")
    undo(load(SET, version=2)["load"])
    assert (visit().live, open_revision(visit())) == (False, draft)


def test_the_first_load_can_be_undone_too():
    undo(load(SET)["load"])
    assert set(site().values()) == {None}
    assert load(SET)["load"] is None


def test_values_of_a_row_changed_past_us_return_too():
    load(SET)
    Milestone.objects.update(title_ko="방문")
    number = load(changed(SET, "visit", title_en="The visit"), version=2)["load"]
    undo(number)
    assert (visit().title_en, visit().title_ko) == ("A visit", "방문")


def test_values_of_a_row_that_was_nobodys_return_too():
    load(without(SET, "visit"))
    make_milestone(slug="visit", title_en="By loaddata", past_the_verbs=True)
    number = load(SET, version=2)["load"]
    assert visit().title_en == "A visit"
    undo(number)
    assert (visit().title_en, visit().live) == ("By loaddata", True)
