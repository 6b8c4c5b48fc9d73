"""How a conflict lives: it waits in its place, is asked once, asks anew for a new value, and closes by agreement."""

import pytest

from relations.models import Conflict, Milestone
from relations.publishing import conflicts
from tests.acting import NOW, everything, republish
from tests.fixture_sets import small_set
from tests.loads import changed, check, delete_for_good, load, take_back, told, units, visit, waiting, without

pytestmark = pytest.mark.django_db

SET = small_set()


def the_set(title, **fields):
    return changed(SET, "visit", title_en=title, **fields)


@pytest.fixture
def conflict():
    """The set has another title than the staff."""
    load()
    republish(visit(), title_en="Their visit")
    load(the_set("The visit"), version=2)
    return Conflict.objects.get()


def quiet(files, version=2):
    """Whether a load of this set writes nothing, and nothing waits."""
    before = everything()
    report = load(files, version=version)
    return everything() == before and report["counts"]["conflicts"] == 0


def test_while_it_waits_the_same_fixture_does_not_ask_again(conflict):
    before = everything()
    report = load(the_set("The visit"), version=2)
    assert everything() == before
    assert (report["load"], report["counts"]["conflicts"], told(report)) == (None, 1, {"visit": "keep"})
    load(the_set("The visit", kind="other"), version=3)
    assert Conflict.objects.get() == conflict


def test_a_new_value_of_the_fixture_asks_in_the_same_place(conflict):
    report = load(the_set("The royal visit"), version=3)
    assert waiting() == [
        ("visit", ["title_en"], {"title_en": "A visit"}, {"title_en": "Their visit"}, {"title_en": "The royal visit"})
    ]
    assert report["counts"]["conflicts"] == 1
    assert Conflict.objects.waiting().get().load_id == report["load"] != conflict.load_id
    conflict.refresh_from_db()
    assert conflict.outcome == "closed"


def test_its_site_value_follows_later_edits(conflict):
    republish(visit(), title_en="Their state visit")
    report = load(the_set("The visit"), version=2)
    (unit,) = [unit for record in report["records"] for unit in record["units"]]
    assert unit["site"] == {"title_en": "Their state visit"}
    assert report["counts"]["conflicts"] == 1


def test_it_closes_when_the_site_comes_to_hold_what_the_fixture_says(conflict):
    republish(visit(), title_en="The visit")
    load(the_set("The visit"), version=2)
    assert waiting() == []
    assert quiet(the_set("The visit"))
    load(the_set("The royal visit"), version=3)
    assert visit().title_en == "The royal visit", "from then on the set's again"


def test_it_closes_when_the_fixture_comes_to_say_what_the_site_holds(conflict):
    load(the_set("Their visit"), version=3)
    assert waiting() == []
    assert check(the_set("Their visit"), version=3) == 0


def test_it_closes_when_the_set_takes_its_change_back(conflict):
    report = load(SET, version=3)
    assert (waiting(), units(report, "visit")) == ([], {"title_en": "kept"})
    assert visit().title_en == "Their visit"


def test_it_closes_when_the_record_leaves_the_set_or_the_set_the_field(conflict):
    load(changed(SET, "visit", title_en="The visit", date="2029-06"), version=3)
    assert len(waiting()) == 1
    load(without(SET, "visit"), version=4)
    assert [fields for _slug, fields, *_rest in waiting()] == [["live"]], "that it left is what waits now"


def test_it_closes_when_the_record_is_deleted_for_good_or_withdrawn(conflict):
    take_back(visit())
    load(the_set("The visit"), version=2)
    assert [fields for _slug, fields, *_rest in waiting()] == [["live"]]
    delete_for_good(visit())
    load(without(SET, "visit"), version=3)
    assert waiting() == []


def test_kept_once_it_is_not_asked_again_but_for_a_new_value(conflict):
    conflicts.keep(conflict, by=None, at=NOW)
    assert visit().title_en == "Their visit"
    assert quiet(the_set("The visit"))
    load(the_set("The royal visit"), version=3)
    assert waiting() == [
        ("visit", ["title_en"], {"title_en": "The visit"}, {"title_en": "Their visit"}, {"title_en": "The royal visit"})
    ]


def test_taken_it_is_the_sets_again(conflict):
    conflicts.take(conflict, by=None, at=NOW)
    assert visit().title_en == "The visit"
    assert quiet(the_set("The visit"))
    load(the_set("The royal visit"), version=3)
    assert (visit().title_en, waiting()) == ("The royal visit", [])


def test_a_third_text_is_the_staffs(conflict):
    conflicts.write(conflict, {"title_en": "A third"}, by=None, at=NOW, support_confirmed=True)
    assert visit().title_en == "A third"
    assert quiet(the_set("The visit"))
    load(the_set("The royal visit"), version=3)
    assert (visit().title_en, len(waiting())) == ("A third", 1)


def test_of_presence_kept_the_same_set_does_not_ask_again_but_a_changed_one_does():
    load()
    take_back(visit())
    load(the_set("The visit"), version=2)
    conflicts.keep(Conflict.objects.get(), by=None, at=NOW)
    assert quiet(the_set("The visit"))
    assert not visit().live
    load(the_set("The royal visit"), version=3)
    assert [fields for _slug, fields, *_rest in waiting()] == [["live"]]


def test_of_presence_taken_the_record_comes_back_and_takes_the_set_s_values():
    load()
    take_back(visit())
    load(the_set("The visit"), version=2)
    conflicts.take(Conflict.objects.get(), by=None, at=NOW)
    assert visit().live
    load(the_set("The visit"), version=2)
    assert (visit().title_en, waiting()) == ("The visit", [])


def test_a_record_gone_from_the_set_but_kept_is_the_staffs():
    load()
    republish(visit(), title_en="Their visit")
    gone = without(SET, "visit")
    load(gone, version=2)
    conflicts.keep(Conflict.objects.get(), by=None, at=NOW)
    assert quiet(gone)
    assert visit().live


def test_a_record_gone_from_the_set_and_taken_is_withdrawn_and_comes_back_with_it():
    load()
    republish(visit(), title_en="Their visit")
    gone = without(SET, "visit")
    load(gone, version=2)
    conflicts.take(Conflict.objects.get(), by=None, at=NOW)
    assert not visit().live
    assert quiet(gone)
    load(SET, version=3)
    assert (visit().live, visit().title_en) == (True, "Their visit")


def test_of_a_record_deleted_for_good_taken_the_next_load_makes_it_anew():
    load()
    delete_for_good(visit())
    load(the_set("The visit"), version=2)
    conflicts.take(Conflict.objects.get(), by=None, at=NOW)
    assert told(load(the_set("The visit"), version=2)) == {"visit": "create"}
    assert Milestone.objects.live().get(slug="visit").title_en == "The visit"
