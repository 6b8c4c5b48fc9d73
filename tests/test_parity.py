"""The same numbers and dates in every language, however each writes them."""

import datetime
import json
from pathlib import Path
from typing import Literal

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.dates import PartialDate, format_partial_date
from relations.parity import disparities

ROOT = Path(__file__).resolve().parent.parent
SETS = [*(ROOT / "fixtures").glob("*/manifest.toml"), *(ROOT / "tests" / "sets").glob("*/manifest.toml")]
LOCALES = {code: Locale.parse(name) for code, name in (("en", "en_GB"), ("es", "es_PE"), ("ko", "ko"))}


def differing(*texts):
    """By language, what stands only in the first text and what only in the other."""
    found = disparities(dict(zip(LOCALES, texts, strict=False)), LOCALES)
    return {one.language: (one.only_in_main, one.only_here) for one in found}


@pytest.mark.parametrize(
    "texts",
    [
        ("nearly 4 billion", "casi 4 mil millones", "거의 40억"),
        ("US$4 billion", "US$ 4000 millones", "40억 달러"),
        ("US$4 billion", "cuatro mil millones de dólares", "40억 달러"),
        ("US$3.92 billion", "US$ 3920 millones", "39억 2000만 달러"),
        ("1,473,100,000", "1\u00a0473\u00a0100\u00a0000", "14억 7310만"),
        ("1,180,750,000", "1.180.750.000", "11억 8075만"),
        ("35,000", "35 000", "3만 5000"),
        ("10 May 2012", "10 de mayo del 2012", "2012년 5월 10일"),
        ("May 10, 2012", "10 de mayo de 2012", "2012. 5. 10."),
        ("the 10th of May", "el 10 de mayo", "5월 10일"),
        ("September 2012", "setiembre de 2012", "2012년 9월"),
        ("Sept. 2012", "septiembre de 2012", "2012년 9월"),
        ("on 10 May, in 2012", "el 10 de mayo de 2012", "2012년 5월 10일"),
        ("15–20 May 2012", "del 15 al 20 de mayo de 2012", "2012년 5월 15일부터 20일까지"),
        ("30 April – 2 May 2012", "30 de abril al 2 de mayo de 2012", "2012년 4월 30일부터 5월 2일까지"),
        ("May–June 2012", "mayo-junio de 2012", "2012년 5~6월"),
        ("In May the 20 ships", "En mayo, los 20 barcos", "5월에 20척의 배가"),
        ("201st anniversary", "201.er aniversario", "201주년"),
        ("the 201st", "la 201.ª", "제201차"),
        ("the 20th century", "el siglo XX", "20세기"),
        ("2011–21", "2011-2021", "2011~2021년"),
        ("45%", "45 %", "45퍼센트"),
        ("4.5 points", "4,5 puntos", "4.5점"),
        ("Article 2 of 1999", "Artículo 2 de 1999", "1999년 제2조"),
        ("twelve ports, fifty ships", "12 puertos, 50 barcos", "항구 12곳, 배 50척"),
        ("twelve million, forty million", "12 millones, 40 millones", "1200만, 4000만"),
        ("<p>100 &amp; <a href='https://x.example/2012'>more</a></p>", "<p>100</p>", "<p>100</p>"),
        ("see https://x.example/2012", "véase www.x.example/2013", "1@x.example"),
        ("18 ships", "", "18척"),
        ("", "18 barcos", "18척"),
    ],
)
def test_what_is_the_same_however_written_is_no_disparity(texts):
    assert differing(*texts) == {}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("4 billion", "4 billones", "40억"), {"es": (("4 billion",), ("4 billones",))}),
        (("4 billion", "4 mil millones", "4억"), {"ko": (("4 billion",), ("4억",))}),
        (("4 billion", "40 mil millones"), {"es": (("4 billion",), ("40 mil millones",))}),
        (("10 May 2012", "11 de mayo de 2012"), {"es": (("10 May 2012",), ("11 de mayo de 2012",))}),
        (("May 2012", "junio de 2012"), {"es": (("May 2012",), ("junio de 2012",))}),
        (("2012", "2013", "2012년"), {"es": (("2012",), ("2013",))}),
        (("14 ships", "14.000 barcos"), {"es": (("14",), ("14.000",))}),
        (("fifty ships, 50", "60 barcos"), {"es": (("50",), ("60",))}),
        (("17 ships", "barcos"), {"es": (("17",), ())}),
        (("ships", "17 barcos"), {"es": ((), ("17",))}),
        (("3.5 million", "3.6 millones"), {"es": (("3.5 million",), ("3.6 millones",))}),
        (
            ("10 May 2012, 12 June 2013", "12 de mayo de 2012, 10 de junio de 2013"),
            {"es": (("10 May 2012", "12 June 2013"), ("12 de mayo de 2012", "10 de junio de 2013"))},
        ),
    ],
)
def test_what_differs_is_named_as_it_is_written(texts, found):
    assert differing(*texts) == found


