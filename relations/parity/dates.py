"""The dates that a text names, found by the patterns and month names of its language (CLDR)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.dates import get_month_names

# A year, a month, a day; None for what is not said.
Parts = tuple[int | None, int | None, int | None]

_LETTER = r"[^\W\d_]"
# Between the parts of a date: `10th of May, 2012`, `10 de mayo del 2012`. What a pattern writes is one way of several.
_BETWEEN = rf"[\s,.]+(?:{_LETTER}{{1,3}}\s+)?"
_NUMERIC = {"y": r"(?P<year>\d{4})", "M": r"(?P<month>\d{1,2})"}
_DAY = rf"(?P<day>\d{{1,2}})(?:\.?[ºª°]|\.?{_LETTER}{{2}}\b)?"
_ISO = r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
_TOKEN = re.compile(r"'([^']*)'|([yMd]+)|([^'yMd]+)")


@dataclass(frozen=True)
class Date:
    """A date as it is written, where, and what it can mean: 10/5/2012 is a day of May or of October."""

    written: str
    span: tuple[int, int]
    readings: frozenset[Parts]


@dataclass(frozen=True)
class Calendar:
    """How one language writes dates."""

    months: dict[str, int]
    patterns: tuple[re.Pattern[str], ...]
    name: re.Pattern[str]


@cache
def calendar(locale: Locale) -> Calendar:
    variants = {str(one): one for one in (locale, Locale(locale.language))}.values()
    months: dict[str, int] = {}
    patterns: set[str] = set()
    for variant in variants:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, variant)
                months |= {name.casefold().rstrip("."): number for number, name in names.items()}
        patterns |= {variant.date_formats[name].pattern for name in ("long", "medium", "short")}
        wanted = ("yMMMd", "yMMMM", "yMMM", "MMMMd", "MMMd", "yMd")
        skeletons = variant.datetime_skeletons
        patterns |= {skeletons[name].pattern for name in wanted if name in skeletons}
    months = {name: number for name, number in months.items() if name and not name.isdecimal()}
    name = _alternatives(months)
    # Those that say more come first.
    ordered = sorted((pattern for pattern in patterns if "yy" not in pattern.replace("yyyy", "")), key=_weight)
    expressions = [_ISO, *dict.fromkeys(_expression(pattern, name) for pattern in ordered)]
    compiled = tuple(re.compile(rf"(?<!\d){one}(?!\d)", re.IGNORECASE) for one in expressions)
    return Calendar(months, compiled, re.compile(rf"(?<!\w){name}", re.IGNORECASE))


def _weight(pattern: str) -> tuple[int, int, str]:
    fields = re.sub(r"'[^']*'", "", pattern)
    return (-len(set("yMd") & set(fields)), -fields.count("M"), pattern)


def _alternatives(months: dict[str, int]) -> str:
    """Any month's name. One that ends in a letter of an alphabet ends there; `5월에` goes on."""
    named = []
    for name in sorted(months, key=len, reverse=True):
        end = "" if name[0].isdecimal() else rf"(?!{_LETTER})\.?"
        named.append(re.escape(name) + end)
    return f"(?P<name>{'|'.join(named)})"


def _expression(pattern: str, name: str) -> str:
    """The regular expression of a CLDR pattern, as loose in what stands between the parts as people are."""
    parts: list[str] = []
    literal = before = ""
    for quoted, field, plain in _TOKEN.findall(pattern):
        if not field:
            literal += quoted or plain
            continue
        if before:
            parts.append(_literal(literal, before + field[0]))
        parts.append(_part(field, name))
        literal, before = "", field[0]
    if any(letter.isalpha() for letter in literal):
        parts.append(_literal(literal, ""))
    return "".join(parts)


def _part(field: str, name: str) -> str:
    if field[0] == "d":
        return _DAY
    return name if field.startswith("MMM") else _NUMERIC[field[0]]


def _literal(text: str, between: str) -> str:
    """What stands between two parts (`dM`: after the day, before the month), or after the last."""
    bare = text.strip()
    if bare in {",", "."}:
        return r"[\s,.]+"
    is_word = bare.isalpha() and text.startswith(" ")
    if bare and not is_word:  # a sign, or a counter such as 년
        return rf"\s*{re.escape(bare)}\s*"
    # What follows a month need not be its day: `in May the 20 ships`.
    return r"[\s,.]*" if between == "Md" else _BETWEEN


def dates_in(text: str, locale: Locale) -> Iterator[Date]:
    """The dates of a text, none of which overlap; those that say more come first."""
    known = calendar(locale)
    taken = [False] * (len(text) + 1)
    for pattern in known.patterns:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]) and (readings := _readings(match, known.months)):
                taken[start:end] = [True] * (end - start)
                yield Date(match[0].strip(), (start, end), readings)


def months_in(text: str, locale: Locale) -> set[int]:
    """The months that a text names, whether in a date or not."""
    known = calendar(locale)
    return {known.months[match["name"].casefold().rstrip(".")] for match in known.name.finditer(text)}


def _readings(match: re.Match[str], months: dict[str, int]) -> frozenset[Parts]:
    found = match.groupdict()
    year = int(found["year"]) if found.get("year") else None
    day = int(found["day"]) if found.get("day") else None
    if found.get("name"):
        candidates: list[Parts] = [(year, months[found["name"].casefold().rstrip(".")], day)]
    else:
        month = int(found["month"])
        candidates = [(year, month, day)]
        if match[0].count("/") == 2:  # which of two numbers is the month, nobody knows who does not know the writer
            candidates.append((year, day, month))
    return frozenset(parts for parts in candidates if 1 <= (parts[1] or 0) <= 12 and 1 <= (parts[2] or 1) <= 31)
