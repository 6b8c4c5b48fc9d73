"""The whole site is saved as one file while it goes on, and comes back from it whole or not at all."""

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from relations.backups import Unusable, opened, remove_oldest, restore, take
from relations.backups.archive import pack
from relations.backups.databases import Failed, SQLite
from relations.models import Milestone
from tests.factories import make_milestone, make_relationship

ROOT = Path(__file__).resolve().parent.parent
READ_A_PAGE = """
import sys
from relations.freezing.asking import ask
from config.wsgi import application
answer = ask(application, "/en/milestones/visit/")
sys.stdout.write(f"{answer.status} {answer.text}")
"""


@pytest.fixture
def database(tmp_path, transactional_db):
    """The file of a site that has a milestone."""
    if connection.vendor != "sqlite":
        pytest.skip("another database is being tested")
    make_relationship()
    make_milestone(slug="visit", title_en="The visit")
    file = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(file)) as target:
        connection.connection.backup(target)
    return file


def python(database, *arguments, said=None):
    environment = {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "x" * 60,
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "True",
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, input=said, capture_output=True, text=True)  # noqa: S603


def manage(database, *arguments, said=None):
    return python(database, "manage.py", *map(str, arguments), said=said)


def everything(file):
    """Every row of every table, but for the number of the edition."""
    with closing(sqlite3.connect(file)) as opened_file:
        names = [name for (name,) in opened_file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: sorted(map(repr, opened_file.execute(f'SELECT * FROM "{name}"'))) for name in names}  # noqa: S608
    del rows["relations_edition"]
    return rows


def delete_rows(file):
    with closing(sqlite3.connect(file)) as opened_file, opened_file:
        opened_file.execute("PRAGMA foreign_keys = OFF")
        opened_file.execute("DELETE FROM relations_milestone")


def overwrite(file):
    file.write_bytes(b"no database any more" * 1000)


@pytest.mark.parametrize("destroy", [delete_rows, Path.unlink, overwrite])
def test_a_site_that_was_destroyed_comes_back_whole_and_answers(database, tmp_path, destroy):
    before = everything(database)
    taken = manage(database, "backup", tmp_path / "backups")
    assert taken.returncode == 0, taken.stderr
    (backup,) = (tmp_path / "backups").iterdir()
    assert backup.stat().st_mode & 0o777 == 0o600
    destroy(database)
    restored = manage(database, "restore", backup, "--no-input")
    assert restored.returncode == 0, restored.stderr
    assert everything(database) == before
    page = python(database, "-c", f"import django; django.setup()\n{READ_A_PAGE}")
    assert page.stdout.startswith("200 ")
    assert "The visit" in page.stdout


def test_nothing_is_restored_until_somebody_says_yes(database, tmp_path):
    manage(database, "backup", tmp_path)
    (backup,) = tmp_path.glob("*.tar.gz")
    delete_rows(database)
    before = everything(database)
    for said in ("no\n", ""):
        refused = manage(database, "restore", backup, said=said)
        assert refused.returncode == 1
        assert everything(database) == before
    assert manage(database, "restore", backup, said="yes\n").returncode == 0
    assert everything(database) != before


def test_pages_kept_from_before_a_restore_are_never_taken_for_those_after_it(database, tmp_path):
    def edition():
        with closing(sqlite3.connect(database)) as file:
            return file.execute("SELECT number FROM relations_edition").fetchone()[0]

    manage(database, "backup", tmp_path)
    (backup,) = tmp_path.glob("*.tar.gz")
    with closing(sqlite3.connect(database)) as file, file:
        file.execute("UPDATE relations_edition SET number = 5000")
    manage(database, "restore", backup, "--no-input")
    assert edition() > 5000


def test_a_copy_is_of_one_moment_though_others_write(tmp_path):
    file, target, stop = tmp_path / "db.sqlite3", tmp_path / "copy.sqlite3", threading.Event()
    with closing(sqlite3.connect(file)) as made, made:
        made.executescript("PRAGMA journal_mode=WAL; CREATE TABLE one (n); CREATE TABLE other (n);")
        made.executemany("INSERT INTO one VALUES (?)", [(number,) for number in range(5000)])
        made.executemany("INSERT INTO other VALUES (?)", [(number,) for number in range(5000)])

    def write():
        with closing(sqlite3.connect(file, timeout=20)) as writer:
            while not stop.is_set():
                with writer:
                    writer.execute("INSERT INTO one VALUES (0)")
                    writer.execute("INSERT INTO other VALUES (0)")

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for _number in range(10):
            SQLite({"NAME": file}).copy_to(target)
            with closing(sqlite3.connect(target)) as copy:
                (one,) = copy.execute("SELECT count(*) FROM one").fetchone()
                (other,) = copy.execute("SELECT count(*) FROM other").fetchone()
            assert one == other >= 5000
    finally:
        stop.set()
        writing.join()


