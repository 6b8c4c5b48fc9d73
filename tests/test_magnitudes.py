"""Large numbers in languages that the site does not have: the form of each follows from CLDR alone."""

from decimal import Decimal

import pytest
from babel import Locale

from relations import magnitudes


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("ja", "1473100000", "14億 7310万"),
        ("zh", "40000000001", "400亿 1"),
        ("ko", "1000000050000", "1조 5만"),
        ("ko", "-40000", "-40,000"),
        ("ko", "0", "0"),
    ],
)
def test_languages_that_count_by_ten_thousands_name_each_power(language, number, written):
    locale = Locale.parse(language)
    assert magnitudes.counts_by_myriads(locale)
    assert magnitudes.by_myriads(Decimal(number), locale, joint=" ") == written


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("de", "1000000", "1 Million"),
        ("de", "2700000000", "2,7 Milliarden"),
        ("fr", "4000000000", "4 milliards"),
        ("hi", "147310000", "14,73,10,000"),
        ("hi", "40000000", "4 करोड़"),
        ("en", "999999", "999,999"),
    ],
)
def test_other_languages_name_the_largest_power_that_few_decimals_fit(language, number, written):
    locale, value = Locale.parse(language), Decimal(number)
    assert not magnitudes.counts_by_myriads(locale)
    power = magnitudes.common_power([value], locale)
    name = magnitudes.name_of_power(power, locale, value / Decimal(10) ** power)
    assert magnitudes.in_power(value, power, locale) + name == written
