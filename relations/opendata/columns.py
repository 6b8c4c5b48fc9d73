"""What a column of the open data is, and how each kind of column reads its value from a record. No query."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from translated_fields import to_attribute

from relations import richtext
from relations.dates import PartialDate
from relations.languages import codes
from relations.models import Record
from relations.parts import page_address

Value = str | int | bool | Decimal | list[str] | None


class Kind(models.TextChoices):
    """How a value is written; the dictionary says it in the reader's words."""

    TEXT = "text", _("text")
    MARKUP = "html", _("text with markup (HTML)")
    NUMBER = "number", _("number")
    TRUTH = "boolean", _("true or false")
    DATE = "date", _("date, as exact as it is known: 2012-05-10, 2012-05 or 2012")
    MOMENT = "datetime", _("date and time (UTC), for example 2012-05-10T09:30:00Z")
    CODE = "code", _("one of these words")
    REFERENCE = "slug", _("slug of a record")
    REFERENCES = "slugs", _("slugs of records; in CSV parted by “; ”")
    ADDRESS = "address", _("address")


@dataclass(frozen=True)
class Column:
    """One column, or one for each language: its name, what it means, how it is written, and where it comes from.

    `read` takes the record, the language of the column and the day on which it is asked.
    """

    name: str
    meaning: Any
    kind: Kind
    read: Callable[[Any, str, datetime.date], Value]
    is_per_language: bool = False
    # The words that may stand in it, each with what it means.
    words: tuple[tuple[str, Any], ...] = ()

    @property
    def headings(self) -> dict[str, str]:
        """What stands at the head of a file: each name, and the language of what is below it, if it has one."""
        if self.is_per_language:
            return {to_attribute(self.name, code): code for code in codes()}
        return {self.name: ""}


def text(name: str, meaning: Any) -> Column:
    """A translated text, one column a language: empty where there is no translation, whatever the pages show."""
    return Column(name, meaning, Kind.TEXT, _in_language(name), is_per_language=True)


def markup(name: str, meaning: Any) -> Column:
    """A body, cleaned again: a row may have been written past us."""
    read = _in_language(name)

    def cleaned(record: Record, language: str, on: datetime.date) -> Value:
        return richtext.sanitise(str(read(record, language, on) or "")) or None

    return Column(name, meaning, Kind.MARKUP, cleaned, is_per_language=True)


def _in_language(name: str) -> Callable[[Any, str, datetime.date], Value]:
    return lambda record, language, _on: getattr(record, to_attribute(name, language)) or None


def value(name: str, meaning: Any, kind: Kind, *, of: str = "") -> Column:
    """What stands in a field (of the record that the field `of` names), or is derived from it."""
    return Column(name, meaning, kind, lambda record, _language, _on: plain(getattr(_part(record, of), name, None)))


def word(name: str, meaning: Any, words: type[models.TextChoices], *, of: str = "") -> Column:
    """One of a few words that the site defines."""

    def read(record: Record, _language: str, _on: datetime.date) -> Value:
        return getattr(_part(record, of), name, None) or None

    return Column(name, meaning, Kind.CODE, read, words=tuple(words.choices))


def reference(name: str, meaning: Any, *, of: str = "") -> Column:
    """The slug of a record referred to, if the public may see that. The queryset has fetched it."""

    def read(record: Record, _language: str, _on: datetime.date) -> Value:
        other = getattr(_part(record, of), name, None)
        return other.slug if other else None

    return Column(name, meaning, Kind.REFERENCE, read)


def references(name: str, meaning: Any) -> Column:
    """The slugs of the records of a set, as far as the public may see them. The queryset has fetched them."""
    return Column(
        name,
        meaning,
        Kind.REFERENCES,
        lambda record, _language, _on: sorted(other.slug for other in getattr(record, name).all()),
    )


def title_of(name: str, meaning: Any) -> Column:
    """The title of a record referred to, in each language, so that a file can be read without another."""

    def read(record: Record, language: str, _on: datetime.date) -> Value:
        return getattr(getattr(record, name), to_attribute("title", language)) or None

    return Column(f"{name}_title", meaning, Kind.TEXT, read, is_per_language=True)


def _part(record: Any, name: str) -> Any:
    return getattr(record, name) if name else record


def plain(value: Any) -> Value:
    """A value without our own types: dates and moments as ISO 8601 writes them."""
    match value:
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case datetime.date():
            return value.isoformat()
        case PartialDate():
            return str(value)
        case "":
            return None
    return value


def slug(meaning: Any) -> Column:
    return Column("slug", meaning, Kind.REFERENCE, lambda record, _language, _on: record.slug)


def passages(meaning: Any) -> Column:
    """The passages of a statement as source#passage, in the order of the source."""

    def read(record: Any, _language: str, _on: datetime.date) -> Value:
        return [f"{passage.source.slug}#{passage.slug}" for passage in record.passages.all()]

    return Column("passages", meaning, Kind.REFERENCES, read)


def page(meaning: Any) -> Column:
    return Column("page", meaning, Kind.ADDRESS, _address, is_per_language=True)


def version_page(meaning: Any) -> Column:
    """The lasting address of the present version; none for a row that was written past the verbs."""

    def read(record: Any, language: str, on: datetime.date) -> Value:
        return f"{_address(record, language, on)}versions/{record.version}/" if record.version else None

    return Column("version_page", meaning, Kind.ADDRESS, read, is_per_language=True)


def _address(record: Any, language: str, _on: datetime.date) -> str:
    with override(language):
        return f"{settings.SITE_URL}{page_address(record)}"


def updated(meaning: Any) -> Column:
    return Column("updated", meaning, Kind.MOMENT, lambda record, _language, _on: plain(record.updated_at))
