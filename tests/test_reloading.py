"""What a reload does to the values of records: taken, kept, waiting; and that it writes nothing twice."""

import pytest

from relations.models import Baseline, Conflict, Edition, Load, Revision, SearchEntry, TradeFigure
from relations.values import values_of
from tests.acting import edit, everything, open_revision, published_revision, republish, reread
from tests.factories import make_area
from tests.fixture_sets import EVIDENCE, row, small_set
from tests.loads import (
    ABSENT,
    changed,
    check,
    history,
    load,
    loads,
    named_by,
    site,
    told,
    unit,
    units,
    visit,
    waiting,
    with_rows,
)

pytestmark = pytest.mark.django_db

SET = small_set()


def test_a_first_load_shows_the_whole_set_and_remembers_it():
    report = load(SET)
    assert report["counts"] == {
        "created": 9, "updated": 0, "unchanged": 0, "withdrawn": 0, "kept": 0, "conflicts": 0,
    }  # fmt: skip
    assert set(told(report).values()) == {"create"}
    shown, named = site(), named_by(SET)
    assert set(shown) == set(named)
    assert all(shown[key].items() >= values.items() for key, values in named.items())
    assert Baseline.objects.count() == Revision.objects.filter(load=report["load"], origin="fixture").count() == 9


def test_a_second_run_writes_nothing_at_all():
    load()
    before = everything()
    report = load()
    assert everything() == before
    assert (report["load"], report["records"], report["counts"]["unchanged"]) == (None, [], 9)
    republish(visit(), title_ko="방문", areas=[])
    load(changed(SET, "visit", title_ko="공식 방문"), version=2)
    before = everything()
    assert load(changed(SET, "visit", title_ko="공식 방문"), version=2)["load"] is None
    assert everything() == before, "nor with staff edits and a conflict that waits"


def test_each_language_is_decided_on_its_own():
    load(changed(SET, "visit", title_es="Visita", title_ko="방문"))
    republish(visit(), title_ko="공식 방문")
    files = changed(SET, "visit", title_en="The visit", title_es="La visita", title_ko="방문", body_es="<p>Texto.</p>")
    report = load(files, version=2)
    assert told(report) == {"visit": "update"}
    assert units(report, "visit") == {"title_en": "taken", "title_es": "taken", "title_ko": "kept", "body_es": "taken"}
    assert (visit().title_en, visit().title_es, visit().title_ko) == ("The visit", "La visita", "공식 방문")
    assert report["counts"] == {
        "created": 0, "updated": 1, "unchanged": 8, "withdrawn": 0, "kept": 1, "conflicts": 0,
    }  # fmt: skip


def test_what_staff_changed_and_the_set_did_not_is_kept_and_told():
    load()
    republish(visit(), title_en="As staff put it")
    report = load()
    assert told(report) == {"visit": "keep"}
    assert unit(report, "visit", "title_en") == {
        "fields": ["title_en"],
        "outcome": "kept",
        "base": {"title_en": "A visit"},
        "site": {"title_en": "As staff put it"},
        "fixture": {"title_en": "A visit"},
    }
    assert (report["load"], report["counts"]["kept"], visit().title_en) == (None, 1, "As staff put it")


def test_a_title_that_staff_corrected_in_one_language_waits_when_the_set_changes_it_too():
    load()
    republish(visit(), title_en="The state visit")
    report = load(changed(SET, "visit", title_en="A royal visit", kind="other"), version=2)
    assert units(report, "visit") == {"title_en": "conflict", "kind": "taken"}
    assert (visit().title_en, visit().kind) == ("The state visit", "other")
    assert waiting() == [
        (
            "visit",
            ["title_en"],
            {"title_en": "A visit"},
            {"title_en": "The state visit"},
            {"title_en": "A royal visit"},
        )
    ]
    conflict = Conflict.objects.get()
    assert (conflict.load_id, conflict.outcome, conflict.decided_at) == (report["load"], "", None)


def test_what_both_changed_to_the_same_is_unchanged_and_needs_no_load():
    load()
    republish(visit(), title_es="La visita")
    report = load(changed(SET, "visit", title_es="La visita"), version=2)
    assert (report["load"], report["records"], report["counts"]["unchanged"]) == (None, [], 9)
    assert Baseline.objects.get(slug="visit").values["title_es"] == "La visita"
    load(changed(SET, "visit", title_es="Visita oficial"), version=3)
    assert visit().title_es == "Visita oficial", "the baseline has moved"


def test_sets_merge_element_by_element():
    areas = [row("cooperationarea", slug, title_en=slug, summary_en=".", **EVIDENCE) for slug in ("arts", "health")]
    files = changed(with_rows(SET, *areas), "visit", areas=[["arts"], ["education"]])
    load(files)
    republish(visit(), areas=[make_area(slug="ports"), *visit().areas.filter(slug="education")])
    report = load(changed(files, "visit", areas=[["arts"], ["health"]]), version=2)
    assert {area.slug for area in visit().areas.all()} == {"ports", "health"}
    assert unit(report, "visit", "areas")["outcome"] == "taken"
    assert waiting() == []


def test_a_figure_and_the_passage_it_stands_on_never_part():
    second = row("passage", "speech-p2", source=["speech"], locator="¶2", fragment="more words", gist_en="Then.")
    files = with_rows(SET, second)
    load(files)
    figure = TradeFigure.objects.get()
    republish(figure, value="1300000.00")
    report = load(changed(files, "exports-2029", passages=[["speech-p2"]], note_en="Goods only."), version=2)
    asked = unit(report, "exports-2029", "passages")
    assert asked["outcome"] == unit(report, "exports-2029", "value")["outcome"] == "conflict"
    assert unit(report, "exports-2029", "note_en")["outcome"] == "taken"
    figure = reread(figure)
    assert (str(figure.value), figure.note_en) == ("1300000.00", "Goods only.")
    assert [passage.slug for passage in figure.passages.all()] == ["speech-p1"]


