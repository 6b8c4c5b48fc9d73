"""Merging a load back out after others worked on: their work stays, what collides waits, the rest returns."""

import pytest

from relations.models import Milestone, Revision
from relations.publishing import redact, reinstate
from tests.acting import NOW, edit, everything, open_revision, republish
from tests.factories import make_area
from tests.loads import (
    changed,
    delete_for_good,
    load,
    take_back,
    told,
    undo,
    units,
    visit,
    waiting,
    without,
)
from tests.undoing import NEXT, SET, two_loads

pytestmark = pytest.mark.django_db


def test_what_was_changed_since_becomes_a_conflict_and_the_rest_returns():
    _before, _after, number = two_loads()
    republish(visit(), title_en="Their visit")
    report = undo(number)
    assert units(report, "visit") == {"title_en": "conflict", "areas": "taken"}
    assert waiting() == [
        ("visit", ["title_en"], {"title_en": "The visit"}, {"title_en": "Their visit"}, {"title_en": "A visit"})
    ]
    assert visit().title_en == "Their visit"
    before = everything()
    load(NEXT, version=2)
    assert everything() == before, "no set asks for it, so none closes it"
    republish(visit(), title_en="A visit")
    load(NEXT, version=2)
    assert waiting() == [], "it closes when the site holds what the undo wanted"


def test_what_was_changed_elsewhere_in_the_record_stays():
    _before, _after, number = two_loads()
    republish(visit(), title_es="La visita", areas=[make_area(slug="ports")])
    report = undo(number)
    assert set(units(report, "visit").values()) <= {"taken", "kept"}
    assert (visit().title_en, visit().title_es) == ("A visit", "La visita")
    assert {area.slug for area in visit().areas.all()} == {"ports", "education"}


def test_what_staff_took_back_themselves_is_the_same():
    _before, _after, number = two_loads()
    republish(visit(), title_en="A visit")
    assert "conflict" not in units(undo(number), "visit").values()
    assert visit().title_en == "A visit"


@pytest.mark.parametrize("work", [republish, edit])
def test_a_created_record_that_somebody_worked_on_stays_and_waits(work):
    _before, _after, number = two_loads()
    work(Milestone.objects.get(slug="summit"), title_es="Cumbre")
    report = undo(number)
    assert (told(report)["summit"], units(report, "summit")) == ("keep", {"live": "conflict"})
    assert Milestone.objects.live().filter(slug="summit").exists()


def test_presence_that_a_person_changed_since_is_left_so():
    _before, _after, number = two_loads()
    reinstate(Milestone.objects.get(slug="visit").areas.model.objects.get(slug="education"), by=None, at=NOW)
    take_back(Milestone.objects.get(slug="summit"))
    report = undo(number)
    assert "education" not in told(report) and "summit" not in told(report)
    assert not Milestone.objects.get(slug="summit").live


def test_what_was_deleted_for_good_since_stays_so():
    _before, _after, number = two_loads()
    delete_for_good(Milestone.objects.get(slug="summit"))
    assert "summit" not in told(undo(number))


def test_what_was_withdrawn_since_is_not_shown_by_an_undo_of_its_values():
    _before, _after, number = two_loads()
    take_back(visit())
    undo(number)
    assert not visit().live


def test_nor_what_a_later_load_withdrew():
    _before, _after, number = two_loads()
    load(without(NEXT, "visit"), version=3)
    undo(number)
    assert not visit().live


def test_a_later_load_of_the_same_value_is_not_undone_with_it():
    _before, _after, number = two_loads(changed(SET, "visit", title_en="The visit"))
    load(changed(SET, "visit", title_en="The royal visit"), version=3)
    assert units(undo(number), "visit") == {"title_en": "conflict"}
    assert visit().title_en == "The royal visit"


def test_what_a_redacted_version_held_does_not_return():
    _before, _after, number = two_loads()
    redact(Revision.objects.get(slug="visit", number=1), by=None, at=NOW)
    report = undo(number)
    assert "visit" not in told(report) or told(report)["visit"] == "keep"
    assert visit().title_en == "The visit"


def test_an_undo_leaves_open_drafts_alone():
    _before, _after, number = two_loads()
    draft = edit(visit(), title_ko="방문")
    undo(number)
    assert (open_revision(visit()), visit().title_en) == (draft, "A visit")
    republish(visit())
    assert (visit().title_en, visit().title_ko) == ("A visit", "방문")
