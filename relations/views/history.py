"""What a record's page says of itself: when it changed, how, and where each of its versions stands for good."""

import datetime
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q
from translated_fields import to_attribute

from relations.citation import Citation
from relations.languages import codes
from relations.models import Change, Record, Revision
from relations.parts import changes_address, part_name
from relations.quotes import Quote

# What the public is told of a version: neither its values, which may be long, nor who wrote it.
COLUMNS = ("record_type", "slug", "state", "number", "change", "published_at", "redacted_at", "load_id")

Key = tuple[str, str]


@dataclass
class Entry:
    """One publication in a page's history: a version of its record, versions of parts that have no page, or both.

    Both where a load wrote them together.
    """

    revision: Revision
    address: str = ""  # empty for parts, for what was redacted, and for a draft
    changes_address: str = ""  # empty also for a first version, and where several parts changed
    is_shown: bool = False  # whether it is the version that the page shows
    parts: list[Any] = field(default_factory=list)  # their names
    beside: list[Any] = field(default_factory=list)  # the names of the parts that a load wrote with the record
    number: int | None = None  # of the version, if all in it have the same

    @property
    def has_fallback(self) -> bool:
        return self.revision.change_note.fallback


@dataclass(frozen=True)
class ThisPage:
    """The public history of what a page shows, the latest first."""

    updated_at: datetime.datetime | None
    entries: list[Entry]
    citation: Citation | None = None
    quotes: list[Quote] = field(default_factory=list)
    report_address: str = ""

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
    """An entry for each version of the record, and one for all parts published together with the same note.

    What a load wrote of a page is one entry, that of the record's version if there is one.
    """
    of_parts: dict[Key, Record] = {_key(part): part for part in parts}
    own = [revision for revision in revisions if _key(revision) == _key(record)]
    entries = [_entry(revision, record, is_shown=revision.number == shown) for revision in own]
    together = {_publication(entry.revision): entry for entry in entries if _is_of_load(entry.revision)}
    versions: dict[Any, list[Revision]] = {}
    for revision in revisions:
        if _key(revision) != _key(record):
            versions.setdefault(_publication(revision), []).append(revision)
    for publication, of_it in versions.items():
        keys = {_key(revision) for revision in of_it}
        # In the order of the page, and each name once: several passages may stand at one place of a source.
        names = list(dict.fromkeys(part_name(part) for part in parts if _key(part) in keys))
        if publication not in together:
            entries.append(_entry_of_parts(of_it, of_parts, names))
        elif together[publication].number != 1:  # of a page that is new, all is new
            together[publication].beside = names
    # Of what was published at once, the record itself stands before its parts.
    return sorted(entries, key=lambda entry: (entry.revision.published_at, not entry.parts), reverse=True)


def _entry(revision: Revision, record: Record, *, is_shown: bool) -> Entry:
    if revision.redacted_at or revision.is_open:
        return Entry(revision, is_shown=is_shown, number=revision.number)
    changes = changes_address(record, revision.number or 1)
    return Entry(revision, version_address(record, revision), changes, is_shown=is_shown, number=revision.number)


def _entry_of_parts(versions: list[Revision], parts: dict[Key, Record], names: list[Any]) -> Entry:
    first = versions[0]
    numbers = {revision.number for revision in versions}
    entry = Entry(first, parts=names, number=first.number if len(numbers) == 1 else None)
    if len(versions) == 1 and not first.redacted_at and not first.is_open and _key(first) in parts:
        entry.changes_address = changes_address(parts[_key(first)], first.number or 1)
    return entry


def _is_of_load(revision: Revision) -> bool:
    return revision.load_id is not None


def _publication(revision: Revision) -> tuple[Any, ...]:
    """What versions of a page share that were published together and are told in one entry."""
    readable = revision.redacted_at is None
    if _is_of_load(revision):
        return (revision.published_at, revision.load_id, readable)
    return (revision.published_at, revision.number, revision.change, revision.change_note, readable)
