"""The open data: for each record type its columns, named once, for its CSV and JSON files and for their dictionary.

Pages about the site itself are no data and have no file.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.opendata.agreement import AGREEMENT_ACTIONS, AGREEMENTS
from relations.opendata.area import AREAS_OF_COOPERATION
from relations.opendata.columns import Column, Kind
from relations.opendata.commitment import COMMITMENTS
from relations.opendata.files import as_csv, as_json, in_all_languages
from relations.opendata.initiative import INITIATIVES
from relations.opendata.milestone import MILESTONES
from relations.opendata.party import PARTIES
from relations.opendata.relationship import RELATIONSHIP
from relations.opendata.source import PASSAGES, SOURCES
from relations.opendata.table import EVIDENCE, SLUG, WITH_PAGE, Table
from relations.opendata.trade import TRADE_FIGURES, TRADE_INDICATORS

TABLES = (
    MILESTONES,
    AGREEMENTS,
    AGREEMENT_ACTIONS,
    TRADE_INDICATORS,
    TRADE_FIGURES,
    AREAS_OF_COOPERATION,
    INITIATIVES,
    COMMITMENTS,
    SOURCES,
    PASSAGES,
    PARTIES,
    RELATIONSHIP,
)

BY_NAME = {table.name: table for table in TABLES}


@dataclass(frozen=True)
class Part:
    """A part of the dictionary: the columns of one file, or those that many files have."""

    name: str
    title: Any
    columns: tuple[Column, ...]


def dictionary() -> list[Part]:
    """What every column means: those that all files have, those of statements, and what each file has of its own."""
    return [
        Part("every-file", _("Every file"), (SLUG, *WITH_PAGE)),
        Part("every-statement", _("Every file of what rests on passages"), EVIDENCE),
        *(Part(table.name, table.title, table.own) for table in TABLES),
    ]


__all__ = [
    "BY_NAME",
    "TABLES",
    "TRADE_FIGURES",
    "Column",
    "Kind",
    "Table",
    "as_csv",
    "as_json",
    "dictionary",
    "in_all_languages",
]
