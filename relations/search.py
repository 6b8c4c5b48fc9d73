"""The search over what is public: the records in which every word occurs, whatever its case and accents."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.db.models import Count, Q

from relations.excerpts import texts_beside
from relations.languages import current_language, folded, main_language
from relations.models import (
    Agreement,
    AgreementAction,
    Commitment,
    CooperationArea,
    Initiative,
    Milestone,
    Page,
    Passage,
    Record,
    Relationship,
    SearchEntry,
    Source,
    TradeFigure,
    TradeIndicator,
)
from relations.models.naming import naming

QUERY_LENGTH = 100
MOST_WORDS = 10

# In the order in which results stand, each with the path of the title that a result shows. A party has no page.
TITLES: dict[type[Record], str] = {
    Milestone: "title",
    Agreement: "title",
    AgreementAction: "agreement__title",
    TradeIndicator: "title",
    TradeFigure: "indicator__title",
    CooperationArea: "title",
    Initiative: "title",
    Commitment: "title",
    Source: "title",
    Passage: "source__title",
    Page: "title",
    Relationship: "site_title",
}

# So many entries are read to find words like one that was not found, and so many such words are offered.
_READ_FOR_WORDS = 300
_OFFERED = 3


def asked(query: str) -> str:
    """What is searched for: at most so many characters, without those that no text can hold."""
    text = unicodedata.normalize("NFC", query.encode("utf-8", "ignore").decode().replace("\0", " "))
    return " ".join(text.split())[:QUERY_LENGTH].strip()


def words_of(query: str) -> list[str]:
    """The words of a query as the entries hold them, each once, without the signs around them."""
    words = (re.sub(r"^[^\w]+|[^\w]+$", "", word) for word in folded(asked(query)).split())
    return list(dict.fromkeys(filter(None, words)))[:MOST_WORDS]


@dataclass(frozen=True)
class Found:
    """The public records of one type in which all words occur, those with the words in their title first."""

    model: type[Record]
    keys: list[int]
    is_in_title: bool  # whether the first one has them there

    @property
    def name(self) -> str:
        return self.model.type_name()

    @property
    def label(self) -> Any:
        return self.model._meta.verbose_name_plural

    def records(self, keys: Iterable[int]) -> list[Any]:
        """Those of its records that are named, in their order; one query."""
        model: Any = self.model
        rows = model._default_manager.live().select_related(*model.identifying).in_bulk(keys)
        return [rows[key] for key in keys if key in rows]


def find(words: list[str]) -> list[Found]:
    """What is found by type: types with a match in a title first, then in their order. One query a type."""
    if not words:
        return []
    found = [of_type for model in TITLES if (of_type := _find(model, words)).keys]
    return sorted(found, key=lambda of_type: not of_type.is_in_title)


def _find(model: Any, words: list[str]) -> Found:
    entries = _entries(words).filter(record_type=model.type_name())
    path = TITLES[model]
    languages = (current_language(), main_language())
    rows = model._default_manager.live().filter(slug__in=entries.values("slug"))
    titles = [
        (key, folded(title or in_main_language))
        for key, title, in_main_language in rows.values_list("pk", *(f"{path}_{code}" for code in languages))
    ]
    # Sorted here and not by the database, which has an order of letters of its own.
    ranks = {key: (not (_is_own(model) and _has_all(title, words)), title) for key, title in titles}
    keys = sorted(ranks, key=ranks.__getitem__)
    return Found(model, keys, is_in_title=bool(keys) and not ranks[keys[0]][0])


def _is_own(model: type[Record]) -> bool:
    """Whether the title that a result of this type shows is its own, and not that of what it is part of."""
    return "__" not in TITLES[model]


def _entries(words: Iterable[str]) -> Any:
    entries = SearchEntry.objects.filter(language=current_language())
    for word in words:
        entries = entries.filter(text__contains=word)
    return entries


def _public_entries() -> Any:
    """The entries of public records, even if one was left over of what is public no more."""
    return _entries(()).filter(naming(TITLES))


def _has_all(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)


def unknown(words: list[str]) -> list[str]:
    """Those of the words that occur in no public record; one query."""
    counted = {f"word_{place}": Count("pk", filter=Q(text__contains=word)) for place, word in enumerate(words)}
    counts = _public_entries().aggregate(**counted)
    return [word for place, word in enumerate(words) if not counts[f"word_{place}"]]


def like(word: str) -> list[str]:
    """Words of public records that are written nearly like one that occurs in none, as they are written there.

    A slip leaves one half of the word as it should be, so that those with either half are looked at.
    """
    middle = len(word) // 2
    halves = [half for half in (word[:middle], word[middle:]) if half and (len(half) > 1 or not half.isascii())]
    with_half = Q(pk__in=[])
    for half in halves:
        with_half |= Q(text__contains=half)
    entries = _public_entries().filter(with_half).order_by("record_type", "slug")
    places: dict[str, tuple[str, str]] = {}
    for record_type, slug, text in entries.values_list("record_type", "slug", "text")[:_READ_FOR_WORDS]:
        for found in re.findall(r"\w+", text):
            places.setdefault(found, (record_type, slug))
    close = get_close_matches(word, places, n=_OFFERED, cutoff=0.7)
    return list(dict.fromkeys(_as_written(found, *places[found]) for found in close))


def _as_written(word: str, record_type: str, slug: str) -> str:
    """A folded word with the case and accents that it has in a record."""
    model: Any = next(model for model in TITLES if model.type_name() == record_type)
    record = model._default_manager.live().select_related(*model.identifying).filter(slug=slug).first()
    if record is None:
        return word
    texts = [*([getattr(record, TITLES[model])] if _is_own(model) else []), *texts_beside(record, TITLES[model])]
    written = (found for text in texts for found in re.findall(r"\w+", text) if folded(found) == word)
    return next(written, word)
