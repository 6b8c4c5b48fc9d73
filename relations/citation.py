"""How a page, a figure, a source or the data is cited: in words of the reader's language, and as BibTeX. No query."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext

from relations import wording
from relations.dates import PartialDate
from relations.languages import Text
from relations.models import Record, Relationship, Source, TradeFigure


@dataclass(frozen=True)
class Citation:
    """What a citation consists of, in order; texts among it know their language. `bibtex` is the same as an entry."""

    parts: tuple[Any, ...]
    bibtex: str

    def __str__(self) -> str:
        return ", ".join(map(str, self.parts))

    @property
    def has_fallback(self) -> bool:
        return any(getattr(part, "fallback", False) for part in self.parts)


@dataclass(frozen=True)
class Version:
    """Which version of a record is cited: its lasting address, its number, and the day on which it was published.

    A row that was written past the verbs has an address only.
    """

    address: str
    number: int | None = None
    day: datetime.date | None = None

    @property
    def in_words(self) -> str:
        if self.number is None or self.day is None:
            return ""
        return gettext("version %(number)s of %(day)s") % {"number": self.number, "day": wording.day(self.day)}


def of_page(record: Record, site: Relationship, version: Version) -> Citation:
    """A page of the site, in the version that it shows."""
    title = gettext("About this site") if isinstance(record, Relationship) else record.heading
    number = f"-v{version.number}" if version.number else ""
    key = f"{record.type_name()}-{record.slug}{number}"
    fields = {
        "author": literal(site.publisher),
        "title": literal(title),
        "howpublished": braced(site.site_title),
        **_year_and_month(PartialDate(version.day.year, version.day.month) if version.day else None),
        "note": braced(version.in_words),
        "url": address_in_bibtex(version.address),
    }
    return Citation(
        _parts(site.publisher, quoted(title), site.site_title, version.in_words, version.address), entry(key, fields)
    )


def of_figure(figure: TradeFigure, site: Relationship) -> Citation:
    """A figure on its indicator's page, as exactly as its source puts it, with the date of which it holds."""
    indicator = figure.indicator
    title = f"{indicator.title}, {wording.date(figure.period)}"
    if figure.value is not None:
        title += f": {wording.amount(figure.value, indicator.unit, figure.qualifier)}"
    title = Text(title, indicator.title.lang, indicator.title.fallback)
    as_of = wording.as_of(figure.as_of) if figure.as_of else ""
    address = f"{settings.SITE_URL}{figure.get_absolute_url()}"
    published = figure.last_published_at
    fields = {
        "author": literal(site.publisher),
        "title": literal(title),
        "howpublished": braced(site.site_title),
        **_year_and_month(PartialDate(published.year) if published else None),
        "note": braced(as_of),
        "url": address_in_bibtex(address),
    }
    key = f"{figure.type_name()}-{figure.slug}"
    return Citation(_parts(site.publisher, quoted(title), site.site_title, as_of, address), entry(key, fields))


def of_source(source: Source) -> Citation:
    """A source itself, and not what this site says of it."""
    dates = [date for date in (source.published_earliest, source.published_latest) if date]
    published = wording.between(dates[0], dates[-1]) if dates else gettext("no date")
    kind = f"[{source.get_kind_display()}]" if source.kind else ""
    accessed = gettext("accessed %(day)s") % {"day": wording.day(source.accessed)} if source.accessed else ""
    parts = _parts(
        source.author, source.office, quoted(source.title), kind, source.publisher, published, source.url, accessed
    )
    fields = {
        "author": literal(source.author or source.office or source.publisher),
        "title": literal(source.title),
        "howpublished": braced(source.get_kind_display()),
        "publisher": braced(source.publisher),
        **_year_and_month(_one_date(dates)),
        "note": braced("; ".join(filter(None, (source.office, published)))),
        "url": address_in_bibtex(source.url),
        "urldate": braced(source.accessed.isoformat() if source.accessed else ""),
    }
    return Citation(parts, entry(f"source-{source.slug}", fields))


def of_data(site: Relationship, title: Any, address: str, changed: datetime.date | None) -> Citation:
    """A file of data, or all of it, as last changed on a day."""
    day = gettext("last changed on %(day)s") % {"day": wording.day(changed)} if changed else ""
    fields = {
        "author": literal(site.publisher),
        "title": literal(f"{site.site_title}: {title}"),
        **_year_and_month(PartialDate(changed.year, changed.month) if changed else None),
        "note": braced(day),
        "url": address_in_bibtex(address),
    }
    return Citation(_parts(site.publisher, quoted(title), site.site_title, day, address), entry("data", fields))


def quoted(text: Any) -> Text:
    """A title within the quotation marks of the reader's language, still knowing its own."""
    marked = gettext("“%(title)s”") % {"title": text}
    return Text(marked, getattr(text, "lang", ""), getattr(text, "fallback", False))


def _parts(*parts: Any) -> tuple[Any, ...]:
    return tuple(part for part in parts if part)


def _one_date(dates: list[PartialDate]) -> PartialDate | None:
    """The date between two ends, as exactly as both agree."""
    if not dates:
        return None
    first, last = dates[0], dates[-1]
    if first.year != last.year:
        return None
    return PartialDate(first.year, first.month if first.month == last.month else None)


# BibTeX. Its own rules come first: braces within a value must pair, even such as LaTeX would escape; a title in
# two pairs keeps its capitals, a name in two pairs is not taken apart. An address stands as it is, since those who
# print it do so letter by letter.

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "%&_#$"},
    }
)


def entry(key: str, fields: Mapping[str, str]) -> str:
    """One entry; fields without a value are left out."""
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def braced(text: Any) -> str:
    """A text as the value of a field: on one line, with nothing in it that LaTeX would take for its own."""
    line = re.sub(r"\s+", " ", str(text or "")).strip()
    return f"{{{line.translate(LATEX)}}}" if line else ""


def literal(text: Any) -> str:
    """A name or title that stays exactly as it is written."""
    value = braced(text)
    return f"{{{value}}}" if value else ""


def address_in_bibtex(address: str) -> str:
    """An address in characters that no program stumbles over; it is not escaped, since it is not set as text."""
    plain = quote(address, safe="!#$%&'()*+,/:;=?@[]~")
    return f"{{{plain}}}" if plain else ""


def _year_and_month(date: PartialDate | None) -> dict[str, str]:
    if date is None:
        return {}
    month = {"month": MONTHS[date.month - 1]} if date.month else {}
    return {"year": braced(date.year), **month}
