"""Rows written by `loaddata` or SQL, met by a load: nobody's rows are taken over, staff's values are the site's."""

import pytest
from django.core.management import call_command

from relations.models import (
    RECORD_TYPES,
    Baseline,
    Edition,
    Load,
    Milestone,
    Passage,
    Revision,
    SearchEntry,
)
from relations.publishing import reinstate
from relations.values import values_of
from tests.acting import NOW, edition, everything, published_revision, republish
from tests.factories import PUBLISHED_AT, make_milestone
from tests.fixture_sets import small_set, write_set
from tests.loads import (
    changed,
    history,
    load,
    site,
    take_back,
    told,
    undo,
    unit,
    units,
    visit,
    waiting,
    without,
)

pytestmark = pytest.mark.django_db

SET = small_set()
GONE = without(SET, "visit")


def write_past_us(**columns):
    Milestone.objects.filter(slug="visit").update(**columns)


@pytest.fixture
def loaded_by_loaddata(tmp_path):
    folder = write_set(tmp_path / "set")
    call_command("loaddata", *map(str, sorted(folder.glob("*.json"))), verbosity=0)


def test_the_set_that_loaddata_brought_is_adopted_without_a_change(loaded_by_loaddata):
    shown = site()
    report = load()
    assert site() == shown
    assert (report["records"], report["counts"]["unchanged"]) == ([], 9)
    for model in RECORD_TYPES:
        for row in model._default_manager.all():
            assert published_revision(row).values == values_of(row)
            assert row.first_published_at and row.last_published_at and row.updated_at
            assert SearchEntry.objects.filter(record_type=model.type_name(), slug=row.slug).count() == 3
    assert Baseline.objects.count() == 9
    before = everything()
    load()
    assert everything() == before


def test_the_public_is_told_that_search_and_dates_are_new(loaded_by_loaddata):
    number = edition()
    load()
    assert edition() == number + 1


def test_a_site_that_loaddata_filled_knows_its_set_from_then_on(loaded_by_loaddata):
    load()
    assert Load.objects.exists(), "so that another pair's set is refused, and the site can be exported"


def test_a_row_without_a_revision_is_taken_over_wholesale():
    load(GONE)
    make_milestone(slug="visit", title_en="By loaddata", title_ko="방문", past_the_verbs=True)
    report = load(SET, version=2)
    assert told(report) == {"visit": "update"}
    assert unit(report, "visit", "title_en")["outcome"] == "taken"
    assert (visit().title_en, visit().title_ko, visit().kind) == ("A visit", "방문", "visit")
    assert history(visit())[-1][:2] == ("published", "fixture")
    assert values_of(visit()) == published_revision(visit()).values
    assert waiting() == []


def test_so_is_one_that_is_hidden():
    load(GONE)
    make_milestone(slug="visit", live=False, past_the_verbs=True)
    assert units(load(SET, version=2), "visit")["live"] == "taken"
    assert (visit().live, visit().title_en) == (True, "A visit")


def test_a_row_changed_past_us_is_the_sites_value_recorded_before_merging():
    load()
    write_past_us(title_en="By SQL", title_ko="방문")
    report = load(changed(SET, "visit", title_en="The visit", title_es="Visita"), version=2)
    assert units(report, "visit") == {"title_en": "conflict", "title_es": "taken"}
    assert history(visit()) == [("superseded", "fixture", 1), ("superseded", "direct", 2), ("published", "fixture", 3)]
    direct = Revision.objects.get(origin="direct")
    assert (direct.values["title_en"], direct.values["title_es"], direct.change) == ("By SQL", "", "minor")
    assert (direct.load, direct.author) == (None, None)
    assert (visit().title_en, visit().title_ko, visit().title_es) == ("By SQL", "방문", "Visita")


def test_a_row_changed_past_us_and_only_kept_is_recorded_once_and_its_search_follows():
    load()
    write_past_us(title_en="By SQL")
    shown = visit().updated_at
    assert units(load(), "visit") == {"title_en": "kept"}
    assert history(visit()) == [("superseded", "fixture", 1), ("published", "direct", 2)]
    assert SearchEntry.objects.get(slug="visit", language="en").text.startswith("by sql")
    assert (visit().live, visit().updated_at) == (True, shown)
    before = everything()
    load()
    assert everything() == before


