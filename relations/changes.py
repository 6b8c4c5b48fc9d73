"""What changed between two versions of a record, as a reader of one language sees it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from translated_fields import to_attribute

from relations import richtext
from relations.differences import Piece, differences
from relations.languages import codes, current_language, main_language
from relations.models import Passage, Record, TradeFigure
from relations.models.fields import OrderedSlugsField
from relations.models.record import RichTextField
from relations.parts import part_name, part_of_whole
from relations.value_words import in_words
from relations.values import Values, content_fields

# Texts with more words than these on each side are not compared word by word: it would take seconds.
WORDS_COMPARED = 2000


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: what it is called, and both texts in one, with the language they are in, if any."""

    label: str
    pieces: list[Piece]
    lang: str = ""

    @property
    def fallback(self) -> bool:
        return bool(self.lang) and self.lang != current_language()


def changes(model: type[Record], old: Values, new: Values) -> list[FieldChange]:
    """The fields that differ for a reader: texts in their language, and what has none.

    A text that neither version has in the reader's language is compared in the main one, as the page shows it.
    Queries grow with the relations that differ.
    """
    found: list[FieldChange] = []
    translated = _translated(model)
    done: set[str] = set()
    for name, field in content_fields(model).items():
        if name not in translated:
            if old[name] != new[name]:
                found.append(FieldChange(_label(field), list(_compared(field, old[name], new[name]))))
            continue
        text = translated[name]
        if text in done:
            continue
        done.add(text)
        language = current_language()
        if not old[to_attribute(text, language)] and not new[to_attribute(text, language)]:
            language = main_language()
        column = to_attribute(text, language)
        if old[column] != new[column]:
            pieces = _compared_texts(*(_plain(field, side[column]) for side in (old, new)))
            found.append(FieldChange(_label(field), pieces, language))
    return found


def changed_languages(model: type[Record], old: Values, new: Values) -> list[str]:
    """The languages in which some text differs."""
    names = model.translated_names()
    return [
        code
        for code in codes()
        if any(old[column] != new[column] for column in (to_attribute(name, code) for name in names))
    ]


def _translated(model: type[Record]) -> dict[str, str]:
    """The name of the text that each column of a language holds."""
    return {to_attribute(name, code): name for name in model.translated_names() for code in codes()}


def _label(field: Any) -> str:
    return str(capfirst(str(field.verbose_name)))


def _plain(field: models.Field, text: str) -> str:
    return " ".join(richtext.words(text).split()) if isinstance(field, RichTextField) else text


def _compared_texts(old: str, new: str) -> list[Piece]:
    if max(len(old.split()), len(new.split())) > WORDS_COMPARED:
        return _replaced(old, new)
    return differences(old, new)


def _replaced(old: str, new: str) -> list[Piece]:
    """One value in the place of another, whole: a day is not half another day."""
    return [*([Piece("removed", old)] if old else []), *([Piece("added", new)] if new else [])]


def _compared(field: Any, old: Any, new: Any) -> Iterator[Piece]:
    if isinstance(field, models.ManyToManyField):
        yield from _compared_sets(field.related_model, *([key[0] for key in side] for side in (old, new)))
    elif isinstance(field, OrderedSlugsField):
        yield from _compared_sets(TradeFigure, old, new)
    elif isinstance(field, models.ForeignKey):
        slugs = [side[0] if side else "" for side in (old, new)]
        names = _names(field.related_model, slugs)
        yield from _replaced(*(names[slug] if slug else "" for slug in slugs))
    else:
        yield from _replaced(*("" if value in (None, "") else in_words(field, value) for value in (old, new)))


def _compared_sets(model: Any, old: list[str], new: list[str]) -> Iterator[Piece]:
    """Two sets of records as one list: what both have, what was taken out, what came in."""
    names = _names(model, [*old, *new])
    sides: tuple[tuple[Any, list[str]], ...] = (
        ("same", [slug for slug in new if slug in old]),
        ("removed", [slug for slug in old if slug not in new]),
        ("added", [slug for slug in new if slug not in old]),
    )
    pieces = [Piece(kind, name) for kind, slugs in sides for name in dict.fromkeys(names[slug] for slug in slugs)]
    for place, piece in enumerate(pieces):
        if place:
            yield Piece("same", "; ")
        yield piece


def _names(model: Any, slugs: list[str]) -> dict[str, str]:
    """What records are called that a version refers to; those that are not public have no name. One query."""
    rows = model._default_manager.live().select_related(*model.identifying).filter(slug__in=slugs)
    names = {row.slug: _name(row) for row in rows}
    return {slug: names.get(slug) or gettext("something that is not public any more") for slug in slugs}


def _name(record: Any) -> str:
    if isinstance(record, Passage):
        return f"{part_name(record)} “{record.fragment}”"
    return part_of_whole(record) if record.identifying else str(record.heading)
