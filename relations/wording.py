"""Dates, amounts, ordinals and qualifiers in the reader's language: one message each, never glued words."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import get_currency_name
from django.utils.translation import gettext, gettext_lazy, pgettext

from relations import dates, magnitudes
from relations.dates import Anniversary, PartialDate
from relations.languages import current_language, format_locale

# More characters than these do not fit a narrow screen at the size of a headline figure.
LONG_DIGITS = 5


def date(value: PartialDate) -> str:
    """10 May 2012; mayo de 2012; 2012년."""
    return dates.format_partial_date(value, format_locale())


def day_and_month(value: PartialDate) -> str:
    """What a date knows beside its year: 10 May; May; nothing."""
    return dates.format_day_and_month(value, format_locale())


def short_day_and_month(value: PartialDate) -> str:
    """The same where there is little room: 10 May; 5 dic."""
    return dates.format_day_and_month(value, format_locale(), is_short=True)


def day(value: datetime.date) -> str:
    return format_date(value, "long", locale=format_locale())


def moment(value: datetime.datetime) -> str:
    """10 May 2012, 09:30; in the time zone that the value carries."""
    time = format_time(value, "short", locale=format_locale(), tzinfo=value.tzinfo)
    return gettext("%(day)s, %(time)s") % {"day": day(value), "time": time}


def as_of(value: PartialDate) -> str:
    """as of 28 July 2022; as of 2022."""
    if value.is_full:
        return gettext("as of %(day)s") % {"day": date(value)}
    return gettext("as of %(period)s") % {"period": date(value)}


def announced_for(spoken: PartialDate, value: PartialDate) -> str:
    """announced in 2022 for 2024. Four messages, since Spanish has articles before days only."""
    messages = {
        (False, False): gettext("announced in %(period)s for %(later_period)s"),
        (False, True): gettext("announced in %(period)s for %(later_day)s"),
        (True, False): gettext("announced on %(day)s for %(later_period)s"),
        (True, True): gettext("announced on %(day)s for %(later_day)s"),
    }
    spoken_text, later = date(spoken), date(value)
    return messages[spoken.is_full, value.is_full] % {
        "period": spoken_text,
        "day": spoken_text,
        "later_period": later,
        "later_day": later,
    }


def between(earliest: PartialDate, latest: PartialDate) -> str:
    """The two ends of an uncertain date."""
    if earliest == latest:
        return date(earliest)
    if earliest.is_full != latest.is_full:
        return _dash(earliest, latest)
    return _between(date(earliest), date(latest), are_days=earliest.is_full)


def between_in_year(earliest: PartialDate, latest: PartialDate) -> str:
    """The two ends of an uncertain date within one year, which is said elsewhere: between 11 May and 27 July."""
    ends = day_and_month(earliest), day_and_month(latest)
    if earliest == latest or not all(ends):
        return ends[0]
    if earliest.is_full != latest.is_full:
        return f"{ends[0]} – {ends[1]}"
    return _between(*ends, are_days=earliest.is_full)


def _between(earliest: str, latest: str, *, are_days: bool) -> str:
    if are_days:
        return gettext("between %(first_day)s and %(last_day)s") % {"first_day": earliest, "last_day": latest}
    return gettext("between %(earliest)s and %(latest)s") % {"earliest": earliest, "latest": latest}


def span(start: PartialDate | None, end: PartialDate | None) -> str:
    """A period by its ends, either of which may be unknown."""
    if start is None and end is None:
        return ""
    if end is None:
        assert start is not None
        message = gettext("since %(day)s") if start.is_full else gettext("since %(period)s")
        return message % {"day": date(start), "period": date(start)}
    if start is None:
        message = gettext("until %(day)s") if end.is_full else gettext("until %(period)s")
        return message % {"day": date(end), "period": date(end)}
    if start.is_full and end.is_full:
        return gettext("%(first_day)s to %(last_day)s") % {"first_day": date(start), "last_day": date(end)}
    if start.is_full or end.is_full:
        return _dash(start, end)
    return gettext("%(start)s to %(end)s") % {"start": date(start), "end": date(end)}


def _dash(start: PartialDate, end: PartialDate) -> str:
    """A day and a coarser date, side by side: Spanish has an article before one of them only."""
    return f"{date(start)} – {date(end)}"


def decade(first_year: int) -> str:
    """1960s."""
    return gettext("%(decade)ss") % {"decade": first_year}


def nothing_recorded(first_decade: int, last_decade: int) -> str:
    """The decades of a timeline in which nothing is known: 1830s to 1950s."""
    if first_decade == last_decade:
        return gettext("%(decade)ss: nothing recorded") % {"decade": first_decade}
    return gettext("%(first)ss to %(last)ss: nothing recorded") % {"first": first_decade, "last": last_decade}


# The ending of an ordinal in figures. English: 11th to 13th in every hundred. Spanish: `.er` stands before
# a masculine noun after 1 and 3 but not 11 (Real Academia Española); other languages take counters.


def english_ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def spanish_ordinal_before_masculine(number: int) -> str:
    return ".er" if number % 10 in (1, 3) and number % 100 != 11 else ".º"


def anniversary(value: Anniversary) -> str:
    """201st anniversary; 201.er aniversario; 201주년."""
    ending = {"en": english_ordinal, "es": spanish_ordinal_before_masculine}.get(current_language(), lambda _number: "")
    return gettext("%(number)s%(ending)s anniversary") % {"number": value.number, "ending": ending(value.number)}


def rank_ending(number: int) -> str:
    """What follows the digits of a rank that stands alone: 5th; 5.º; 5위."""
    endings = {"en": english_ordinal(number), "es": ".º", "ko": "위"}
    return endings.get(current_language(), "")


@dataclass(frozen=True)
class Amount:
    """A value as it is set in type: the digits large, the unit smaller, the qualifier before or after."""

    digits: str
    unit: str = ""
    ending: str = ""
    before: str = ""
    after: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the digits are too many to be set at the size of a headline."""
        return len(self.digits) > LONG_DIGITS

    def __str__(self) -> str:
        value = f"{self.digits}{self.ending}" + (f" {self.unit}" if self.unit else "")
        return " ".join(part for part in (self.before, value, self.after) if part)


