"""What a record's page says of itself: when it changed, how, and where each of its versions stands for good."""

import datetime
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q
from translated_fields import to_attribute

from relations import wording
from relations.languages import codes
from relations.models import AgreementAction, Change, Passage, Record, Revision, TradeFigure

# What the public is told of a version: neither its values, which may be long, nor who wrote it.
COLUMNS = ("record_type", "slug", "state", "number", "change", "published_at", "redacted_at")

Key = tuple[str, str]


@dataclass
class Entry:
    """One publication in a page's history: a version of its record, or versions of parts that have no page."""

    revision: Revision
    address: str = ""  # empty for parts, for what was redacted, and for a draft
    is_shown: bool = False  # whether it is the version that the page shows
    parts: list[Any] = field(default_factory=list)  # their names

    @property
    def has_fallback(self) -> bool:
        return self.revision.change_note.fallback


@dataclass(frozen=True)
class ThisPage:
    """The public history of what a page shows, the latest first."""

    updated_at: datetime.datetime | None
    entries: list[Entry]

    @property
    def shown(self) -> Entry | None:
        """The version that the page shows; None for a row that was written past the verbs."""
        return next((entry for entry in self.entries if entry.is_shown), None)

    @property
    def permanent_address(self) -> str:
        return f"{settings.SITE_URL}{self.shown.address}" if self.shown else ""


def version_address(record: Record, revision: Revision) -> str:
    """The lasting address of one version of a record that has a page of its own."""
    return f"{record.get_absolute_url()}versions/{revision.number}/"


def this_page(
    record: Record, parts: Sequence[Record] = (), *, draft: Revision | None = None, at: datetime.datetime | None = None
) -> ThisPage:
    """The history of a record and of its parts that its page shows; one query.

    With a draft of one of them, the history that it would have if that were published `at` a moment; as it was not,
    no version is the one shown.
    """
    revisions = _versions([record, *parts])
    updated = [row.updated_at for row in (record, *parts) if row.updated_at]
    if draft is not None and at is not None:
        published = _as_published(draft, revisions, at=at)
        if published.change == Change.MAJOR or not updated:
            updated.append(at)
        return ThisPage(max(updated), _entries([published, *revisions], record, None, parts))
    latest = max((revision.number or 0 for revision in revisions if _key(revision) == _key(record)), default=0)
    return ThisPage(max(updated, default=None), _entries(revisions, record, latest, parts))


def _as_published(draft: Revision, revisions: list[Revision], *, at: datetime.datetime) -> Revision:
    """A draft as the version that it would be beside these."""
    numbers = [revision.number or 0 for revision in revisions if _key(revision) == _key(draft)]
    published = copy(draft)
    published.number = max(numbers, default=0) + 1
    published.published_at = at
    published.change = draft.change if numbers else Change.MAJOR
    return published


def this_version(record: Record, version: Revision) -> ThisPage:
    """The history of a record on the page of one of its versions; one query."""
    return ThisPage(None, _entries(_versions([record]), record, version.number))


def _versions(records: Sequence[Record]) -> list[Revision]:
    """Everything that was ever published of these records, each record's latest first."""
    slugs: dict[str, list[str]] = {}
    for record in records:
        slugs.setdefault(record.type_name(), []).append(record.slug)
    wanted = Q()
    for record_type, of_type in slugs.items():
        wanted |= Q(record_type=record_type, slug__in=of_type)
    notes = [to_attribute("change_note", code) for code in codes()]
    return list(Revision.objects.versions().filter(wanted).only(*COLUMNS, *notes))


def _key(row: Any) -> Key:
    """What names a record, of itself or of one of its revisions."""
    return (row.record_type if isinstance(row, Revision) else row.type_name(), row.slug)


def _entries(revisions: list[Revision], record: Record, shown: int | None, parts: Sequence[Record] = ()) -> list[Entry]:
    """An entry for each version of the record, and one for all parts published together with the same note."""
    entries: list[Entry] = []
    together: dict[Any, tuple[Entry, set[Key]]] = {}
    for revision in revisions:
        if _key(revision) == _key(record):
            address = "" if revision.redacted_at or revision.is_open else version_address(record, revision)
            entries.append(Entry(revision, address, is_shown=revision.number == shown))
            continue
        publication = (
            revision.published_at, revision.number, revision.change, revision.change_note, revision.redacted_at is None
        )  # fmt: skip
        if publication not in together:
            together[publication] = (Entry(revision), set())
            entries.append(together[publication][0])
        together[publication][1].add(_key(revision))
    for entry, keys in together.values():
        # In the order of the page, and each name once: several passages may stand at one place of a source.
        entry.parts = list(dict.fromkeys(part_name(part) for part in parts if _key(part) in keys))
    # Of what was published at once, the record itself stands before its parts.
    return sorted(entries, key=lambda entry: (entry.revision.published_at, not entry.parts), reverse=True)


def part_name(part: Record) -> Any:
    """What tells a record without a page from the other parts of the page that shows it."""
    match part:
        case AgreementAction():
            name: Any = part.get_act_display()
            if part.date:
                name = f"{name} ({wording.date(part.date)})"
        case TradeFigure():
            name = wording.date(part.period)
        case Passage():
            name = wording.short_locator(part.locator)
        case _:
            name = part.heading
    return name or part.slug
