"""A content set as a zip: checked file by file before anything of it is written, unpacked into a folder of its own."""

import re
import stat
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from relations.loading.faults import Fault, InvalidSet
from relations.loading.manifest import MANIFEST

MOST_FILES = 200
MOST_BYTES = 20 * 1024 * 1024
CHUNK = 64 * 1024

# The other methods can make much of little in one step, before anything is counted.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\.json|" + re.escape(MANIFEST))
# What reading a damaged or forged zip can end in.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@contextmanager
def unpacked(archive: bytes) -> Iterator[Path]:
    """The folder with the files of a zip, which is there until the block ends.

    All files lie in the zip's root or in one folder. Raises InvalidSet, naming each file that is not allowed.
    """
    files = _read(archive)
    with tempfile.TemporaryDirectory(prefix="content-set-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        yield Path(folder)


def _read(archive: bytes) -> dict[str, bytes]:
    """The files of a zip by their names without folder."""
    if len(archive) > MOST_BYTES:
        raise InvalidSet([Fault("", _too_large())])
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            entries = opened.infolist()
            if faults := _faults(entries):
                raise InvalidSet(faults)
            return _contents(opened, [entry for entry in entries if not entry.is_dir()])
    except BROKEN as error:
        raise InvalidSet([Fault("", f"It is no zip file, or a damaged one: {error}.")]) from error


def _contents(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """What the files hold, counted while it is read: what a zip says of their sizes may be wrong."""
    left = MOST_BYTES
    contents = {}
    for entry in entries:
        content = bytearray()
        with opened.open(entry) as file:
            while chunk := file.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise InvalidSet([Fault(entry.filename, _too_large())])
                content += chunk
        contents[_parts(entry)[-1]] = bytes(content)
    return contents


def _too_large() -> str:
    return f"A set may have {MOST_BYTES // 1024 // 1024} MB unpacked, all files together; this is more."


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    return entry.filename.split("/")


def _faults(entries: list[zipfile.ZipInfo]) -> list[Fault]:
    if len(entries) > MOST_FILES:
        return [Fault("", f"It holds {len(entries)} files; a set may have at most {MOST_FILES}.")]
    faults = [Fault(ascii(entry.orig_filename)[1:-1], problem) for entry in entries if (problem := _problem(entry))]
    if faults:
        return faults
    files = [entry for entry in entries if not entry.is_dir()]
    if len(folders := {"/".join(_parts(entry)[:-1]) for entry in files}) > 1:
        named = ", ".join(sorted(folder or "the root" for folder in folders))
        faults.append(Fault("", f"Its files lie in several places ({named}): put them all into one folder."))
    names = Counter(_parts(entry)[-1].lower() for entry in files)
    return faults + [Fault(name, "stands twice in the zip.") for name, count in names.items() if count > 1]


def _problem(entry: zipfile.ZipInfo) -> str:
    """Why a zip must not hold this entry; nothing if it may."""
    name = entry.orig_filename
    *folders, base = name.rstrip("/").split("/") if entry.is_dir() else name.split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if "\\" in name or "\0" in name or ":" in name or name.startswith("/") or ".." in (*folders, base):
        return "is not allowed: its name leads out of the folder, or is no plain name."
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device, not a file."
    if entry.is_dir():
        return "is a folder within a folder: put all files into one." if folders else ""
    if len(folders) > 1:
        return "lies in a folder within a folder: put all files into one."
    if entry.flag_bits & ENCRYPTED:
        return "is encrypted: make the zip without a password."
    if entry.compress_type not in METHODS:
        return "is compressed in an unusual way: make the zip with the usual one (deflate)."
    if not NAME.fullmatch(base):
        return f"does not belong in a set: it has {MANIFEST} and .json files with plain names, nothing else."
    return ""
