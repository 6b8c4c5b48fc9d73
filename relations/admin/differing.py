"""What differs between two states of a record: field by field, side by side, the words marked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.translation import gettext

from relations.admin.display import Reading, added, removed
from relations.admin.pages import NOTHING, Pieces, plain
from relations.admin.writing import language_of
from relations.models.fields import OrderedSlugsField
from relations.values import Values, content_fields

# Below this share of words in common, single words are not marked any more: nobody reads confetti.
ENOUGH_IN_COMMON = 0.4
# So many characters of one and the other, multiplied, are compared by words; more would take seconds.
LONGEST = 20_000_000


@dataclass(frozen=True)
class Cell:
    """One side of a field: a text in pieces, or a list of such texts."""

    pieces: Pieces = field(default_factory=list)
    items: list[Pieces] = field(default_factory=list)


@dataclass(frozen=True)
class Field:
    """A field that differs."""

    label: str
    lang: str
    old: Cell
    new: Cell
    note: str = ""


@dataclass(frozen=True)
class Same:
    """A field that both sides have alike."""

    label: str
    lang: str
    text: str


@dataclass(frozen=True)
class Differences:
    fields: list[Field]
    same: list[Same]


def differences(reading: Reading, names: Iterable[str], old: Values | None, new: Values | None) -> Differences:
    """Compare complete values in the order of `names`; a side that is None is nothing yet, and nothing is marked.

    What is empty on both sides is left out.
    """
    fields, same = [], []
    for name in names:
        was, now = (side.get(name) if side is not None else None for side in (old, new))
        words = [reading.text(name, value) for value in (was, now)]
        if words == [NOTHING, NOTHING]:
            continue
        lang = language_of(content_fields(reading.model)[name])
        if was == now:
            same.append(Same(reading.label(name), lang, words[1]))
            continue
        cells = (
            _lists(reading, name, was or [], now or []) if _is_list(reading, name) else _texts(reading, name, *words)
        )
        if old is None or new is None:
            cells = _unmarked(cells[0]), _unmarked(cells[1])
        note = gettext("Only its formatting differs.") if words[0] == words[1] else ""
        fields.append(Field(reading.label(name), lang, *cells, note))
    return Differences(fields, same)


def changed_names(names: Iterable[str], old: Values, new: Values) -> list[str]:
    """Of the fields of complete values, those that differ."""
    return [name for name in names if old.get(name) != new.get(name)]


def _is_list(reading: Reading, name: str) -> bool:
    return isinstance(content_fields(reading.model)[name], (models.ManyToManyField, OrderedSlugsField))


def _lists(reading: Reading, name: str, was: list[Any], now: list[Any]) -> tuple[Cell, Cell]:
    """Each element on a line of its own: those that only one side has, or has in another place, are marked."""
    old, new = reading.elements(name, was), reading.elements(name, now)
    left: list[Pieces] = []
    right: list[Pieces] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            left += [plain(text) for text in old[start:end]]
            right += [plain(text) for text in new[new_start:new_end]]
        else:
            left += [[removed(text)] for text in old[start:end]]
            right += [[added(text)] for text in new[new_start:new_end]]
    return Cell(items=left) if left else Cell(plain(NOTHING)), Cell(items=right) if right else Cell(plain(NOTHING))


def _unmarked(cell: Cell) -> Cell:
    def bare(pieces: Pieces) -> Pieces:
        return [{"text": piece["text"]} for piece in pieces]

    return Cell(bare(cell.pieces), [bare(item) for item in cell.items])


def _texts(reading: Reading, name: str, old: str, new: str) -> tuple[Cell, Cell]:
    """Both texts, marked line by line: a line that stayed is not looked through for words."""
    if NOTHING in (old, new):
        return Cell(_whole(old, removed)), Cell(_whole(new, added))
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    left: Pieces = []
    right: Pieces = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        was, now = "".join(before[start:end]), "".join(after[new_start:new_end])
        if kind == "equal":
            left += plain(was)
            right += plain(now)
        else:
            pieces = _words(reading, name, was, now)
            left += [piece for piece in pieces if not piece.get("is_added")]
            right += [piece for piece in pieces if not piece.get("is_removed")]
    return Cell(left), Cell(right)


def _words(reading: Reading, name: str, old: str, new: str) -> Pieces:
    """The words in which two texts differ; both whole where they have little in common."""
    if old and new and len(old) * len(new) <= LONGEST:
        pieces = reading.marked(name, old, new)
        common = sum(len(piece["text"]) for piece in pieces if not (piece["is_added"] or piece["is_removed"]))
        if common >= ENOUGH_IN_COMMON * max(len(old), len(new)):
            return pieces
    return [*_whole(old, removed), *_whole(new, added)]


def _whole(text: str, mark: Callable[[str], dict[str, Any]]) -> Pieces:
    """A text marked from end to end; no dash is, nor a text that is not there."""
    if text == NOTHING:
        return plain(text)
    return [mark(text)] if text else []
