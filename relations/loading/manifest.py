"""`manifest.toml`: what a set says of itself."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from relations.dates import PartialDate
from relations.languages import codes
from relations.loading.faults import Fault
from relations.models.record import SHORT_TEXT_LENGTH

MANIFEST = "manifest.toml"
HIGHEST_VERSION = 2**31 - 1  # what the column of a load holds
LONGEST = {"name": 100, "title": 200, "as_of": 10}
FIELDS = {"name", "version", "title", "as_of", "change", "note"}


@dataclass(frozen=True)
class Manifest:
    """What a set says of itself."""

    name: str
    version: int
    title: str
    as_of: PartialDate
    change: Literal["minor", "major"]
    note: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """All but what identifies the set: the name and the version."""
        return {"title": self.title, "as_of": str(self.as_of), "change": self.change, "note": self.note}


def as_toml(manifest: Mapping[str, Any]) -> str:
    """A manifest as a file has it."""
    plain = {name: value for name, value in manifest.items() if name != "note"}
    lines = [f"{name} = {_toml(value)}" for name, value in plain.items()]
    notes = [f"{code} = {_toml(text)}" for code, text in manifest["note"].items()]
    return "\n".join([*lines, "", "[note]", *notes, ""])


def _toml(value: Any) -> str:
    """A number or a text as JSON writes it, which TOML reads alike, but for the one control sign that JSON lets be."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """The text of a file, or None and a fault."""
    try:
        if path.exists() and not path.is_file():
            faults.append(Fault(path.name, "cannot be read: it is no file."))
            return None
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(path.name, "is missing."))
    except OSError as error:
        faults.append(Fault(path.name, f"cannot be read: {error.strerror}."))
    except UnicodeDecodeError as error:
        faults.append(Fault(path.name, f"is not UTF-8 at byte {error.start}."))
    else:
        return text
    return None


def read_manifest(folder: Path, faults: list[Fault]) -> Manifest | None:
    """The manifest of the set in a folder, or None and its faults."""
    path = folder / MANIFEST
    text = read_text(path, faults)
    if text is None:
        return None
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        faults.append(Fault(MANIFEST, f"is not TOML: {error}."))
        return None
    found = list(_manifest_faults(data))
    faults += found
    return None if found else Manifest(**data | {"as_of": PartialDate.parse(data["as_of"])})


def _manifest_faults(data: dict[str, Any]) -> Iterator[Fault]:
    def fault(name: str, message: str) -> Fault:
        return Fault(MANIFEST, message, field=name)

    for name in ("name", "title", "as_of"):
        if not isinstance(data.get(name), str) or not data[name].strip():
            yield fault(name, "write a text.")
        elif len(data[name]) > LONGEST[name] or "\0" in data[name]:
            yield fault(name, f"write at most {LONGEST[name]} characters, and no NUL.")
    if type(data.get("version")) is not int or not 1 <= data["version"] <= HIGHEST_VERSION:
        yield fault("version", f"write a whole number from 1 to {HIGHEST_VERSION}.")
    if data.get("change") not in ("minor", "major"):
        yield fault("change", "write minor or major.")
    yield from _note_faults(data.get("note"))
    if isinstance(data.get("as_of"), str):
        try:
            PartialDate.parse(data["as_of"])
        except ValueError as error:
            yield fault("as_of", str(error))
    for name in sorted(set(data) - FIELDS):
        yield fault(name, "is no field of a manifest.")


def _note_faults(note: Any) -> Iterator[Fault]:
    def fault(message: str) -> Fault:
        return Fault(MANIFEST, message, field="note")

    if not isinstance(note, dict) or not all(isinstance(text, str) and text for text in note.values()):
        yield fault("write a table with one text per language.")
    elif any(len(text) > SHORT_TEXT_LENGTH or "\0" in text for text in note.values()):
        yield fault(f"write at most {SHORT_TEXT_LENGTH} characters in each language, and no NUL.")
    elif unknown := set(note) - set(codes()):
        yield fault(f"unknown language {', '.join(sorted(unknown))}: the site has {', '.join(codes())}.")
    elif codes()[0] not in note:
        yield fault(f"the main language, {codes()[0]}, is missing.")
