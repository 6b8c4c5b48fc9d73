"""The file of a backup: a tar of the database and the kept files, with a manifest that has the checksum of each."""

import hashlib
import json
import os
import tarfile
import zlib
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
FORMAT = 1
# What reading a damaged or forged file can end in.
BROKEN = (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError)


class Unusable(Exception):
    """The file is no backup that can be restored here, and why."""


def pack(folder: Path, about: dict[str, Any], target: Path) -> None:
    """Write the files of a folder, with a manifest that says `about` of them, as one file that only its owner reads.

    It is there whole or not at all. Raises OSError.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    manifest = about | {"format": FORMAT, "files": {name: checksum(folder / name) for name in names}}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2))
    aside = target.with_name(f".{target.name}.new")
    try:
        with (
            os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w:gz") as tar,
        ):
            for name in (MANIFEST, *names):
                tar.add(folder / name, arcname=name)
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup into an empty folder, and return its manifest. Raises Unusable if anything is not as it was."""
    try:
        with tarfile.open(file, mode="r:gz") as tar:
            tar.extractall(folder, filter="data")  # refuses what would lie elsewhere, links out of the folder, devices
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        files, written_as = dict(manifest["files"]), manifest["format"]
    except BROKEN as error:
        raise Unusable(f"{file} is damaged, or no backup of a site: {error}") from error
    if written_as != FORMAT:
        raise Unusable(f"{file} is of format {written_as}; this version of the program reads format {FORMAT}.")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()} - {MANIFEST}
    for name in sorted(there ^ set(files)):
        raise Unusable(f"{file} is damaged: {name} {'is missing' if name in files else 'does not belong to it'}.")
    for name, wanted in files.items():
        if (folder / name).is_symlink() or checksum(folder / name) != wanted:
            raise Unusable(f"{file} is damaged: {name} is not what was saved.")
    return manifest


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
