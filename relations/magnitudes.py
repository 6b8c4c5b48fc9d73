"""Large numbers as a language writes them, by CLDR's compact forms: 4 billion; 4 mil millones; 14억 7310만. Pure.

Most languages name a power of ten and put a decimal number before it. Those that count by ten thousands name each
power in turn, so that nothing stands behind a decimal sign.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_decimal

# From here on a number is written with the name of a power of ten, …
NAMED_FROM = 1_000_000
# … if so many decimals are enough to write it exactly.
MOST_DECIMALS = 2
# The powers by which a language that counts by ten thousands is known.
MYRIADS = {4, 8}


def counts_by_myriads(locale: Locale) -> bool:
    """Whether a language names 10⁴ and 10⁸, as those of East Asia do."""
    return set(_words(locale)) >= MYRIADS


def common_power(values: Iterable[Decimal], locale: Locale) -> int:
    """The largest named power of ten in which all these numbers are exact with few decimals; else 0."""
    numbers = [abs(value) for value in values]
    largest = max(numbers, default=Decimal(0))
    for power in sorted(_words(locale), reverse=True):
        unit = Decimal(10) ** power
        if NAMED_FROM <= unit <= largest and all(_is_short(number / unit) for number in numbers):
            return power
    return 0


def in_power(value: Decimal, power: int, locale: Locale) -> str:
    """The number that stands before the name of a power."""
    return in_full(value / Decimal(10) ** power, locale)


def name_of_power(power: int, locale: Locale, number: Decimal = Decimal(2)) -> str:
    """What a language writes after so many of a power, its space included: ` billion`; nothing for 0."""
    words = _words(locale).get(power, {"other": ""})
    return words.get(locale.plural_form(number), words["other"])


def in_full(value: Decimal, locale: Locale) -> str:
    """Digits grouped as the language does, without a fraction of zero."""
    return format_decimal(value, locale=locale)


def by_myriads(value: Decimal, locale: Locale, joint: str = "\xa0") -> str:
    """A number power by power: 14억 7310만. Small ones are written in full."""
    if abs(value) < NAMED_FROM:
        return in_full(value, locale)
    rest, parts = abs(value), []
    for exponent, words in sorted(_words(locale).items(), reverse=True):
        if exponent % 4:
            continue
        count, rest = divmod(rest, Decimal(10) ** exponent)
        if count:
            parts.append(f"{format_decimal(count, locale=locale, group_separator=False)}{words['other']}")
    if rest:
        parts.append(format_decimal(rest, locale=locale, group_separator=False))
    return ("-" if value < 0 else "") + joint.join(parts)


def _is_short(number: Decimal) -> bool:
    return number == round(number, MOST_DECIMALS)


@cache
def _words(locale: Locale) -> dict[int, dict[str, str]]:
    """The words of a language for powers of ten, by plural form: {6: {"one": " millón", "other": " millones"}}.

    Of the forms that stand for one power (0, 00 and 000 millones), the first is the one that tells one from several.
    """
    forms = locale.compact_decimal_formats.get("long") or locale.compact_decimal_formats.get("short") or {}
    words: dict[int, dict[str, str]] = {}
    for plural, patterns in forms.items():
        for magnitude, pattern in patterns.items():
            exponent = len(magnitude) - len(pattern.number_pattern)
            if word := pattern.suffix[0]:
                words.setdefault(exponent, {}).setdefault(plural, word)
    return {exponent: found for exponent, found in words.items() if "other" in found}