QUALIFIERS = {
    "exactly": gettext_lazy("%(amount)s"),
    "about": gettext_lazy("about %(amount)s"),
    "nearly": gettext_lazy("nearly %(amount)s"),
    "more_than": gettext_lazy("more than %(amount)s"),
    "at_most": gettext_lazy("at most %(amount)s"),
}


def amount(value: Decimal, unit: str, qualifier: str = "exactly") -> Amount:
    """A figure in words: nearly 4 billion US dollars; casi 4 mil millones de dólares estadounidenses.

    `unit` is a currency code of ISO 4217, `rank` or `count`. The qualifier's message says on which side
    of the amount its word stands.
    """
    before, after = qualifier_words(qualifier)
    if unit == "rank":
        return Amount(str(int(value)), ending=rank_ending(int(value)), before=before, after=after)
    text = _count(value) if unit == "count" else _money(value, unit)
    digits, _space, rest = text.partition(" ")
    return Amount(digits, unit=rest, before=before, after=after)


def qualifier_words(qualifier: str) -> tuple[str, str]:
    """What a qualifier says before an amount, and after it: ("nearly", ""); ("", "초과")."""
    before, after = str(QUALIFIERS[qualifier]).split("%(amount)s")
    return before.strip(), after.strip()


@dataclass(frozen=True)
class Column:
    """Amounts of one unit, all written in the same form: 1,473.1 and 950 million US dollars."""

    unit: str
    texts: list[str]


def column(values: list[Decimal], unit: str) -> Column:
    """Amounts that are read one under the other, and what they are in; a count is in nothing."""
    locale = format_locale()
    if unit == "count":
        return Column("", [_count(value) for value in values])
    name = get_currency_name(unit, count=2, locale=locale)
    if magnitudes.counts_by_myriads(locale):
        return Column(name, [magnitudes.by_myriads(value, locale, joint=" ") for value in values])
    power = magnitudes.common_power(values, locale)
    texts = [magnitudes.in_power(value, power, locale) for value in values]
    if not power:
        return Column(name, texts)
    word = magnitudes.name_of_power(power, locale).strip()
    return Column(gettext("%(millions)s %(currency)s") % {"millions": word, "currency": name}, texts)


def number(value: Decimal) -> str:
    """Digits grouped as the language does, without a fraction of zero."""
    return magnitudes.in_full(value, format_locale())


def _count(value: Decimal) -> str:
    return pgettext("a count of things", "%(number)s") % {"number": number(value)}


def _money(value: Decimal, currency: str) -> str:
    locale = format_locale()
    name = get_currency_name(currency, count=value, locale=locale)
    if magnitudes.counts_by_myriads(locale):
        return gettext("%(number)s %(currency)s") % {"number": magnitudes.by_myriads(value, locale), "currency": name}
    power = magnitudes.common_power([value], locale)
    digits = magnitudes.in_power(value, power, locale)
    if not power:
        return gettext("%(number)s %(currency)s") % {"number": digits, "currency": name}
    # Spanish sets a preposition here and not above: 4 mil millones de dólares, 4000 dólares.
    millions = digits + magnitudes.name_of_power(power, locale, value / Decimal(10) ** power)
    return gettext("%(millions)s %(currency)s") % {"millions": millions, "currency": name}


_NUMBERED_PLACES = (
    (re.compile(r"¶\s*(\d+)"), gettext_lazy("paragraph %(number)s")),
    (re.compile(r"p\.\s*(\d+)"), gettext_lazy("page %(number)s")),
    (re.compile(r"art\.\s*(\d+)"), gettext_lazy("article %(number)s")),
)
_NAMED_PLACES = {
    "byline": gettext_lazy("byline"),
    "title": gettext_lazy("title of the document"),
}


def locator(value: str) -> str:
    """A locator read aloud: ¶3 is paragraph 3. An unknown kind stays as it is."""
    for pattern, message in _NUMBERED_PLACES:
        if match := pattern.fullmatch(value):
            return message % {"number": match[1]}
    return str(_NAMED_PLACES.get(value, value))


def short_locator(value: str) -> str:
    """A locator as a mark: ¶3 as it is, a word such as byline in the reader's language."""
    return str(_NAMED_PLACES.get(value, value))


_BASES = {
    "states": gettext_lazy("Stated in %(places)s"),
    "implies": gettext_lazy("Implied by %(places)s"),
    "computed": gettext_lazy("Computed from %(places)s"),
}
_BASES_IN_A_WORD = {
    "states": gettext_lazy("stated"),
    "implies": gettext_lazy("implied"),
    "computed": gettext_lazy("computed"),
}


def basis(value: str, locators: list[str]) -> str:
    """How places in a source support a statement: Computed from ¶1 and ¶2."""
    if value not in _BASES or not locators:
        return ""
    places = format_list([short_locator(locator) for locator in locators], locale=format_locale())
    return _BASES[value] % {"places": places}


def basis_in_a_word(value: str) -> str:
    return str(_BASES_IN_A_WORD.get(value, ""))
