"""The numbers that a text names in figures, with the words for thousands and millions of its language (CLDR)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby

from babel import Locale

_LETTER = r"[^\W\d_]"
# Groups of three set apart by a space, or figures with points, commas and apostrophes between them.
_FIGURES = r"(?<!\d)(?:\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’٫٬]\d+)*)"
_ROMAN = re.compile(r"\b(?=[IVXLCDM]+\b)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?<=\w)\b")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
# 2011–21 is 2011 to 2021; what could be a month is left alone.
_SHORT_RANGE = re.compile(
    r"(?<!\d)(?P<century>\d\d)(?P<start>\d\d)(?P<dash>\s?[-–~/]\s?)(?P<end>\d\d)(?!\d)(?![-–./]\d)"
)
_LAST_MONTH = 12


@dataclass(frozen=True)
class Number:
    """A number as it is written, where, and what it can mean: 1.180 is a thousand and more, or one and a little."""

    written: str
    span: tuple[int, int]
    readings: frozenset[Decimal]


@dataclass(frozen=True)
class Magnitudes:
    """The words for thousands, millions … of one language, and how they stand after a number."""

    factors: dict[str, Decimal]
    after_number: re.Pattern[str]
    alone: re.Pattern[str] | None


@cache
def magnitudes(locale: Locale) -> Magnitudes:
    factors: dict[str, Decimal] = {}
    for variant in {str(one): one for one in (locale, Locale(locale.language))}.values():
        for length in ("short", "long"):
            for by_plural in variant.compact_decimal_formats.get(length, {}).values():
                for power, pattern in by_plural.items():
                    figures = re.search("0+", pattern.pattern)
                    word = " ".join(pattern.pattern.replace("0", "").split()).casefold()
                    if figures and word:
                        factors[word] = Decimal(power) / 10 ** (len(figures[0]) - 1)
    longest_first = sorted(factors, key=len, reverse=True)
    one_of_them = "|".join(map(_word, longest_first)) or "(?!)"
    # Single letters mean other things too, and `만` is in many words.
    spelled = "|".join(re.escape(word) for word in longest_first if len(word) > 2)
    return Magnitudes(
        factors,
        re.compile(rf"(?P<number>{_FIGURES})(?P<words>(?:\s*(?:{one_of_them}))*)", re.IGNORECASE),
        re.compile(rf"\b({spelled}){_LETTER}{{0,2}}\b", re.IGNORECASE) if spelled else None,
    )


def _word(word: str) -> str:
    """A magnitude; one of an alphabet ends where its letters end, `억달러` goes on."""
    expression = re.escape(word).replace(r"\ ", r"\s+")
    return expression if len(word) == 1 and not word.isascii() else rf"{expression}(?!{_LETTER})"


@dataclass(frozen=True)
class _Term:
    """A number and its magnitude, one of several that may add up to one."""

    start: int
    end: int
    readings: frozenset[Decimal]
    factor: Decimal
    is_certain: bool = True

    @property
    def values(self) -> frozenset[Decimal]:
        multiplied = frozenset(reading * self.factor for reading in self.readings)
        return multiplied if self.is_certain else multiplied | self.readings


def numbers_in(text: str, locale: Locale) -> Iterator[Number]:
    """The numbers of a text in reading order; what adds up to one, such as 14억 7310만, is one."""
    terms: list[list[_Term]] = []
    for term in _terms(text, magnitudes(locale)):
        if terms and _continues(terms[-1][-1], term, text):
            terms[-1].append(term)
        else:
            terms.append([term])
    for together in terms:
        span = together[0].start, together[-1].end
        yield Number(text[slice(*span)].strip(), span, _sums(together))


def _terms(text: str, known: Magnitudes) -> Iterator[_Term]:
    for match in known.after_number.finditer(text):
        start = match.start()
        words = " ".join(match["words"].split()).casefold()
        # `제2조` is Article 2, not two trillions; `4M` may be a name.
        is_certain = not (start and text[start - 1].isalpha()) and not (len(words) == 1 and words.isascii())
        *before, last = list(_readings(match["number"]))
        for position, readings in before:
            yield _Term(start + position, start + position + 1, readings, Decimal(1))
        yield _Term(start + last[0], match.end(), last[1], _factor(words, known.factors), is_certain)


def _factor(words: str, factors: dict[str, Decimal]) -> Decimal:
    """What the words together multiply by: `thousand million`, `천만`."""
    factor = Decimal(1)
    while words:
        word = next(word for word in sorted(factors, key=len, reverse=True) if words.startswith(word))
        factor *= factors[word]
        words = words[len(word) :].lstrip()
    return factor


def _readings(figures: str) -> Iterator[tuple[int, frozenset[Decimal]]]:
    """What figures can mean, by their place; `1,2,3` are three numbers."""
    spaced = re.sub(r"[\u00a0\u2009\u202f]", "", figures)
    if " " in spaced:  # a space may group, or part two numbers
        yield 0, frozenset({_decimal(spaced.replace(" ", "")), *map(_decimal, spaced.split())})
        return
    groups = re.split(r"[.,'’٫٬]", spaced)
    signs = re.findall(r"[.,'’٫٬]", spaced)
    are_groups = [len(group) == 3 for group in groups[1:]]
    is_grouped = 0 < len(groups[0]) <= 3 and not groups[0].startswith("0") and all(are_groups)
    kinds = [kind for kind, _same in groupby(signs)]
    whole, fraction = "".join(groups[:-1]), groups[-1]
    if not signs:
        yield 0, frozenset({_decimal(spaced)})
    elif len(signs) == 1:
        decimal = {_decimal(f"{whole}.{fraction}")} if fraction != "000" or not is_grouped else set()
        yield 0, frozenset(decimal | ({_decimal(whole + fraction)} if is_grouped else set()))
    elif len(kinds) == 1 and is_grouped:
        yield 0, frozenset({_decimal(whole + fraction)})
    elif len(kinds) == 2 and signs[-1] != signs[-2] and all(are_groups[:-1]):
        yield 0, frozenset({_decimal(f"{whole}.{fraction}")})
    else:
        for found in re.finditer(r"\d+", spaced):
            yield found.start(), frozenset({_decimal(found[0])})


def _decimal(figures: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", figures))


def _continues(former: _Term, term: _Term, text: str) -> bool:
    """Whether a term is added to the one before it: a smaller magnitude, or the rest without one."""
    between = text[former.end : term.start]
    return not between.strip() and former.factor > term.factor and max(term.values) < former.factor


def _sums(together: list[_Term]) -> frozenset[Decimal]:
    first, *others = together
    sums = first.values
    for term in others:
        sums = frozenset(one + other for one in sums for other in term.values)
    if len(together) > 1 and together[-1].factor == 1:  # `3 million 2012`
        sums |= {value for term in together for value in term.values}
    return sums


def with_whole_ranges(text: str) -> str:
    """A text in which 2011–21 reads 2011–2021."""

    def whole(match: re.Match[str]) -> str:
        if int(match["end"]) <= max(int(match["start"]), _LAST_MONTH):
            return match[0]
        return "".join(match.group("century", "start", "dash", "century", "end"))

    return _SHORT_RANGE.sub(whole, text)


def roman_numbers_in(text: str) -> set[Decimal]:
    return {_roman(match[0]) for match in _ROMAN.finditer(text)}


def _roman(letters: str) -> Decimal:
    digits = [_ROMAN_DIGITS[letter] for letter in letters]
    return Decimal(sum(-one if one < next_one else one for one, next_one in zip(digits, [*digits[1:], 0], strict=True)))


def spelled_in(text: str, locale: Locale) -> set[Decimal]:
    """The magnitudes that a text without figures names: `four billion`, `mil millones`."""
    known = magnitudes(locale)
    return {known.factors[match[1].casefold()] for match in known.alone.finditer(text)} if known.alone else set()
