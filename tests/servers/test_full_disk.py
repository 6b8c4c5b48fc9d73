"""The disk is full: the public reads on, staff get back what they typed, and nothing is half done."""

import contextlib
import shutil
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.servers.conftest import CONFIGURED, ask
from tests.servers.readers import PATHS
from tests.servers.staff import Staff

# Room for what is written before the disk is full.
ROOM = 8 * 1024 * 1024
TRIES = 3
MOUNTED = 'mount -t tmpfs -o size="$1" tmpfs "$2" && cp "$3" "$2" && shift 3 && exec "$@"'
WITHIN = ("unshare", "--map-root-user", "--mount")


@pytest.fixture
def database(sqlite_site, tmp_path):
    """A copy of the site's database that is on no disk yet."""
    trial = [*WITHIN, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)]
    if shutil.which("unshare") is None or subprocess.run(trial, capture_output=True).returncode:  # noqa: S603
        pytest.skip("no disk of one's own can be made here: Linux lets nobody but root do it")
    path = tmp_path / "db.sqlite3"
    original = sqlite_site.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(original)) as connection:
        connection.execute("VACUUM INTO ?", [str(path)])
    return path


@pytest.fixture
def small_disk(sqlite_site, database, tmp_path):
    """The site on a disk of its own, which nobody else sees: the server, and the folder as it is from here."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = database.stat().st_size + ROOM
    within = (*WITHIN, "sh", "-c", MOUNTED, "sh", str(size), str(disk), str(database))
    with sqlite_site.server(*CONFIGURED, within=within, DATABASE_URL=f"sqlite:///{disk / database.name}") as server:
        yield server, Path(f"/proc/{server.master}/root{disk}")


def fill(path):
    """Write a file until there is no room for another byte."""
    with path.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)


def written(folder, elsewhere):
    """The number of rows of every table of the site, as its files have them while nobody writes."""
    # SQLite itself does not find its way to another's disk.
    for name in ("db.sqlite3", "db.sqlite3-wal"):
        if (folder / name).exists():
            shutil.copy(folder / name, elsewhere / name)
    with contextlib.closing(sqlite3.connect(elsewhere / "db.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'relations_%'")
        return {name: database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for (name,) in tables.fetchall()}  # noqa: S608


def test_on_a_full_disk_the_public_reads_on_and_staff_can_send_again_what_they_typed(
    sqlite_site, small_disk, tmp_path_factory
):
    server, disk = small_disk

    def rows():
        return written(disk, tmp_path_factory.mktemp("copy"))

    publisher = Staff(server.address, "publisher", sqlite_site.passwords["publisher"])
    form = publisher.first_of_list("/admin/relations/milestone/")
    publisher.publish(form, title_en="Published before")
    before = rows()
    fill(disk / "filler")

    public: Counter[int] = Counter()
    told: Counter[int] = Counter()
    for number in range(TRIES):
        with pytest.raises(HTTPError) as refused:
            publisher.publish(form, title_en=f"Typed while full {number}")
        told[refused.value.code] += 1
        page = publisher.read_refusal(refused.value)
        assert "Nothing was saved" in page and "Traceback" not in page
        for path in PATHS:
            public[ask(f"{server.address}{path}")[0]] += 1
    assert told == {503: TRIES}
    assert public == {200: 4 * TRIES, 404: TRIES}
    assert "Published before" in ask(f"{server.address}/en/milestones/")[1]
    assert rows() == before
    assert "database or disk is full" in server.log.read_text(), "the operator is told, too"

    (disk / "filler").unlink()
    assert "is public now" in publisher.send_again()
    assert f"Typed while full {TRIES - 1}" in ask(f"{server.address}/en/milestones/")[1]
    after = rows()
    assert after["relations_revision"] == before["relations_revision"] + 1
    assert ask(f"{server.address}/readyz")[:2] == (200, "ok")
    print("staff", dict(told), "public", dict(public))  # noqa: T201
