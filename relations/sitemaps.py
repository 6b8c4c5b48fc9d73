"""What search engines are told of the site: every public page in every language.

Django's own sitemaps take the site's address from the request, and name a default language whose addresses have no
prefix: both would be other addresses than those that the pages give of themselves.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import override

from relations.languages import codes, main_language
from relations.metadata import PAGES
from relations.models import Page, Record, Relationship
from relations.sections import SECTIONS

# So many addresses a file may hold by the protocol.
ADDRESSES_IN_A_FILE = 50_000

NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@dataclass
class Place:
    """One page: when it last changed, if that is known, and its address in each language."""

    changed: datetime.datetime | None = None
    addresses: dict[str, str] = field(default_factory=dict)
    # Where readers of none of these languages are sent; the main language's page if nothing is said.
    default: str = ""


def files(site: Relationship) -> list[list[Place]]:
    """All public pages, parted into as many files as they need. Two queries a type of record, at most."""
    places = _places(site)
    in_a_file = max(1, ADDRESSES_IN_A_FILE // len(codes()))
    return [places[start : start + in_a_file] for start in range(0, len(places), in_a_file)]


def _places(site: Relationship) -> list[Place]:
    found: list[tuple[Any, Place]] = [
        ("home", Place(default=f"{settings.SITE_URL}/")),  # it sends them on by what their browser asks for
        ("about", Place(site.updated_at)),
        *((name, Place()) for name in PAGES),
        *_records(),
    ]
    for code in codes():
        with override(code):
            for what, place in found:
                path = reverse(what) if isinstance(what, str) else what.get_absolute_url()
                place.addresses[code] = f"{settings.SITE_URL}{path}"
    return [place for _what, place in found]


def _records() -> Iterator[tuple[Record, Place]]:
    """Every record with a page, and when that last changed: what changes a part of it changes the page."""
    types: list[tuple[type[Record], ...]] = [*(section.types for section in SECTIONS), (Page,)]
    for model, *parts in types:
        changes: dict[Any, Any] = {}
        for part in parts:
            (whole,) = part.identifying
            changes |= part._default_manager.live().order_by().values_list(whole).annotate(Max("updated_at"))
        for record in model._default_manager.live().only("slug", "updated_at").order_by("slug"):
            moments = [moment for moment in (record.updated_at, changes.get(record.pk)) if moment]
            yield record, Place(max(moments, default=None))


def as_xml(places: Sequence[Place]) -> str:
    """One file: an entry for each page in each language, with the others beside it."""
    return _document("urlset", (entry for place in places for entry in _entries(place)))


def index(addresses: Sequence[str]) -> str:
    """The file that names the others, where one does not hold all."""
    return _document("sitemapindex", (f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses))


def _document(name: str, entries: Iterator[str]) -> str:
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{name} {NAMESPACES}>", *entries, f"</{name}>", ""])


def _entries(place: Place) -> Iterator[str]:
    default = place.default or place.addresses[main_language()]
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(address)}/>'
        for code, address in {**place.addresses, "x-default": default}.items()
    )
    changed = f"<lastmod>{_moment(place.changed)}</lastmod>" if place.changed else ""
    for address in place.addresses.values():
        yield f"<url><loc>{escape(address)}</loc>{changed}{alternates}</url>"


def _moment(value: datetime.datetime) -> str:
    return value.astimezone(datetime.UTC).isoformat(timespec="seconds")
