"""Words found in a text: where they stand, marked, and the stretch of a record's texts that shows them best."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from relations import richtext
from relations.languages import Text, folded, main_language
from relations.models import Passage, Record
from relations.models.record import RichTextField

# So much of a text is shown around the words that were found in it.
EXCERPT_LENGTH = 180

# What tells what a record is about; its other texts, such as a body, follow.
_FIRST = ("summary", "definition", "gist", "introduction", "about", "note")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that was searched for, or not."""

    text: str
    is_marked: bool


def marked(text: str, words: Iterable[str]) -> list[Piece]:
    """A text in pieces, of which some are the words, however they are written there."""
    letters = [folded(letter) for letter in text]
    places = [place for place, letter in enumerate(letters) for _sign in letter]
    whole = "".join(letters)
    hits = {place for word in words for start in _starts(whole, word) for place in places[start : start + len(word)]}
    pieces: list[Piece] = []
    for place, letter in enumerate(text):
        # What folds to nothing is an accent of the letter before it.
        is_marked = place in hits or (not letters[place] and bool(pieces) and pieces[-1].is_marked)
        if pieces and pieces[-1].is_marked is is_marked:
            pieces[-1] = Piece(pieces[-1].text + letter, is_marked)
        else:
            pieces.append(Piece(letter, is_marked))
    return pieces


def _starts(whole: str, word: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(f"(?={re.escape(word)})", whole))


@dataclass(frozen=True)
class Excerpt:
    """A stretch of one of a record's texts around the words, in pieces; or just its beginning."""

    pieces: list[Piece]
    lang: str
    fallback: bool = False
    is_quotation: bool = False


def excerpt(record: Record, words: list[str], title: str) -> Excerpt | None:
    """Where in a record the words stand, beside its title: the text with most of them, and of that the best part."""
    texts = list(texts_beside(record, title))
    if not texts:
        return None
    best = max(texts, key=lambda text: _count(text, words))
    parts = _parts(best)
    part = max(range(len(parts)), key=lambda number: _count(parts[number], words))
    shown = ("… " if part else "") + parts[part] + (" …" if part < len(parts) - 1 else "")
    is_quotation = isinstance(record, Passage) and best == record.quotation
    return Excerpt(marked(shown, words), best.lang, best.fallback, is_quotation)


def _count(text: str, words: Iterable[str]) -> int:
    text = folded(text)
    return sum(word in text for word in words)


def texts_beside(record: Any, title: str) -> Iterator[Text]:
    """The texts of a record in which words are looked for but for its title, by its name; what tells most first."""
    names = [name for name in record.translated_names() if name != title]
    for name in sorted(names, key=lambda name: (name not in _FIRST, name)):
        text = getattr(record, name)
        if isinstance(record._meta.get_field(f"{name}_{main_language()}"), RichTextField):
            text = Text(richtext.words(text), text.lang, text.fallback)
        if text.strip():
            yield text
    if isinstance(record, Passage):
        yield record.quotation
        return
    for name in record.searched:
        if text := getattr(record, name):
            yield Text(text)


def _parts(text: str) -> list[str]:
    """A text in stretches that are short enough to be shown, cut between words where it can be."""
    parts = [""]
    for word in text.split():
        while len(word) > EXCERPT_LENGTH:
            parts.append(word[:EXCERPT_LENGTH])
            word = word[EXCERPT_LENGTH:]
        if len(parts[-1]) + len(word) < EXCERPT_LENGTH:
            parts[-1] = f"{parts[-1]} {word}".strip()
        else:
            parts.append(word)
    return [part for part in parts if part] or [""]
