"""The updates of some moments: what was written and withdrawn, with the note that the public is told."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from translated_fields import to_attribute

from relations.languages import Text, codes, current_language, main_language
from relations.models import RECORD_TYPES, Change, Load, Revision
from relations.updates.moments import Moment, Types, by_a_load, versions_of, withdrawals_of
from relations.updates.update import LOAD, VERSION, WITHDRAWAL, Update, Written

Key = tuple[str, str]

# Of a load no more pages are named, and no more parts looked at to find theirs.
PAGES_OF_A_LOAD = 100
PARTS_OF_A_LOAD = 500

COLUMNS = ("record_type", "slug", "number", "change", "published_at", "redacted_at")


def read(moments: Iterable[Moment], types: Types = RECORD_TYPES) -> list[Update]:
    """The updates of these moments. Queries do not grow with moments, nor with what a load wrote."""
    rows = list(moments)
    keys = {kind: [key for _at, its_kind, key in rows if its_kind == kind] for kind in (VERSION, LOAD, WITHDRAWAL)}
    loads = Load.objects.only("at", "manifest", "undoes").in_bulk(keys[LOAD]) if keys[LOAD] else {}
    notes = [to_attribute("change_note", code) for code in codes()]
    revisions = Revision.objects.only(*COLUMNS, *notes).in_bulk(keys[VERSION]) if keys[VERSION] else {}
    versions_of_loads = _versions_of_loads(keys[LOAD], types)
    named = {key: _named(versions) for key, versions in versions_of_loads.items()}
    withdrawn = _withdrawn_at([at for at, kind, _key in rows if kind != VERSION], types)
    of_versions = [(one.record_type, one.slug) for one in revisions.values()]
    live = _rows(chain(of_versions, *named.values()))
    gone = _rows(chain(*withdrawn.values()), withdrawn=True)
    updates = []
    for at, kind, key in rows:
        update = Update(kind, key, at, withdrawn=[gone[one] for one in withdrawn.get(at, ()) if one in gone])
        if kind == VERSION:
            _tell_version(update, revisions[key], live)
        elif kind == LOAD:
            _tell_load(update, loads[key], versions_of_loads.get(key, {}), named.get(key, []), live)
        elif update.withdrawn:
            update.note = update.withdrawn[0].withdrawal_note
        if update.written or update.withdrawn:  # else it was withdrawn since the moments were read
            updates.append(update)
    return updates


@dataclass(frozen=True)
class _Version:
    number: int
    change: str
    is_redacted: bool


def _versions_of_loads(loads: list[int], types: Types) -> dict[int, dict[Key, _Version]]:
    """What each load wrote of what is public, by load and record."""
    found: dict[int, dict[Key, _Version]] = defaultdict(dict)
    if not loads:
        return found
    columns = ("load_id", "record_type", "slug", "number", "change", "redacted_at")
    written = versions_of(types).filter(by_a_load(), load__in=loads).order_by("record_type", "slug")
    for load, record_type, slug, number, change, redacted_at in written.values_list(*columns):
        found[load][record_type, slug] = _Version(number, change, redacted_at is not None)
    return found


def _named(versions: dict[Key, _Version]) -> list[Key]:
    """The records of a load whose pages are named: those that have one, then parts as far as there is room."""
    parts = {model.type_name() for model in RECORD_TYPES if model.identifying}
    own = [key for key in versions if key[0] not in parts]
    room = PARTS_OF_A_LOAD if len(own) < PAGES_OF_A_LOAD else 0
    return own[:PAGES_OF_A_LOAD] + [key for key in versions if key[0] in parts][:room]


def _withdrawn_at(times: list[datetime.datetime], types: Types) -> dict[datetime.datetime, list[Key]]:
    """What was withdrawn at each of these moments."""
    found: dict[datetime.datetime, list[Key]] = defaultdict(list)
    if times:
        columns = ("at", "revision__record_type", "revision__slug")
        for at, *key in withdrawals_of(types).filter(at__in=times).order_by("pk").values_list(*columns):
            found[at].append((key[0], key[1]))
    return found


def _rows(keys: Iterable[Key], *, withdrawn: bool = False) -> dict[Key, Any]:
    """The public records that are named, or the withdrawn ones; one query a type."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for record_type, slug in keys:
        slugs[record_type].add(slug)
    rows: dict[Key, Any] = {}
    for model in RECORD_TYPES:
        if not (wanted := slugs.get(model.type_name())):
            continue
        manager: Any = model._default_manager
        records = (manager.withdrawn() if withdrawn else manager.live()).select_related(*model.identifying)
        rows |= {(row.type_name(), row.slug): row for row in records.filter(slug__in=wanted)}
    return rows


def _tell_version(update: Update, revision: Revision, live: dict[Key, Any]) -> None:
    update.note, update.change = revision.change_note, revision.change
    record = live.get((revision.record_type, revision.slug))
    if record is not None:
        update.written = [Written(record, revision.number or 0, revision.redacted_at is not None)]


def _tell_load(
    update: Update, load: Load, versions: dict[Key, _Version], named: list[Key], live: dict[Key, Any]
) -> None:
    update.note, update.undoes = _in_reader_language(load.manifest["note"]), load.undoes_id is not None
    majors = any(version.change == Change.MAJOR for version in versions.values())
    update.change = Change.MAJOR if majors or update.withdrawn else Change.MINOR
    update.count = len(versions)
    pages: dict[Key, Written] = {}
    for key in named:
        if key not in live:
            continue
        written = Written(live[key], versions[key].number, versions[key].is_redacted)
        pages.setdefault((written.whole.type_name(), written.whole.slug), written)
    update.written = list(pages.values())[:PAGES_OF_A_LOAD]
    update.is_cut = len(named) < len(versions) or len(pages) > PAGES_OF_A_LOAD


def _in_reader_language(note: dict[str, str]) -> Text:
    """A note by language, the main one's where the reader's is missing."""
    language = current_language()
    if language in note:
        return Text(note[language], language)
    return Text(note.get(main_language(), ""), main_language(), fallback=language != main_language())
