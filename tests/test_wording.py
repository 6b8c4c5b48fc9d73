"""Dates, amounts, ordinals and qualifiers as the glossary has them, in each language."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from relations import wording
from relations.dates import Anniversary, PartialDate

LANGUAGES = ("en", "es", "ko")


def in_each_language(write):
    """What a wording says in English, Spanish and Korean; no-break spaces shown as spaces."""
    written = []
    for language in LANGUAGES:
        with override(language):
            written.append(str(write()).replace("\xa0", " "))
    return written


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "expected"),
    [
        (
            "4000000000",
            "USD",
            "nearly",
            ["nearly 4 billion US dollars", "casi 4 mil millones de dólares estadounidenses", "거의 40억 미국 달러"],
        ),
        (
            "250000000",
            "USD",
            "about",
            [
                "about 250 million US dollars",
                "alrededor de 250 millones de dólares estadounidenses",
                "약 2억 5000만 미국 달러",
            ],
        ),
        (
            "3951234567.89",
            "USD",
            "exactly",
            [
                "3,951,234,567.89 US dollars",
                "3,951,234,567.89 dólares estadounidenses",
                "39억 5123만 4567.89 미국 달러",
            ],
        ),
        (
            "1473100000",
            "USD",
            "exactly",
            [
                "1,473.1 million US dollars",
                "1,473.1 millones de dólares estadounidenses",
                "14억 7310만 미국 달러",
            ],
        ),
        (
            "1000000",
            "USD",
            "exactly",
            ["1 million US dollars", "1 millón de dólares estadounidenses", "100만 미국 달러"],
        ),
        (
            "-2410000",
            "USD",
            "exactly",
            ["-2.41 million US dollars", "-2.41 millones de dólares estadounidenses", "-241만 미국 달러"],
        ),
        ("3500", "USD", "exactly", ["3,500 US dollars", "3,500 dólares estadounidenses", "3,500 미국 달러"]),
        ("40", "count", "more_than", ["more than 40", "más de 40", "40개 초과"]),
        ("40", "count", "at_most", ["at most 40", "como máximo 40", "최대 40개"]),
        ("5", "rank", "exactly", ["5th", "5.º", "5위"]),
        ("3", "rank", "exactly", ["3rd", "3.º", "3위"]),
        ("21", "rank", "exactly", ["21st", "21.º", "21위"]),
    ],
)
def test_amounts(value, unit, qualifier, expected):
    assert in_each_language(lambda: wording.amount(Decimal(value), unit, qualifier)) == expected


def test_amounts_in_one_column_are_all_written_in_the_same_form():
    def write(*values):
        def column():
            made = wording.column([Decimal(value) for value in values], "USD")
            return f"{made.unit}: {' | '.join(made.texts)}"

        return column

    assert in_each_language(write("1473100000", "1180750000", "95000000")) == [
        "million US dollars: 1,473.1 | 1,180.75 | 95",
        "millones de dólares estadounidenses: 1,473.1 | 1,180.75 | 95",
        "미국 달러: 14억 7310만 | 11억 8075만 | 9500만",
    ]
    assert in_each_language(write("4000000000", "3600000000"))[:2] == [
        "billion US dollars: 4 | 3.6",
        "mil millones de dólares estadounidenses: 4 | 3.6",
    ]
    assert in_each_language(write("4000000000", "12345678901234.5"))[0] == (
        "US dollars: 4,000,000,000 | 12,345,678,901,234.5"
    )
    with override("en"):
        assert wording.column([Decimal(1200), Decimal(7)], "count") == wording.Column("", ["1,200", "7"])
        assert wording.column([], "USD").texts == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, ["1st anniversary", "1.er aniversario", "1주년"]),
        (11, ["11th anniversary", "11.º aniversario", "11주년"]),
        (13, ["13th anniversary", "13.er aniversario", "13주년"]),
        (60, ["60th anniversary", "60.º aniversario", "60주년"]),
        (102, ["102nd anniversary", "102.º aniversario", "102주년"]),
        (111, ["111th anniversary", "111.º aniversario", "111주년"]),
        (201, ["201st anniversary", "201.er aniversario", "201주년"]),
    ],
)
def test_anniversaries(number, expected):
    assert in_each_language(lambda: wording.anniversary(Anniversary(number, PartialDate(2022)))) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2022", ["as of 2022", "a 2022", "2022년 기준"]),
        ("2022-07", ["as of July 2022", "a julio de 2022", "2022년 7월 기준"]),
        ("2022-07-28", ["as of 28 July 2022", "al 28 de julio de 2022", "2022년 7월 28일 기준"]),
    ],
)
def test_as_of(date, expected):
    assert in_each_language(lambda: wording.as_of(PartialDate.parse(date))) == expected


@pytest.mark.parametrize(
    ("spoken", "date", "expected"),
    [
        ("2022", "2024", ["announced in 2022 for 2024", "anunciado en 2022 para 2024", "2022년 발표, 2024년 예정"]),
        (
            "2022-05-01",
            "2024-03-02",
            [
                "announced on 1 May 2022 for 2 March 2024",
                "anunciado el 1 de mayo de 2022 para el 2 de marzo de 2024",
                "2022년 5월 1일 발표, 2024년 3월 2일 예정",
            ],
        ),
    ],
)
def test_announced_for(spoken, date, expected):
    assert (
        in_each_language(lambda: wording.announced_for(PartialDate.parse(spoken), PartialDate.parse(date))) == expected
    )


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("¶3", ["paragraph 3", "párrafo 3", "3문단"]),
        ("p. 12", ["page 12", "página 12", "12쪽"]),
        ("art. 4", ["article 4", "artículo 4", "제4조"]),
        ("Annex II", ["Annex II"] * 3),
    ],
)
def test_a_locator_read_aloud(locator, expected):
    assert in_each_language(lambda: wording.locator(locator)) == expected


def test_decades_and_gaps():
    assert in_each_language(lambda: wording.decade(1960)) == ["1960s", "década de 1960", "1960년대"]
    assert in_each_language(lambda: wording.nothing_recorded(1830, 1950)) == [
        "1830s to 1950s: nothing recorded",
        "de la década de 1830 a la de 1950: nada registrado",
        "1830년대~1950년대: 기록 없음",
    ]


def test_a_day_and_a_coarser_date_stand_side_by_side():
    day, year = PartialDate(2019, 5, 1), PartialDate(2021)
    for written in (lambda: wording.between(day, year), lambda: wording.span(day, year)):
        assert in_each_language(written) == ["1 May 2019 – 2021", "1 de mayo de 2019 – 2021", "2019년 5월 1일 – 2021년"]


def test_an_uncertain_date_and_a_period():
    earliest, latest = PartialDate(2022, 5, 11), PartialDate(2022, 7, 27)
    assert in_each_language(lambda: wording.between(earliest, latest)) == [
        "between 11 May 2022 and 27 July 2022",
        "entre el 11 de mayo de 2022 y el 27 de julio de 2022",
        "2022년 5월 11일부터 2022년 7월 27일 사이",
    ]
    assert in_each_language(lambda: wording.between(PartialDate(2022, 5), PartialDate(2022, 7)))[1] == (
        "entre mayo de 2022 y julio de 2022"
    )
    assert in_each_language(lambda: wording.span(PartialDate(2019), None)) == ["since 2019", "desde 2019", "2019년부터"]
    assert in_each_language(lambda: wording.span(None, PartialDate(2021))) == ["until 2021", "hasta 2021", "2021년까지"]
    assert in_each_language(lambda: wording.span(PartialDate(2019), PartialDate(2021))) == [
        "2019 to 2021",
        "de 2019 a 2021",
        "2019년~2021년",
    ]
