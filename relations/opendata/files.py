"""A table of the open data as a file: CSV for spreadsheets (RFC 4180), JSON for programs."""

import csv
import datetime
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import override

from relations.languages import codes
from relations.models import Record
from relations.opendata.columns import Column, Value
from relations.opendata.table import Table

# By these a spreadsheet takes a text for a formula (the wide ones as well: some input methods write them).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(table: Table, records: Iterable[Record], *, on: datetime.date) -> str:
    """The records as CSV, with the mark at its beginning by which spreadsheets know UTF-8."""
    text = io.StringIO()
    rows = csv.writer(text)  # its defaults are those of RFC 4180
    rows.writerow(_names(table))
    rows.writerows(map(_cell, row) for row in _rows(table, records, on))
    return "\ufeff" + text.getvalue()


def as_json(table: Table, records: Iterable[Record], about: Mapping[str, Any], *, on: datetime.date) -> str:
    """The records as JSON, with what is said `about` them (licence, publisher …) and what each field means."""
    names = _names(table)
    content = {
        **about,
        "title": in_all_languages(partial(str, table.title)),
        "fields": [field for column in table.columns for field in _fields(column)],
        "rows": [dict(zip(names, row, strict=True)) for row in _rows(table, records, on)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_number)


def in_all_languages(write: Callable[[], Any]) -> dict[str, str]:
    """A text that follows the reader's language, in each language of the site."""
    texts = {}
    for code in codes():
        with override(code):
            texts[code] = str(write())
    return texts


def _fields(column: Column) -> list[dict[str, Any]]:
    """What the dictionary says of a column, for each name that stands in the file."""
    entry: dict[str, Any] = {"meaning": in_all_languages(partial(str, column.meaning)), "type": column.kind.value}
    if column.words:
        entry["values"] = {word: in_all_languages(partial(str, meaning)) for word, meaning in column.words}
    return [
        {"name": name, **entry, **({"language": language} if language else {})}
        for name, language in column.headings.items()
    ]


def _names(table: Table) -> list[str]:
    return [name for column in table.columns for name in column.headings]


def _rows(table: Table, records: Iterable[Record], on: datetime.date) -> Iterator[list[Value]]:
    readers = [(column.read, language) for column in table.columns for language in column.headings.values()]
    for record in records:
        yield [read(record, language, on) for read, language in readers]


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return _plain_digits(value)
        case int():
            return str(value)
        case list():
            return _harmless("; ".join(value))
    return _harmless(value)


def _harmless(text: str) -> str:
    """A text that no spreadsheet calculates: an apostrophe before it makes it a text. Numbers never come here."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _plain_digits(value: Decimal) -> str:
    """4000000000 and not 4E+9, nor 4000000000.00: the source gave no cents."""
    return format(value.to_integral_value() if value == value.to_integral_value() else value.normalize(), "f")


def _number(value: Any) -> int | float:
    """A decimal has at most 15 digits, which a number of JSON keeps."""
    assert isinstance(value, Decimal), value
    return int(value) if value == value.to_integral_value() else float(value)
