"""Partial dates (ISO 8601 with reduced precision), their anniversaries and their wording. Pure."""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal, Self

from babel import Locale
from babel.dates import format_date, format_skeleton

Precision = Literal["year", "month", "day"]

STALE_AFTER = datetime.timedelta(days=365)

# [0-9] and not \d, which takes digits of every script.
_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A day, a month or a year, known no more precisely than it is written (ISO 8601-1:2019, 5.2.2).

    `str()` gives the ISO text. Two partial dates compare like their texts, which is the order of their
    first days with the coarser first: 2012, 2012-05, 2012-05-01.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2012-05-10`, `2012-05` or `2012`.

        Raises ValueError, with a sentence for the person who typed it, for anything else.
        """
        match = _PARTIAL_DATE.fullmatch(text)
        if not match:
            raise ValueError(f"'{text}' is not a date: write 2012-05-10, 2012-05 or 2012.")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            datetime.date(year, 1 if month is None else month, 1 if day is None else day)
        except ValueError as error:
            raise ValueError(f"'{text}' is not a date: the calendar has no such year, month or day.") from error
        return cls(year, month, day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    def __lt__(self, other: "PartialDate") -> bool:
        return str(self) < str(other)

    @property
    def precision(self) -> Precision:
        if self.day:
            return "day"
        return "month" if self.month else "year"

    @property
    def is_full(self) -> bool:
        return self.day is not None

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def decade(self) -> int:
        """The first year of the decade: 1821 lies in 1820."""
        return self.year - self.year % 10

    def is_reached(self, on: datetime.date) -> bool:
        """Whether the whole period is over, or at its last day, on that day."""
        return self.last_day <= on

    def is_stale(self, on: datetime.date) -> bool:
        """Whether the whole period lies more than a year before that day: a later source may know better."""
        return on - self.last_day > STALE_AFTER

    def is_later_than(self, other: "PartialDate") -> bool:
        """Whether this period begins after the other has ended: 2024 is later than 2022, 2022-05 is not."""
        return self.first_day > other.last_day


@dataclass(frozen=True)
class Anniversary:
    """The `number`-th return of a date: on a day if the date is full, else some time in that year."""

    number: int
    date: PartialDate


def anniversary_in(date: PartialDate, year: int) -> Anniversary | None:
    """The anniversary of a date that falls in a year, or None before the first one.

    29 February is kept on 28 February in common years, so that it stays in its month.
    """
    if year <= date.year:
        return None
    if not date.is_full:
        return Anniversary(year - date.year, PartialDate(year))
    first = date.first_day
    day = min(first.day, calendar.monthrange(year, first.month)[1])
    return Anniversary(year - date.year, PartialDate(year, first.month, day))


def next_anniversary(date: PartialDate, on: datetime.date) -> Anniversary | None:
    """The first anniversary that is not over on that day; None beyond the year 9999."""
    for year in (max(on.year, date.year + 1), max(on.year, date.year) + 1):
        if year > datetime.MAXYEAR:
            return None
        anniversary = anniversary_in(date, year)
        if anniversary and anniversary.date.last_day >= on:
            return anniversary
    return None


def format_partial_date(date: PartialDate, locale: Locale) -> str:
    """Write a date in words at its own precision: 10 May 2012; mayo de 2012; 2012년."""
    if date.precision == "day":
        return format_date(date.first_day, "long", locale=locale)
    return format_skeleton("yMMMM" if date.precision == "month" else "y", date.first_day, locale=locale)


def format_day_and_month(date: PartialDate, locale: Locale, *, is_short: bool = False) -> str:
    """Write what a date knows beside its year: 10 December; December; nothing. With its month in short: 10 Dec."""
    month = "MMM" if is_short else "MMMM"
    if date.precision == "day":
        return format_skeleton(f"{month}d", date.first_day, locale=locale)
    return format_date(date.first_day, month, locale=locale) if date.precision == "month" else ""
