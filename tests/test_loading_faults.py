"""What may go wrong while a set is loaded: the site is as before or as after, and one is told why."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from relations.models import Load, Milestone, Revision
from relations.publishing import NotNow
from tests.acting import edit, open_revision, republish
from tests.at_once import at_once, database_for_many, in_a_thread
from tests.fixture_sets import EVIDENCE, row, small_set, write_set
from tests.loads import MANIFEST, changed, load, run, run_set, site, told, visit, waiting, with_rows, without

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent
KILLS = 30
SET = small_set()


def many(number, **changes):
    fields = {"title_en": "A visit", "date": "2029", "kind": "visit", **EVIDENCE, **changes}
    return with_rows(SET, *(row("milestone", f"visit-{n}", **fields) for n in range(number)))


@pytest.fixture
def many_people(transactional_db, tmp_path):
    with database_for_many(tmp_path / "site.sqlite3"):
        yield


@pytest.fixture
def file_database(transactional_db, tmp_path):
    """A migrated, empty database in a file, and the environment of a process that works on it."""
    if connection.vendor != "sqlite":
        pytest.skip("it is about SQLite's files")
    path = tmp_path / "before.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    environment = os.environ | {
        "ENV_FILE": os.devnull,
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    return path, environment


def content(path):
    """Every row of the site's tables in a database file, but for when it was written."""
    with closing(sqlite3.connect(path)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE name LIKE 'relations_%' AND type = 'table'")
        found = {}
        for (table,) in tables.fetchall():
            columns = [column for _n, column, *_rest in database.execute(f"PRAGMA table_info({table})")]
            timeless = ", ".join(f'"{name}"' for name in columns if name != "at" and not name.endswith("_at"))
            found[table] = database.execute(f"SELECT {timeless} FROM {table} ORDER BY id").fetchall()  # noqa: S608
        return found


def python(environment, *arguments):
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603


def test_killed_at_any_moment_the_site_is_as_before_or_as_after_and_the_next_run_completes(file_database, tmp_path):
    path, environment = file_database
    write_set(tmp_path / "first", many(40))
    files = without(many(50, title_es="Visita"), "visit-0", "visit-1")
    write_set(tmp_path / "next", files, MANIFEST.format(version=2, change="major"))
    assert python(environment, "manage.py", "reload_fixtures", tmp_path / "first").returncode == 0
    ended = python(environment, "-m", "tests.killed_loads", tmp_path, KILLS)
    assert (ended.returncode, ended.stderr) == (0, "")
    before, after = content(path), content(tmp_path / "after.sqlite3")
    assert before != after
    killed = [content(tmp_path / f"{n}-killed.sqlite3") for n in range(KILLS)]
    assert [state in (before, after) for state in killed] == [True] * KILLS
    assert before in killed
    assert [content(tmp_path / f"{n}-again.sqlite3") == after for n in range(KILLS)] == [True] * KILLS
    outcomes = [line.split()[-1] for line in ended.stdout.splitlines()]
    assert outcomes.count("-9") >= KILLS / 2, "most were still at it"


def test_scripts_get_exit_codes_and_nothing_but_json(file_database, tmp_path):
    _path, environment = file_database
    good = write_set(tmp_path / "good")
    bad = write_set(tmp_path / "bad", changed(SET, "visit", date="2012-13"))
    manage = partial(python, environment, "manage.py", "reload_fixtures")
    shown = manage(good, "--check", "--json")
    assert (shown.returncode, json.loads(shown.stdout)["counts"]["created"], shown.stderr) == (3, 9, "")
    failed = manage(bad)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "milestone.json: visit: date: “2012-13” is not a date" in failed.stderr
    assert "Traceback" not in failed.stderr
    told_json = manage(bad, "--json")
    assert (told_json.returncode, told_json.stderr) == (1, "")
    assert json.loads(told_json.stdout)["errors"][0]["field"] == "date"


def test_of_two_loads_at_once_the_second_finds_it_done(many_people):
    receipts = at_once(*[partial(load, many(40))] * 2)
    done = [receipt for receipt in receipts if receipt["load"]]
    assert len(done) == 1
    assert sorted(receipt["counts"]["created"] for receipt in receipts) == [0, 49]
    assert in_a_thread(lambda: (Load.objects.count(), Revision.objects.count())) == (1, 49)


def test_of_two_versions_at_once_the_newer_one_stays(many_people):
    in_a_thread(load)
    second, third = (changed(SET, "visit", title_en=title) for title in ("The second", "The third"))
    results = at_once(partial(run_set, second, version=2), partial(run_set, third, version=3))
    assert results[1][0] == 0
    assert results[0][0] in (0, 1), "it came first, or was refused as the older one"
    assert in_a_thread(visit).title_en == "The third"


@pytest.mark.parametrize("act", [edit, republish])
def test_what_staff_save_during_a_load_is_not_lost_nor_is_the_load(many_people, act):
    in_a_thread(lambda: load(many(60)))
    milestone = in_a_thread(lambda: Milestone.objects.get(slug="visit-7"))
    files = many(60, title_es="Visita")
    results = at_once(partial(load, files, version=2), partial(act, milestone, title_ko="방문"))
    assert results[0]["counts"]["updated"] == 60
    if isinstance(results[1], NotNow):  # the load came between saving and publishing
        results[1] = in_a_thread(partial(act, milestone, title_ko="방문"))
    assert isinstance(results[1], Revision)
    row = in_a_thread(lambda: Milestone.objects.get(slug="visit-7"))
    assert row.title_es == "Visita"
    draft = in_a_thread(lambda: open_revision(milestone))
    assert (draft.values if draft else {"title_ko": row.title_ko})["title_ko"] == "방문"


def test_of_a_value_that_both_change_at_once_the_staffs_stays_or_came_after(many_people):
    in_a_thread(load)
    milestone = in_a_thread(visit)
    files = changed(SET, "visit", title_en="The visit")
    results = at_once(partial(load, files, version=2), partial(republish, milestone, title_en="Their visit"))
    title, asked = in_a_thread(lambda: (visit().title_en, waiting()))
    if isinstance(results[1], Revision):
        assert title == "Their visit"
        assert bool(asked) is (told(results[0]) == {"visit": "keep"})
    else:  # refused, because the load was faster
        assert title == "The visit"


def test_a_database_that_is_full_is_an_error_and_nothing_is_half_done(many_people):
    if connection.vendor != "sqlite":
        pytest.skip("it is about SQLite's files")
    in_a_thread(load)
    before = in_a_thread(site)

    def load_into_what_is_left(pages):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            (count,) = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {count + pages}")
        return run_set(many(400), version=2)

    for pages in (0, 20, 60):
        code, report = in_a_thread(partial(load_into_what_is_left, pages))
        assert (code, report["load"], report["records"]) == (1, None, [])
        assert "full" in report["errors"][0]["message"]
        assert in_a_thread(lambda: (site(), Load.objects.count())) == (before, 1)
    assert in_a_thread(lambda: load(many(400), version=2))["counts"]["created"] == 400


def test_a_database_that_cannot_be_written_is_an_error_but_can_be_looked_at(many_people):
    if connection.vendor != "sqlite":
        pytest.skip("it is about SQLite's files")
    in_a_thread(load)
    files = changed(SET, "visit", title_en="The visit")

    def read_only(*arguments):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
        return run_set(files, *arguments, version=2)

    code, report = in_a_thread(read_only)
    assert (code, report["load"]) == (1, None)
    assert "readonly" in report["errors"][0]["message"].replace("-", "")
    assert in_a_thread(partial(read_only, "--check"))[0] == 3
    assert in_a_thread(lambda: (visit().title_en, Load.objects.count())) == ("A visit", 1)


def test_while_somebody_writes_a_plan_is_shown_and_a_load_is_refused_with_a_clear_word(
    many_people, tmp_path, monkeypatch
):
    if connection.vendor != "sqlite":
        pytest.skip("it is about SQLite's lock")
    folder = write_set(tmp_path / "set")
    in_a_thread(site)  # whoever opens the copy first makes its readers independent of writers
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    with closing(sqlite3.connect(tmp_path / "site.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert in_a_thread(partial(run, folder, "--dry-run"))[1]["counts"]["created"] == 9
        assert in_a_thread(partial(run, folder, "--check"))[0] == 3
        code, report = in_a_thread(partial(run, folder))
        assert (code, report["load"]) == (1, None)
        assert "Try again" in report["errors"][0]["message"]
        other.execute("ROLLBACK")
    assert in_a_thread(partial(run, folder))[0] == 0
