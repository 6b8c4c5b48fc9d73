"""Fixture sets for tests: a small valid one to start from, and a way to write any to disk."""

import copy
import json
from pathlib import Path

MANIFEST = """\
name = "north-south"
version = 1
title = "North and South"
as_of = "2030"
change = "major"
note = { en = "The first set.", es = "El primer paquete.", ko = "첫 묶음." }
"""


def row(model, slug, **fields):
    return {"model": f"relations.{model}", "fields": {"slug": slug, "live": True, **fields}}


EVIDENCE = {"passages": [["speech-p1"]], "basis": "states", "as_of": "2030"}

SMALL_SET = {
    "party.json": [
        row("party", "north", name_en="North", name_es="Norte", name_ko="북쪽", colour="#336699"),
        row("party", "south", name_en="South", name_es="Sur", name_ko="남쪽", colour="#993333"),
    ],
    "source.json": [
        row("source", "speech", title_en="A speech", kind="speech", language="en"),
        row("passage", "speech-p1", source=["speech"], locator="¶1", fragment="the first words", gist_en="It begins."),
    ],
    "area.json": [row("cooperationarea", "education", title_en="Education", summary_en="Schools.", **EVIDENCE)],
    "milestone.json": [
        row("milestone", "visit", title_en="A visit", date="2029-05", kind="visit", areas=[["education"]], **EVIDENCE)
    ],
    "trade.json": [
        row("tradeindicator", "exports", title_en="Exports", definition_en="All.", measure="exports", unit="USD"),
        row("tradefigure", "exports-2029", indicator=["exports"], period="2029", value="1200000.00", **EVIDENCE),
    ],
    "relationship.json": [
        row(
            "relationship",
            "relationship",
            home_party=["north"],
            partner_party=["south"],
            site_title_en="North and South",
            tagline_en="Neighbours.",
            introduction_en="They are neighbours.",
            publisher_en="The embassy",
            headline_figures=["exports-2029"],
            **EVIDENCE,
        )
    ],
}


def small_set():
    """A copy of the small set, to be spoiled at will."""
    return copy.deepcopy(SMALL_SET)


def fields_of(files, slug):
    """The fields of the record with that slug, in place."""
    return next(row["fields"] for rows in files.values() for row in rows if row["fields"].get("slug") == slug)


def write_set(folder: Path, files=None, manifest=MANIFEST) -> Path:
    """Write a set to a folder; a file's content is a list of rows, or a text or bytes as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    if manifest is not None:
        (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    for name, content in (SMALL_SET if files is None else files).items():
        data = content if isinstance(content, (str, bytes)) else json.dumps(content)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return folder
