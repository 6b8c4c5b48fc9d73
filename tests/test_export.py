"""`export_fixtures`: the live content as a set that loads back as it is, here and elsewhere."""

import json
import tomllib

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from relations.models import (
    RECORD_TYPES,
    Baseline,
    Conflict,
    Decision,
    Load,
    Milestone,
    Passage,
    Relationship,
    Revision,
)
from relations.values import values_of
from tests.acting import everything, republish
from tests.factories import make_area, make_milestone
from tests.fixture_sets import small_set, write_set
from tests.loads import (
    MANIFEST,
    begin,
    changed,
    delete_for_good,
    last_load,
    load,
    named_by,
    run,
    site,
    take_back,
    undo,
    visit,
    without,
)

pytestmark = pytest.mark.django_db

SET = changed(small_set(), "visit", title_es="Visita", title_ko="")


def export(tmp_path, name="exported"):
    call_command("export_fixtures", str(tmp_path / name))
    return tmp_path / name


def rows_of(folder):
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def differences(exported):
    """The fields that an exported set names otherwise than the small one, or alone."""
    theirs, ours = named_by(rows_of(exported)), named_by(SET)
    nothing = object()
    return {
        (slug, name)
        for kind, slug in theirs.keys() | ours.keys()
        for name in theirs.get((kind, slug), {}).keys() | ours.get((kind, slug), {}).keys()
        if theirs.get((kind, slug), {}).get(name, nothing) != ours.get((kind, slug), {}).get(name, nothing)
    }


def loads_back(folder):
    """Nothing is left to do with a set."""
    code, report = run(folder, "--check")
    return code == 0 and report["load"] is None and report["errors"] == []


def empty_the_site():
    for log in (Baseline, Conflict, Decision):
        log.objects.all().delete()
    Relationship.objects.all().delete()
    for model in reversed(RECORD_TYPES):
        model._default_manager.all().delete()
    Revision.objects.update(based_on=None, previous=None, load=None)
    Revision.objects.all().delete()
    Load.objects.all().delete()


def test_an_untouched_site_exports_the_set_as_it_was(tmp_path):
    load(SET, version=7)
    exported = export(tmp_path)
    assert differences(exported) == set()
    assert rows_of(exported).keys() == SET.keys()
    assert loads_back(exported)
    manifest = tomllib.loads((exported / "manifest.toml").read_text(encoding="utf-8"))
    assert manifest == tomllib.loads(MANIFEST.format(version=7, change="major"))


def test_an_exported_file_is_written_as_the_house_writes_them(tmp_path):
    load(SET)
    for path in export(tmp_path).glob("*.json"):
        text = path.read_text(encoding="utf-8")
        rows = json.loads(text)
        assert text == json.dumps(rows, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        assert all(set(row) == {"model", "fields"} and row["fields"]["live"] is True for row in rows)


def test_an_export_writes_nothing_to_the_site(tmp_path):
    load(SET)
    before = everything()
    export(tmp_path)
    assert everything() == before


def test_after_staff_edits_it_differs_in_just_those_fields(tmp_path):
    load(SET)
    republish(visit(), title_es="La visita", title_ko="방문", summary_en="They met.", areas=[])
    exported = export(tmp_path)
    assert differences(exported) == {("visit", name) for name in ("title_es", "title_ko", "summary_en", "areas")}
    assert loads_back(exported)


def test_what_staff_emptied_is_exported_empty(tmp_path):
    load(SET)
    republish(visit(), title_es="")
    exported = export(tmp_path)
    assert differences(exported) == {("visit", "title_es")}
    assert loads_back(exported)


def test_what_staff_made_is_in_it_and_drafts_and_withdrawn_ones_are_not(tmp_path):
    load(SET)
    make_area(slug="ports", title_en="Ports", passages=[Passage.objects.get()])
    begin(Milestone, "begun", title_en="Begun")
    take_back(visit())
    exported = export(tmp_path)
    slugs = {slug for _kind, slug in named_by(rows_of(exported))}
    assert "ports" in slugs and not slugs & {"begun", "visit"}
    assert loads_back(exported)


def test_it_loads_back_while_a_conflict_waits_and_after_an_undo(tmp_path):
    load(SET)
    republish(visit(), title_es="La visita")
    load(changed(SET, "visit", title_es="Visita oficial", title_en="The visit"), version=2)
    exported = export(tmp_path)
    assert differences(exported) == {("visit", "title_es"), ("visit", "title_en")}
    assert loads_back(exported)
    undo(last_load())
    assert loads_back(export(tmp_path, "again"))


def test_it_loads_back_when_a_draft_is_open_or_a_row_was_written_past_us(tmp_path):
    load(SET)
    begin(Milestone, "visit", title_en="As a draft")
    Milestone.objects.filter(slug="visit").update(title_ko="방문")
    exported = export(tmp_path)
    assert differences(exported) == {("visit", "title_ko")}
    assert loads_back(exported)


def test_loaded_into_an_empty_site_it_gives_the_same(tmp_path):
    load(SET)
    republish(visit(), title_es="La visita", observed_yearly=True)
    make_milestone(slug="summit", passages=[Passage.objects.get()], agreement=None)
    shown, exported = site(), export(tmp_path)
    empty_the_site()
    assert run(exported)[0] == 0
    assert site() == shown
    assert loads_back(exported)


def test_so_it_does_where_a_public_record_names_a_hidden_one(tmp_path):
    load(SET)
    area = visit().areas.get()
    take_back(area)
    exported = export(tmp_path)
    assert loads_back(exported)
    empty_the_site()
    code, report = run(exported)
    assert (code, report["errors"]) == (0, [])
    assert Milestone.objects.live().filter(slug="visit").exists()


def test_plain_loaddata_of_it_shows_the_same_site(tmp_path):
    load(SET)
    republish(visit(), title_es="La visita")
    shown, exported = site(), export(tmp_path)
    empty_the_site()
    call_command("loaddata", *map(str, sorted(exported.glob("*.json"))), verbosity=0)
    assert site() == shown
    assert values_of(visit())["title_es"] == "La visita"


def test_a_manifest_keeps_any_text(tmp_path):
    title = 'Quotes " and \\ and\ttabs, \u007f, é, 우정'
    manifest = MANIFEST.format(version=1, change="minor").replace(
        'title = "North and South"', f"title = {json.dumps(title)}"
    )
    folder = write_set(tmp_path / "set", SET, manifest)
    assert run(folder)[0] == 0
    exported = tomllib.loads((export(tmp_path) / "manifest.toml").read_text(encoding="utf-8"))
    assert exported["title"] == title


def test_it_is_refused_into_a_folder_that_holds_something_and_before_any_load(tmp_path):
    with pytest.raises(CommandError):
        export(tmp_path)
    assert list(tmp_path.iterdir()) == []
    load(SET)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("Mine.")
    with pytest.raises(CommandError):
        export(tmp_path, "full")
    with pytest.raises(CommandError):
        export(tmp_path / "full" / "notes.txt", "below")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]


def test_a_database_that_has_no_tables_yet_is_an_error_in_words(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE relations_load RENAME TO elsewhere")
    with pytest.raises(CommandError, match="relations_load"):
        export(tmp_path)


def test_what_is_deleted_for_good_is_not_in_it(tmp_path):
    load(SET)
    delete_for_good(visit())
    exported = export(tmp_path)
    assert rows_of(exported).keys() == without(SET, "visit").keys() - {"milestone.json"}
    assert run(exported, "--check")[0] == 0
