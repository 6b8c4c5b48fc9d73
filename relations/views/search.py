"""The search page: results by type, the words marked; and what helps where nothing is found."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse

from relations.excerpts import Excerpt, Piece, excerpt, marked
from relations.parts import part_name
from relations.search import QUERY_LENGTH, TITLES, Found, asked, find, like, unknown, words_of
from relations.sections import SECTIONS
from relations.views.frame import PublicRequest, public_page, render_page

RESULTS_OF_A_TYPE = 5
RESULTS_ON_A_PAGE = 20


@dataclass(frozen=True)
class Result:
    """One record as the list shows it: its title and a stretch of its texts, with the words marked."""

    record: Any
    title: list[Piece]
    lang: str
    fallback: bool
    detail: str  # what tells a part from others of the same whole
    excerpt: Excerpt | None

    @property
    def has_fallback(self) -> bool:
        return self.fallback or bool(self.excerpt and self.excerpt.fallback)


@dataclass(frozen=True)
class Group:
    """The results of one type that are shown, of so many."""

    label: Any
    count: int
    results: list[Result]
    address: str = ""  # where all of them are; empty where they are all here


@public_page
def search(request: PublicRequest) -> HttpResponse:
    query = asked(request.GET.get("q", ""))
    words = words_of(query)
    found = find(words)
    chosen = next((of_type for of_type in found if of_type.name == request.GET.get("type")), None)
    context = {
        "query": query,
        "query_length": QUERY_LENGTH,
        "words": words,
        "total": sum(len(of_type.keys) for of_type in found),
        "types": _types(query, found, chosen),
        "all_address": _address(query),
        "is_all": chosen is None,
    }
    if chosen:
        page = Paginator(chosen.keys, RESULTS_ON_A_PAGE).get_page(request.GET.get("page"))
        groups = [_group(chosen, list(page), words)]
        context |= {"page": page, "page_query": {"q": query, "type": chosen.name}}
    else:
        groups = [_group(of_type, of_type.keys[:RESULTS_OF_A_TYPE], words, query) for of_type in found]
    context["groups"] = groups
    if words and not found:
        context |= _help(words)
    return render_page(
        request,
        "relations/search.html",
        context,
        section="search",
        shows=[result for group in groups for result in group.results],
        is_indexed=False,
    )


def _address(query: str, of_type: str = "") -> str:
    return f"?{urlencode({'q': query} | ({'type': of_type} if of_type else {}))}"


def _types(query: str, found: list[Found], chosen: Found | None) -> list[dict[str, Any]]:
    """The types in which something was found, as links that show just one of them."""
    order = {model: rank for rank, model in enumerate(TITLES)}
    return [
        {
            "label": of_type.label,
            "count": len(of_type.keys),
            "address": _address(query, of_type.name),
            "is_current": of_type is chosen,
        }
        for of_type in sorted(found, key=lambda of_type: order[of_type.model])
    ]


def _group(of_type: Found, keys: list[int], words: list[str], query: str = "") -> Group:
    """Results of a type; with a query, those of more are elsewhere."""
    results = list(map(partial(_result, words=words), of_type.records(keys)))
    count = len(of_type.keys)
    return Group(of_type.label, count, results, _address(query, of_type.name) if query and count > len(keys) else "")


def _result(record: Any, words: list[str]) -> Result:
    path = TITLES[type(record)]
    whole, is_part, _name = path.partition("__")
    title = getattr(record, whole).heading if is_part else record.heading
    detail = str(part_name(record)) if is_part else ""
    shown = excerpt(record, words, path)
    # The words of a part are not those of what it is part of.
    pieces = marked(title or record.slug, () if is_part else words)
    return Result(record, pieces, title.lang, title.fallback, detail, shown)


def _help(words: list[str]) -> dict[str, Any]:
    """Where nothing was found: which words occur nowhere, others that are written like them, and where to look."""
    missing = unknown(words)
    similar = [found for word in missing for found in like(word)]
    if not missing and len(words) > 1:  # each occurs, but not all in one record
        similar = words
    return {
        "missing": missing,
        "similar": [{"word": word, "address": _address(word)} for word in dict.fromkeys(similar)],
        "sections": [
            {"label": section.label, "address": reverse(section.view), "count": _count(section.types[0])}
            for section in SECTIONS
        ],
    }


def _count(model: Any) -> int:
    return model._default_manager.live().count()
