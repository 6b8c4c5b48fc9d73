"""What the dashboard is made of: cards, each with a count and its first lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from relations.admin.display import name_of
from relations.admin.rows import Key, key_of
from relations.admin.verbs import address
from relations.models import NamesARecord, Record

# So many lines of each card are shown.
FIRST = 5


@dataclass(frozen=True)
class Named:
    """A record by its type and slug, where nothing else at hand names it."""

    record_type: str
    slug: str


@dataclass(frozen=True)
class Line:
    """One record on a card, or one thing that is about no single record."""

    # What it is about: a revision, a conflict or the like; its record's title is looked up for all cards together.
    about: NamesARecord | None = None
    # What stands in place of the title, where it is about no record.
    name: str = ""
    # The page of the record to which it leads, or an address.
    page: str = "change"
    address: str = ""
    # Who, since when.
    fact: str = ""
    # What somebody said about it.
    comment: str = ""


@dataclass(frozen=True)
class Card:
    """What waits in one respect: nothing, where the count is none and there is no note."""

    title: Any
    count: int = 0
    lines: list[Line] = field(default_factory=list)
    note: str = ""
    # The page that lists all of them.
    address: str = ""
    is_counted: bool = True
    # Whether each line is one of what is counted, so that those without a line are told of.
    is_of_records: bool = True

    @property
    def is_empty(self) -> bool:
        return not self.count and not self.note

    @property
    def more(self) -> int:
        """How many of them are not shown."""
        return max(0, self.count - len(self.lines)) if self.is_of_records else 0


def in_words(line: Line, rows: Mapping[Key, Record]) -> dict[str, Any]:
    """A line as the template `card_line.html` shows it; `rows` are the records of all lines."""
    shown = {"name": line.name, "type": "", "address": line.address, "fact": line.fact, "comment": line.comment}
    if line.about is None:
        return shown
    row = rows.get(key_of(line.about))
    if row is None:  # gone meanwhile
        return {**shown, "name": line.about.slug}
    leads_to = line.address or address(row, line.page)
    return {**shown, "name": name_of(row), "type": row._meta.verbose_name, "address": leads_to}
