"""A record's presence in set and site: what comes, goes, stays away, and what waits for a person."""

import pytest

from relations.models import Baseline, Milestone, Passage, Revision, SearchEntry
from relations.publishing import reinstate
from relations.values import values_of
from tests.acting import NOW, edit, everything, open_revision, published_revision, republish, reread
from tests.factories import canonical_values, make_area, make_milestone, make_passage
from tests.fixture_sets import EVIDENCE, row, small_set
from tests.loads import (
    ABSENT,
    begin,
    changed,
    check,
    delete_for_good,
    history,
    load,
    take_back,
    told,
    undo,
    unit,
    units,
    visit,
    waiting,
    with_rows,
    without,
)

pytestmark = pytest.mark.django_db

SET = small_set()
GONE = without(SET, "visit")
OTHER = changed(SET, "visit", title_en="The visit")
WITHDRAWN = {"fields": ["live"], "outcome": "taken", "base": {"live": True}, "site": {"live": True}, "fixture": {"live": False}}  # fmt: skip
ASKED_IN_VAIN = ("visit", ["live"], {"live": True}, {"live": False}, {"live": True})


def test_what_is_gone_from_the_set_is_withdrawn_with_the_manifests_note():
    load()
    report = load(GONE, version=2)
    assert (told(report), unit(report, "visit", "live")) == ({"visit": "withdraw"}, WITHDRAWN)
    assert report["counts"] == {
        "created": 0, "updated": 0, "unchanged": 8, "withdrawn": 1, "kept": 0, "conflicts": 0,
    }  # fmt: skip
    assert (visit().live, visit().withdrawal_note_en, visit().withdrawal_note_ko) == (False, "Set 2.", "묶음 2.")
    assert not SearchEntry.objects.filter(slug="visit").exists()
    before = everything()
    assert load(GONE, version=2)["records"] == []
    assert everything() == before


def test_what_a_load_withdrew_comes_back_with_the_set():
    load()
    load(GONE, version=2)
    report = load(OTHER, version=3)
    assert told(report) == {"visit": "update"}
    assert units(report, "visit") == {"live": "taken", "title_en": "taken"}
    assert (visit().live, visit().title_en, visit().withdrawal_note_en) == (True, "The visit", "")
    assert SearchEntry.objects.filter(slug="visit").count() == 3
    assert check(OTHER, version=3) == 0
    load(GONE, version=4)
    assert told(load(OTHER, version=5)) == {"visit": "update"}, "unchanged, too"
    assert visit().live


def test_what_is_gone_but_edited_waits():
    load()
    republish(visit(), title_ko="방문")
    report = load(GONE, version=2)
    assert (told(report), units(report, "visit")) == ({"visit": "keep"}, {"live": "conflict"})
    assert waiting() == [("visit", ["live"], {"live": True}, {"live": True}, {"live": False})]
    assert visit().live
    before = everything()
    load(GONE, version=2)
    assert everything() == before, "the same set never asks twice"
    load(SET, version=3)
    assert waiting() == [], "it closes when the set has it again"


def test_what_is_gone_with_an_open_draft_waits():
    load()
    draft = edit(visit(), title_ko="방문")
    assert units(load(GONE, version=2), "visit") == {"live": "conflict"}
    assert (visit().live, open_revision(visit())) == (True, draft)


def test_an_edit_that_was_taken_back_again_does_not_count():
    load()
    republish(visit(), title_ko="방문")
    republish(visit(), title_ko="")
    assert told(load(GONE, version=2)) == {"visit": "withdraw"}


def test_a_field_that_belongs_to_the_staff_does_not_count_as_edited():
    load(changed(SET, "visit", summary_en="They met."))
    load(changed(SET, "visit", summary_en=ABSENT), version=2)
    republish(visit(), summary_en="They met often.")
    assert told(load(GONE, version=3)) == {"visit": "withdraw"}


def test_what_a_person_withdrew_stays_withdrawn():
    load()
    take_back(visit())
    before = everything()
    report = load(SET)
    assert everything() == before
    assert (told(report), units(report, "visit")) == ({"visit": "keep"}, {"live": "kept"})


def test_what_a_person_withdrew_and_the_set_changed_waits():
    load()
    take_back(visit())
    assert told(load(OTHER, version=2)) == {"visit": "keep"}
    assert waiting() == [ASKED_IN_VAIN]
    assert (visit().live, visit().title_en) == (False, "A visit")
    reinstate(visit(), by=None, at=NOW)
    load(OTHER, version=2)
    assert (waiting(), visit().title_en) == ([], "The visit")


def test_withdrawn_by_a_person_dropped_and_back_waits():
    load()
    take_back(visit())
    assert load(GONE, version=2)["records"] == []
    assert told(load(SET, version=3)) == {"visit": "keep"}
    assert waiting() == [("visit", ["live"], {"live": False}, {"live": False}, {"live": True})]
    assert not visit().live
    load(GONE, version=4)
    assert waiting() == []