def test_who_has_the_database_open_reads_what_was_restored_and_never_half_of_it(tmp_path):
    file, copy = tmp_path / "db.sqlite3", tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.executescript("PRAGMA journal_mode=WAL; CREATE TABLE one (n); INSERT INTO one VALUES (1);")
        SQLite({"NAME": file}).copy_to(copy)
        reader.execute("INSERT INTO one VALUES (2)")
        reader.execute("BEGIN")
        assert reader.execute("SELECT n FROM one").fetchall() == [(1,), (2,)]
        SQLite({"NAME": file}).replace(copy)
        assert reader.execute("SELECT n FROM one").fetchall() == [(1,), (2,)]
        reader.execute("COMMIT")
        assert reader.execute("SELECT n FROM one").fetchall() == [(1,)]


def test_a_database_that_is_not_there_is_not_made_by_saving_it(tmp_path):
    with pytest.raises(Failed):
        SQLite({"NAME": tmp_path / "db.sqlite3"}).copy_to(tmp_path / "copy.sqlite3")
    assert not (tmp_path / "db.sqlite3").exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="another database is being tested")
def test_on_postgresql_too_everything_comes_back_and_what_came_later_is_gone(transactional_db, tmp_path):
    make_relationship()
    make_milestone(slug="visit", title_en="The visit")
    backup = take(tmp_path, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE came_later (n integer)")
        cursor.execute("UPDATE relations_milestone SET title_en = 'Destroyed'")
    with opened(backup) as whole_backup:
        restore(whole_backup)
    assert Milestone.objects.get().title_en == "The visit"
    assert "came_later" not in connection.introspection.table_names()


# What is refused


def content(folder, database=b"", **more):
    """The unpacked content of a backup that could be restored, and what its manifest says."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "database.sqlite3")) as made, made:
        made.execute("CREATE TABLE one (n)")
    migrations = sorted(map(list, MigrationRecorder(connection).applied_migrations()))
    return {"database": "sqlite", "migrations": migrations, "site": "", "taken_at": "", "edition": 1} | more


@pytest.fixture
def whole(db, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("another database is being tested")
    about = content(tmp_path / "content")
    pack(tmp_path / "content", about, tmp_path / "whole.tar.gz")
    return tmp_path / "whole.tar.gz"


def repacked(whole, change):
    """The same backup, of whose files something was changed after its checksums were taken."""
    folder = whole.with_name("changed")
    with tarfile.open(whole) as tar:
        tar.extractall(folder, filter="data")
    change(folder)
    with tarfile.open(whole, "w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            tar.add(path, arcname=path.relative_to(folder), recursive=False)


def manifest_with(**values):
    def change(folder):
        path = folder / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return change


def test_a_backup_that_is_whole_is_opened(whole):
    with opened(whole) as backup:
        assert not backup.is_older


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda folder: (folder / "database.sqlite3").write_bytes(b"x" * 4096), "not what was saved"),
        (lambda folder: (folder / "database.sqlite3").unlink(), "is missing"),
        (lambda folder: (folder / "extra").write_text("x"), "does not belong"),
        (lambda folder: (folder / "manifest.json").unlink(), "damaged"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "damaged"),
        (manifest_with(format=2), "format 2"),
        (manifest_with(database="postgresql"), "of the kind postgresql"),
        (manifest_with(migrations=[["relations", "9999_later"]]), "newer version of the program"),
    ],
)
def test_a_backup_that_is_damaged_or_of_another_kind_is_refused_and_says_why(whole, change, why):
    repacked(whole, change)
    with pytest.raises(Unusable, match=why), opened(whole):
        pass


def test_a_file_that_was_cut_off_is_refused(whole):
    whole.write_bytes(whole.read_bytes()[:-200])
    with pytest.raises(Unusable), opened(whole):
        pass


def test_a_database_that_was_damaged_before_it_was_saved_is_refused(db, tmp_path):
    about = content(tmp_path / "content")
    (tmp_path / "content" / "database.sqlite3").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    pack(tmp_path / "content", about, tmp_path / "backup.tar.gz")
    with pytest.raises(Unusable), opened(tmp_path / "backup.tar.gz"):
        pass


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside"])  # noqa: S108
def test_a_forged_file_writes_nowhere_else(whole, tmp_path, name):
    outside = tmp_path / "outside.txt"
    outside.write_text("x")
    with tarfile.open(whole, "w:gz") as tar:
        tar.add(outside, arcname=name)
    with pytest.raises(Unusable), opened(whole):
        pass


def test_a_backup_from_before_a_migration_says_that_it_must_follow(whole):
    repacked(whole, manifest_with(migrations=[]))
    with opened(whole) as backup:
        assert backup.is_older


def test_so_many_backups_are_kept_as_wanted_and_nothing_else_is_removed(tmp_path):
    days = [f"relations-202601{day:02}T000000Z.tar.gz" for day in range(1, 6)]
    for name in [*days, "notes.txt", "relations-old.tar.gz"]:
        (tmp_path / name).touch()
    assert [path.name for path in remove_oldest(tmp_path, 2)] == days[:3]
    assert {path.name for path in tmp_path.iterdir()} == {*days[3:], "notes.txt", "relations-old.tar.gz"}
