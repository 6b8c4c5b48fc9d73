"""Whether a text says the same numbers and dates in each of its languages. Pure; what languages write is CLDR's.

It looks for what stands in one language and not in another, and would rather miss something than cry wolf. Numbers
up to twelve are often written as words, so they count only within dates; round ones (fifty, two hundred) only where
the other text has another number in their place. Figures that can be read in two ways (1.180) may mean either.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from babel import Locale

from relations.parity.dates import Date, Parts, dates_in, months_in
from relations.parity.numbers import Number, numbers_in, roman_numbers_in, spelled_in, with_whole_ranges

# Whole numbers up to here are often written as words; round ones up to there are, too.
WORDS_UP_TO = 12
ROUND_UP_TO = 1000

_MARKUP = re.compile(r"<[^<>]*>")
# Addresses hold digits that say nothing.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")


@dataclass(frozen=True)
class Disparity:
    """Numbers and dates, as they are written, that stand in the main text only, or in its translation only."""

    main: str
    language: str
    only_in_main: tuple[str, ...]
    only_here: tuple[str, ...]


@dataclass
class _Named:
    """What one text names."""

    numbers: list[Number] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    # What it may name as well, in another way; the other text need not.
    roman: set[Decimal] = field(default_factory=set)
    spelled: set[Decimal] = field(default_factory=set)
    months: set[int] = field(default_factory=set)


def disparities(texts: Mapping[str, str], locales: Mapping[str, Locale]) -> list[Disparity]:
    """What the numbers and dates of a text's translations differ in from its first language; one for each that does.

    `texts` by language, the main one first; one without a text is left out. `locales` says how each writes.
    """
    named = {language: _named(text, locales[language]) for language, text in texts.items() if text}
    main = next(iter(texts), "")
    if main not in named:
        return []
    found = []
    for language, here in named.items():
        in_main, in_here = _absent(named[main], here), _absent(here, named[main])
        only_in_main, only_here = _but_for_words(in_main, in_here), _but_for_words(in_here, in_main)
        if only_in_main or only_here:
            found.append(Disparity(main, language, only_in_main, only_here))
    return found


def _but_for_words(absent: list[Date | Number], elsewhere: list[Date | Number]) -> tuple[str, ...]:
    """What one text has alone, as it is written; not what the other, which has nothing alone, may have in words."""
    telling = [one for one in absent if elsewhere or not (isinstance(one, Number) and _is_round(one))]
    return tuple(dict.fromkeys(one.written for one in telling))


def _named(text: str, locale: Locale) -> _Named:
    text = with_whole_ranges(_ADDRESS.sub(" ", html.unescape(_MARKUP.sub(" ", text))))
    named = _Named(roman=roman_numbers_in(text), months=months_in(text, locale))
    for date in sorted(dates_in(text, locale), key=lambda date: date.span):
        named.dates.append(date)
        text = _blank(text, date.span)
    named.numbers = list(numbers_in(text, locale))
    for number in named.numbers:
        text = _blank(text, number.span)
    named.spelled = spelled_in(text, locale)
    return named


def _blank(text: str, span: tuple[int, int]) -> str:
    """A text without a stretch that has been read, everything else in its place, and nothing joined over it."""
    start, end = span
    return text[:start] + "\0" * (end - start) + text[end:]


def _absent(named: _Named, other: _Named) -> list[Date | Number]:
    """What one text names and the other does not."""
    # A date that both name in full says nothing of other numbers.
    loose = [date for date in other.dates if not any(date.readings & one.readings for one in named.dates)]
    stray = {reading for number in other.numbers for reading in number.readings} | other.roman
    years = {Decimal(parts[0]) for date in other.dates for parts in date.readings if parts[0]}
    days = {Decimal(parts[2]) for date in loose for parts in date.readings if parts[2]}
    absent: list[Date | Number] = [date for date in named.dates if not _is_dated(date, other, stray | years)]
    absent += [
        number
        for number in named.numbers
        if not (_is_small(number) or number.readings & (stray | years | days) or _is_spelled(number, other.spelled))
    ]
    return absent


def _is_small(number: Number) -> bool:
    return any(_is_whole(reading) and reading <= WORDS_UP_TO for reading in number.readings)


def _is_round(number: Number) -> bool:
    return any(_is_word(reading) for reading in number.readings)


def _is_word(value: Decimal) -> bool:
    """Whether people write it as a word: twelve, forty, three hundred."""
    round_or_small = value <= WORDS_UP_TO or len(value.normalize().as_tuple().digits) == 1
    return _is_whole(value) and value <= ROUND_UP_TO and round_or_small


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _is_spelled(number: Number, magnitudes: set[Decimal]) -> bool:
    """Whether it may stand in words: twelve million."""
    return any(_is_word(reading / one) and reading >= one for reading in number.readings for one in magnitudes)


def _is_dated(date: Date, other: _Named, numbers: set[Decimal]) -> bool:
    """Whether the other text names a date: in one, or in parts, as in 5–7 May or `10 May` of a year named before."""
    theirs = {parts for one in other.dates for parts in one.readings}
    return any(parts in theirs or _is_in_parts(parts, theirs, other.months, numbers) for parts in date.readings)


def _is_in_parts(date: Parts, theirs: set[Parts], months: set[int], numbers: set[Decimal]) -> bool:
    year, month, day = date
    if year is not None and year not in numbers:
        return False
    if any((month, day) == parts[1:] for parts in theirs if year is None or parts[0] in (None, year)):
        return True
    return month in months and (day is None or day in numbers)