def test_a_person_who_withdraws_what_a_load_had_withdrawn_before_is_heeded():
    load()
    load(GONE, version=2)
    reinstate(visit(), by=None, at=NOW)
    take_back(visit())
    assert units(load(SET, version=3), "visit") == {"live": "conflict"}
    assert not visit().live


def test_a_person_who_withdraws_what_an_undo_had_brought_back_is_heeded():
    load()
    undo(load(GONE, version=2)["load"])
    assert visit().live
    take_back(visit())
    assert units(load(SET, version=3), "visit") == {"live": "conflict"}
    assert not visit().live


def test_what_an_undo_withdrew_stays_so_until_the_set_changes_it():
    load(GONE)
    undo(load(SET, version=2)["load"])
    before = everything()
    assert units(load(SET, version=2), "visit") == {"live": "kept"}
    assert everything() == before
    assert units(load(OTHER, version=3), "visit") == {"live": "conflict"}
    assert waiting() == [ASKED_IN_VAIN]


def test_what_was_deleted_for_good_stays_deleted():
    load()
    delete_for_good(visit())
    before = everything()
    report = load(SET)
    assert everything() == before
    assert (told(report), units(report, "visit")) == ({"visit": "keep"}, {"live": "kept"})
    report = load(OTHER, version=2)
    assert (units(report, "visit"), waiting()) == ({"live": "conflict"}, [ASKED_IN_VAIN])
    assert not Milestone.objects.exists()
    load(GONE, version=3)
    assert waiting() == []


def test_a_set_may_refer_to_what_was_deleted_for_good():
    load()
    delete_for_good(visit().areas.get())
    summit = row("milestone", "summit", title_en="A summit", date="2030", kind="meeting", areas=[["education"]])
    summit["fields"] |= EVIDENCE
    assert told(load(with_rows(SET, summit), version=2)) == {"education": "keep", "visit": "keep", "summit": "create"}
    assert list(Milestone.objects.get(slug="summit").areas.all()) == []


def test_what_rests_on_a_passage_deleted_for_good_waits():
    load()
    Passage.objects.all().delete()
    report = load(changed(SET, "education", title_es="Educación", basis="implies"), version=2)
    assert units(report, "education")["title_es"] in ("taken", "conflict")
    assert check(changed(SET, "education", title_es="Educación", basis="implies"), version=2) == 4


def test_what_staff_made_live_with_the_same_slug_is_adopted_where_equal_and_waits_elsewhere():
    load(GONE)
    passage = Passage.objects.get()
    make_milestone(slug="visit", title_en="Their visit", date="2029-05", kind="visit", as_of="2030", passages=[passage])
    report = load(SET, version=2)
    assert (told(report), units(report, "visit")["title_en"]) == ({"visit": "keep"}, "conflict")
    assert unit(report, "visit", "date")["outcome"] == unit(report, "visit", "kind")["outcome"] == "same"
    assert (visit().title_en, visit().live) == ("Their visit", True)
    assert unit(report, "visit", "areas")["outcome"] == "conflict"
    assert list(visit().areas.all()) == []
    load(changed(SET, "visit", kind="other"), version=3)
    assert visit().kind == "other", "what was equal is the set's from then on"


def test_what_staff_had_only_begun_goes_live_with_the_set_and_theirs_stays_on_top():
    load(GONE)
    draft = begin(Milestone, "visit", title_en="Their visit", title_ko="방문", kind="other")
    report = load(SET, version=2)
    assert (told(report), units(report, "visit")) == ({"visit": "create"}, {"live": "taken"})
    assert (visit().live, visit().title_en, visit().title_ko, visit().kind) == (True, "A visit", "", "visit")
    assert values_of(visit()) == published_revision(visit()).values
    now_open = open_revision(visit())
    assert (now_open, now_open.based_on) == (draft, published_revision(visit()))
    assert now_open.values["title_en"] == "Their visit"
    values = canonical_values(Milestone, {"date": "2029-05", "passages": [make_passage()], "basis": "states"})
    republish(visit(), as_of="2030", **values)
    assert (visit().title_en, visit().title_ko, visit().kind) == ("Their visit", "방문", "other")


def test_a_record_that_the_staff_made_is_none_of_a_sets_business():
    load()
    area = make_area(slug="ports")
    before = everything()
    assert load(SET)["records"] == []
    assert everything() == before
    assert (reread(area).live, Baseline.objects.filter(slug="ports").exists()) == (True, False)


def test_a_record_that_comes_back_has_one_more_version():
    load()
    load(GONE, version=2)
    load(SET, version=3)
    assert history(visit()) == [("superseded", "fixture", 1), ("published", "fixture", 2)]
    assert Revision.objects.open().count() == 0
