"""Pages found by following links, so many of each kind: what kind a page is, its address says."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import resolve
from django.utils.translation import override
from lxml import html

Kind = tuple[str, ...]


def kind_of(address: str, language: str) -> Kind:
    """The view that answers, which of its parts an address names, and what is asked of it."""
    parts = urlsplit(address)
    with override(language):
        match = resolve(parts.path)
    return match.view_name, *sorted(match.kwargs.keys() - {"slug"}), *sorted(parse_qs(parts.query))


def pages(
    client: Client, language: str, starts: Iterable[str], *, follow: Callable[[str], Any], of_each: int | None = None
) -> Iterator[tuple[str, Kind, str]]:
    """Address, kind and text of pages: those to start from, then those that they link and `follow` is true for."""
    to_do = list(starts)
    seen = set(to_do)
    number_of: dict[Kind, int] = {}
    while to_do:
        address = to_do.pop(0)
        kind = kind_of(address, language)
        number_of[kind] = number_of.get(kind, 0) + 1
        if of_each and number_of[kind] > of_each:
            continue
        response = client.get(address, headers={"accept-language": language})
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        if not response["Content-Type"].startswith("text/html"):
            continue
        text = response.content.decode()
        yield address, kind, text
        links = [urldefrag(urljoin(address, link)).url for link in html.fromstring(text).xpath("//a/@href")]
        new = [link for link in dict.fromkeys(links) if link not in seen and follow(link)]
        seen |= set(new)
        to_do += new