def test_a_version_that_is_recorded_is_a_public_change():
    load()
    write_past_us(title_en="By SQL")
    number = edition()
    load()
    assert edition() == number + 1


def test_a_row_changed_past_us_to_what_the_set_says_is_recorded_too():
    load()
    write_past_us(title_en="The visit")
    load(changed(SET, "visit", title_en="The visit"), version=2)
    assert published_revision(visit()).values == values_of(visit())
    assert published_revision(visit()).origin == "direct"


def test_what_was_changed_past_us_is_not_withdrawn_with_the_set():
    load()
    write_past_us(title_en="By SQL")
    assert units(load(GONE, version=2), "visit") == {"live": "conflict"}
    assert visit().live
    assert history(visit())[-1] == ("published", "direct", 2)


def test_a_withdrawn_row_that_was_changed_past_us_stays_withdrawn():
    load()
    take_back(visit())
    write_past_us(title_en="By SQL")
    load(SET)
    assert (visit().live, visit().withdrawal_note_en) == (False, "It was wrong.")
    assert not SearchEntry.objects.filter(slug="visit").exists()
    load(changed(SET, "visit", title_en="The visit"), version=2)
    assert (visit().live, visit().title_en) == (False, "By SQL")


def test_a_row_hidden_past_us_is_hidden_by_a_person():
    load()
    write_past_us(live=False)
    assert units(load(SET), "visit") == {"live": "kept"}
    assert not visit().live
    assert units(load(changed(SET, "visit", kind="other"), version=2), "visit") == {"live": "conflict"}


def test_a_row_shown_past_us_is_shown():
    load()
    load(GONE, version=2)
    write_past_us(live=True)
    load(GONE, version=2)
    assert visit().live
    assert told(load(changed(SET, "visit", kind="other"), version=3)) == {"visit": "update"}
    assert (visit().live, visit().kind) == (True, "other")


def test_a_withdrawn_row_changed_past_us_is_reinstated_with_what_it_holds():
    load()
    load(GONE, version=2)
    write_past_us(title_ko="방문")
    report = load(changed(SET, "visit", title_en="The visit"), version=3)
    assert units(report, "visit") == {"live": "taken", "title_en": "taken"}
    assert (visit().live, visit().title_en, visit().title_ko) == (True, "The visit", "방문")
    take_back(visit())
    reinstate(visit(), by=None, at=NOW)
    assert visit().title_ko == "방문"


def test_the_verbs_go_on_with_what_a_load_left():
    load()
    write_past_us(title_en="By SQL")
    load(changed(SET, "visit", title_es="Visita"), version=2)
    republish(visit(), title_ko="방문")
    assert [number for *_rest, number in history(visit())] == [1, 2, 3, 4]
    assert (visit().title_en, visit().title_es, visit().title_ko) == ("By SQL", "Visita", "방문")


def test_sets_and_missing_dates_count_as_well():
    load()
    visit().areas.clear()
    write_past_us(first_published_at=None, last_published_at=None, updated_at=None)
    SearchEntry.objects.filter(slug="visit").delete()
    report = load(changed(SET, "visit", title_es="Visita"), version=2)
    assert units(report, "visit") == {"areas": "kept", "title_es": "taken"}
    assert visit().first_published_at and visit().last_published_at and visit().updated_at
    assert SearchEntry.objects.filter(slug="visit").count() == 3
    assert Edition.objects.exists()


def test_a_first_version_recorded_of_what_loaddata_brought_keeps_its_dates(loaded_by_loaddata):
    Passage.objects.update(first_published_at=PUBLISHED_AT, last_published_at=PUBLISHED_AT, updated_at=PUBLISHED_AT)
    load()
    passage = Passage.objects.get()
    assert (passage.first_published_at, passage.updated_at) == (PUBLISHED_AT, PUBLISHED_AT)
    revision = published_revision(passage)
    assert (revision.origin, revision.published_at, revision.change) == ("direct", PUBLISHED_AT, "minor")


def test_an_undo_after_an_edit_past_us_asks():
    load()
    number = load(changed(SET, "visit", title_en="The visit"), version=2)["load"]
    write_past_us(title_en="By SQL")
    assert units(undo(number), "visit") == {"title_en": "conflict"}
    assert history(visit())[-1] == ("published", "direct", 3)