def test_what_identifies_a_record_is_never_changed_by_a_set():
    other = row("source", "letter", title_en="A letter", kind="letter", language="en")
    load(with_rows(SET, other))
    files = changed(with_rows(SET, other), "speech-p1", source=["letter"], gist_en="It opens.")
    report = load(files, version=2)
    assert units(report, "speech-p1") == {"source": "conflict", "gist_en": "taken"}
    passage = visit().passages.get()
    assert (passage.source.slug, passage.gist_en) == ("speech", "It opens.")
    before = everything()
    load(files, version=2)
    assert everything() == before


def test_a_field_gone_from_the_set_belongs_to_the_staff():
    load(changed(SET, "visit", summary_en="They met."))
    report = load(changed(SET, "visit", summary_en=ABSENT), version=2)
    assert (report["load"], visit().summary_en) == (None, "They met.")
    republish(visit(), summary_en="They met twice.")
    assert load(SET, version=3)["records"] == []
    report = load(changed(SET, "visit", summary_en="They met often."), version=4)
    assert units(report, "visit") == {"summary_en": "conflict"}
    assert visit().summary_en == "They met twice."


def test_a_field_that_comes_back_waits_even_if_nobody_touched_it_since():
    load(changed(SET, "visit", summary_en="They met."))
    load(SET, version=2)
    assert units(load(changed(SET, "visit", summary_en="They meet."), version=3), "visit") == {"summary_en": "conflict"}
    load(changed(SET, "visit", summary_en="They met."), version=4)
    assert waiting() == []
    load(changed(SET, "visit", summary_en="They meet."), version=5)
    assert visit().summary_en == "They meet.", "the set has it again since both held the same"


def test_what_staff_took_out_of_a_released_set_does_not_come_back_without_a_decision():
    load()
    load(changed(SET, "visit", areas=ABSENT), version=2)
    republish(visit(), areas=[])
    load(SET, version=3)
    assert list(visit().areas.all()) == []


def test_a_language_never_named_before_is_taken_where_staff_wrote_nothing():
    load()
    republish(visit(), title_ko="방문")
    report = load(changed(SET, "visit", title_es="Visita", title_ko="공식 방문"), version=2)
    assert units(report, "visit") == {"title_es": "taken", "title_ko": "conflict"}
    assert unit(report, "visit", "title_ko")["base"] == {"title_ko": ""}
    assert (visit().title_es, visit().title_ko) == ("Visita", "방문")


def test_the_order_of_files_rows_and_fields_makes_no_difference():
    rows = [{**one, "fields": dict(reversed(one["fields"].items()))} for rows in SET.values() for one in rows]
    mixed = {"all.json": rows[::-1]}
    load()
    before = everything()
    assert load(mixed)["records"] == []
    assert everything() == before
    republish(visit(), title_en="Their visit", kind="other")
    changes = {"title_es": "Visita", "title_en": "The visit", "observed_yearly": True}
    hashes = [load(changed(files, "visit", **changes), "--dry-run")["hash"] for files in (SET, mixed)]
    assert hashes[0] == hashes[1]


def test_each_record_written_has_a_revision_that_tells_of_its_load():
    first = load(SET)["load"]
    revision = published_revision(visit())
    assert (revision.origin, revision.load_id, revision.number, revision.change) == ("fixture", first, 1, "major")
    shown = visit().updated_at
    report = load(changed(SET, "visit", title_es="Visita"), version=2, change="minor")
    revision = published_revision(visit())
    assert (revision.load_id, revision.number, revision.change) == (report["load"], 2, "minor")
    assert (revision.change_note_en, revision.change_note_ko) == ("Set 2.", "묶음 2.")
    assert revision.values == values_of(visit())
    assert visit().updated_at == shown, "a minor change does not move the date"
    report = load(changed(SET, "visit", title_es="La visita"), version=3, change="major")
    assert visit().updated_at == Load.objects.get(pk=report["load"]).at > shown
    states = ["superseded", "superseded", "published"]
    assert history(visit()) == [(state, "fixture", number) for number, state in enumerate(states, 1)]


def test_the_search_and_the_edition_follow():
    load()
    number = Edition.objects.get().number
    load(changed(SET, "visit", title_es="Visita única"), version=2)
    assert SearchEntry.objects.get(slug="visit", language="es").text.startswith("visita unica")
    assert Edition.objects.get().number == number + 1


def test_open_drafts_are_left_alone_and_meet_the_change_when_published():
    load()
    draft = edit(visit(), title_ko="방문")
    assert told(load(changed(SET, "visit", title_es="Visita"), version=2)) == {"visit": "update"}
    assert open_revision(visit()) == draft
    assert (visit().title_ko, visit().title_es) == ("", "Visita")
    republish(visit())
    assert (visit().title_ko, visit().title_es) == ("방문", "Visita")


def test_a_plan_is_only_shown():
    load()
    republish(visit(), title_en="Their visit")
    files = changed(SET, "visit", title_en="The visit", title_es="Visita")
    before = everything()
    report = load(files, "--dry-run", version=2)
    assert everything() == before
    assert (report["dry_run"], report["load"], report["counts"]["conflicts"]) == (True, None, 1)
    assert (check(files, version=2), check(SET)) == (4, 0)
    assert everything() == before
    assert loads() == 1
