"""A content set as a zip: what is in order is unpacked into a folder, anything else is refused by name."""

import io
import stat
import zipfile
from contextlib import suppress

import pytest

from relations.loading import archive
from relations.loading.archive import unpacked
from relations.loading.faults import InvalidSet


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    """A zip of files by name, or by an entry of their own."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return data.getvalue()


SET = {"manifest.toml": 'name = "north-south"', "party.json": "[]"}


def content_of(data):
    with unpacked(data) as folder:
        return {path.name: path.read_text() for path in folder.iterdir()}


def faults(data):
    """The files that a refusal names; an empty name is the zip itself."""
    with pytest.raises(InvalidSet) as refused, unpacked(data):
        pass
    return [fault.file for fault in refused.value.faults]


def test_the_files_of_a_zip_lie_in_a_folder_that_goes_afterwards():
    assert content_of(zipped(SET)) == SET
    with unpacked(zipped(SET)) as folder:
        assert folder.is_dir()
    assert not folder.exists()


@pytest.mark.parametrize("folder_entry", [{}, {"my set/": ""}])
def test_one_top_folder_is_left_out(folder_entry):
    assert content_of(zipped({**folder_entry, **{f"my set/{name}": text for name, text in SET.items()}})) == SET


@pytest.mark.parametrize(
    "name",
    [
        "../party.json", "/party.json", "set/../party.json", "..\\party.json", "set\\party.json", "C:/party.json",
        "C:party.json", "set/more/party.json", "set/more/", "notes.txt", "party.json.exe", ".json", ".hidden.json",
        "..", "set/..", "party\n.json", "manifest.toml.json/x", "MANIFEST.TOML", "x" * 200 + ".json", "//party.json",
    ],
)  # fmt: skip
def test_a_name_that_is_not_plain_is_refused(name):
    assert len(faults(zipped({**SET, name: ""}))) == 1


def test_what_is_neither_manifest_nor_json_is_named_and_all_of_it():
    assert faults(zipped({**SET, "notes.txt": "", "run.py": ""})) == ["notes.txt", "run.py"]


def test_files_in_several_folders_are_refused():
    assert faults(zipped({**SET, "set/area.json": "[]"})) == [""]


def test_a_name_that_stands_twice_is_refused_whatever_its_case():
    assert faults(zipped({**SET, "Party.json": "[]"})) == ["party.json"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind):
    entry = zipfile.ZipInfo("area.json")
    entry.create_system = 3
    entry.external_attr = (kind | 0o777) << 16
    assert faults(zipped({**SET, entry: "/etc/passwd"})) == ["area.json"]


def test_encrypted_files_are_refused():
    data = bytearray(zipped({"party.json": "[]"}))
    data[data.index(b"PK\x01\x02") + 8] |= 0x1
    assert faults(bytes(data)) == ["party.json"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_refused(method):
    assert faults(zipped({"party.json": "[]"}, method)) == ["party.json"]


def test_too_many_files_are_refused():
    assert faults(zipped({f"{number}.json": "" for number in range(archive.MOST_FILES + 1)})) == [""]


def test_what_unpacks_to_too_much_is_refused_whatever_its_header_says(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 100_000)
    assert faults(zipped({"a.json": b" " * 60_000, "b.json": b" " * 60_000})) == ["b.json"]
    data = bytearray(zipped({"a.json": b" " * 5_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # where each header has the size
        place = data.index(signature) + offset
        data[place : place + 4] = (10).to_bytes(4, "little")
    assert len(faults(bytes(data))) == 1


def test_a_zip_larger_than_what_it_may_hold_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    assert faults(b"x" * 101) == [""]


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"no zip at all", zipped(SET)[:-10], zipped(SET)[30:], zipped({"a.json": "abc" * 999})[100:]]
)
def test_what_is_no_zip_or_a_damaged_one_is_refused(data):
    assert faults(data) == [""]


def test_no_damage_ends_in_anything_but_a_refusal_or_the_content():
    whole = zipped({"manifest.toml": "name = 1", "party.json": "[" + "1," * 50 + "1]"})
    for place in range(len(whole)):
        spoiled = bytearray(whole)
        spoiled[place] ^= 0xFF
        with suppress(InvalidSet), unpacked(bytes(spoiled)) as folder:
            assert {path.suffix for path in folder.iterdir()} <= {".toml", ".json"}
