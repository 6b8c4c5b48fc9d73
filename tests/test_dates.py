"""Partial dates: what they accept, how they order, when they are reached, how they return and read."""

import datetime

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from relations.dates import (
    Anniversary,
    PartialDate,
    anniversary_in,
    format_day_and_month,
    format_partial_date,
    next_anniversary,
)

days = st.dates(min_value=datetime.date(1, 1, 1))


@st.composite
def partial_dates(draw):
    day = draw(days)
    precision = draw(st.sampled_from(["year", "month", "day"]))
    return PartialDate.parse(day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]])


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2012", "year", "2012-01-01", "2012-12-31"),
        ("2012-05", "month", "2012-05-01", "2012-05-31"),
        ("2012-05-10", "day", "2012-05-10", "2012-05-10"),
        ("2012-02", "month", "2012-02-01", "2012-02-29"),
        ("2013-02", "month", "2013-02-01", "2013-02-28"),
        ("2024-02-29", "day", "2024-02-29", "2024-02-29"),
        ("0001", "year", "0001-01-01", "0001-12-31"),
        ("9999-12", "month", "9999-12-01", "9999-12-31"),
    ],
)
def test_a_date_knows_its_precision_and_its_first_and_last_day(text, precision, first, last):
    date = PartialDate.parse(text)
    assert (date.precision, date.first_day.isoformat(), date.last_day.isoformat()) == (precision, first, last)


@pytest.mark.parametrize(
    "text",
    ["", "12", "2012-13", "2012-00", "2012-5", "2012-02-30", "2013-02-29", "0000", "2012-05-10T00:00", "10/05/2012"]
    + ["2012-05-", " 2012", "２０１２", "201٢", "-2012", "2012\n", "May 2012"],
)
def test_what_is_no_date_is_refused_with_the_text_in_the_message(text):
    with pytest.raises(ValueError, match="is not a date") as refusal:
        PartialDate.parse(text)
    assert f"'{text}'" in str(refusal.value)


@given(partial_dates())
def test_a_date_reads_back_as_it_was_written(date):
    assert PartialDate.parse(str(date)) == date


@given(partial_dates(), partial_dates())
def test_dates_order_by_first_day_and_the_coarser_comes_first(one, other):
    rank = {"year": 0, "month": 1, "day": 2}
    assert (one < other) == ((one.first_day, rank[one.precision]) < (other.first_day, rank[other.precision]))


@given(partial_dates(), days)
def test_a_date_is_reached_on_its_last_day_and_not_before(date, on):
    assert date.is_reached(on) == (on >= date.last_day)


def test_a_year_is_reached_on_its_thirty_first_of_december():
    assert not PartialDate(2022).is_reached(datetime.date(2022, 12, 30))
    assert PartialDate(2022).is_reached(datetime.date(2022, 12, 31))


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [("2024", "2022", True), ("2022-05", "2022", False), ("2022", "2022", False), ("2023-01-01", "2022", True)],
)
def test_a_date_is_later_than_another_once_that_one_is_over(one, other, later):
    assert PartialDate.parse(one).is_later_than(PartialDate.parse(other)) is later


def test_a_date_is_stale_a_year_after_its_last_day():
    assert not PartialDate(2022).is_stale(datetime.date(2023, 12, 31))
    assert PartialDate(2022).is_stale(datetime.date(2024, 1, 1))


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("1821-07-28", 2022, Anniversary(201, PartialDate(2022, 7, 28))),
        ("2024-02-29", 2025, Anniversary(1, PartialDate(2025, 2, 28))),
        ("2024-02-29", 2028, Anniversary(4, PartialDate(2028, 2, 29))),
        ("1963", 2023, Anniversary(60, PartialDate(2023))),
        ("2012-05", 2022, Anniversary(10, PartialDate(2022))),
        ("2012-05-10", 2012, None),
        ("2012-05-10", 2011, None),
    ],
)
def test_the_anniversary_in_a_year(date, year, expected):
    assert anniversary_in(PartialDate.parse(date), year) == expected


@pytest.mark.parametrize(
    ("date", "on", "expected"),
    [
        ("2012-05-10", "2026-05-10", Anniversary(14, PartialDate(2026, 5, 10))),
        ("2012-05-10", "2026-05-11", Anniversary(15, PartialDate(2027, 5, 10))),
        ("2012-05-10", "2000-01-01", Anniversary(1, PartialDate(2013, 5, 10))),
        ("2024-02-29", "2027-03-01", Anniversary(4, PartialDate(2028, 2, 29))),
        ("1963", "2026-11-24", Anniversary(63, PartialDate(2026))),
        ("9998-05-10", "9999-12-31", None),
    ],
)
def test_the_next_anniversary(date, on, expected):
    assert next_anniversary(PartialDate.parse(date), datetime.date.fromisoformat(on)) == expected


@given(partial_dates(), st.dates(max_value=datetime.date(9000, 1, 1)))
def test_the_next_anniversary_is_never_over_and_never_the_date_itself(date, on):
    anniversary = next_anniversary(date, on)
    if anniversary is not None:
        assert anniversary.date.last_day >= on
        assert anniversary.number >= 1
        assert anniversary.date.year == date.year + anniversary.number


@pytest.mark.parametrize(
    ("text", "locale", "whole", "beside_the_year"),
    [
        ("2012-05-10", "en_GB", "10 May 2012", "10 May"),
        ("2012-09", "en_GB", "September 2012", "September"),
        ("2012", "en_GB", "2012", ""),
        ("2012-09-10", "es_PE", "10 de setiembre de 2012", "10 de setiembre"),
        ("2012-05", "es_PE", "mayo de 2012", "mayo"),
        ("2012", "es_PE", "2012", ""),
        ("2012-05-10", "ko", "2012년 5월 10일", "5월 10일"),
        ("2012-05", "ko", "2012년 5월", "5월"),
        ("2012", "ko", "2012년", ""),
        ("2024-02-29", "es_PE", "29 de febrero de 2024", "29 de febrero"),
    ],
)
def test_dates_are_written_at_their_precision_in_each_language(text, locale, whole, beside_the_year):
    date = PartialDate.parse(text)
    assert format_partial_date(date, Locale.parse(locale)) == whole
    assert format_day_and_month(date, Locale.parse(locale)) == beside_the_year