def amount(value, locale):
    """A large amount as the site writes it: in words where those lose nothing."""
    length: Literal["long", "short"] = "long" if locale.compact_decimal_formats.get("long") else "short"
    exact, rounded = (
        format_compact_decimal(value, format_type=length, locale=locale, fraction_digits=n) for n in (9, 2)
    )
    return rounded if exact == rounded else format_decimal(value, locale=locale)


# What is up to twelve, or round, may stand in words, so that nobody can tell whether it is missing; and no years.
telling = st.integers(10_001, 10**13)
dates = st.dates(datetime.date(1800, 1, 1), datetime.date(2199, 12, 31))
WRITERS = st.one_of(
    telling.map(lambda number: lambda locale: format_decimal(number, locale=locale)),
    st.integers(1001, 99_999).map(lambda millions: lambda locale: amount(millions * 10**6, locale)),
    dates.map(lambda date: lambda locale: format_date(date, "long", locale=locale)),
    dates.map(lambda date: lambda locale: format_date(date, "medium", locale=locale)),
    dates.map(lambda date: lambda locale: format_partial_date(PartialDate(date.year, date.month), locale)),
)


def written(writers, locale):
    return "; ".join(write(locale) for write in writers)


@settings(max_examples=60, deadline=None)
@given(st.lists(WRITERS, min_size=1, max_size=4))
def test_what_is_formatted_for_each_language_is_the_same(writers):
    assert differing(*(written(writers, locale) for locale in LOCALES.values())) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(dates, max_size=2), telling, telling)
def test_a_number_changed_in_one_language_is_one_disparity(beside, number, changed):
    texts = {
        code: "; ".join([*(format_date(date, locale=locale) for date in beside), format_decimal(number, locale=locale)])
        for code, locale in LOCALES.items()
    }
    before, after = (format_decimal(value, locale=LOCALES["es"]) for value in (number, changed))
    texts["es"] = texts["es"].removesuffix(before) + after
    expected = {} if number == changed else {"es": ((format_decimal(number, locale=LOCALES["en"]),), (after,))}
    assert differing(*texts.values()) == expected


@settings(max_examples=60, deadline=None)
@given(dates, dates)
def test_a_date_changed_in_one_language_is_one_disparity(date, changed):
    texts = {code: format_date(date, "long", locale=locale) for code, locale in LOCALES.items()}
    texts["ko"] = format_date(changed, "long", locale=LOCALES["ko"])
    expected = {} if date == changed else {"ko": ((texts["en"],), (texts["ko"],))}
    assert differing(*texts.values()) == expected


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("0123456789 .,-–/%º년월일억만천제 millondethsXV\n<>&\u00a0"), max_size=40))
def test_any_text_can_be_read_and_equals_itself(text):
    for locale in LOCALES.values():
        assert disparities({"one": text, "same": text}, {"one": locale, "same": locale}) == []


@pytest.mark.parametrize("manifest", SETS, ids=lambda path: path.parent.name)
def test_our_content_raises_no_alarm(manifest):
    found = []
    for path in manifest.parent.glob("*.json"):
        for row in json.loads(path.read_text()):
            columns = row["fields"]
            for name in (column.removesuffix("_en") for column in columns if column.endswith("_en")):
                texts = [columns.get(f"{name}_{code}") or "" for code in LOCALES]
                found += [(columns["slug"], name, differing(*texts))] if differing(*texts) else []
    assert found == []
