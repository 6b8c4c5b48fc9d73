"""The page of an indicator: a chart of several figures, one large figure, or a list of ranks."""

import pytest

from relations.models import TradeIndicator
from tests.factories import make_figure, make_indicator, make_passage, make_relationship
from tests.reading import page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def passages():
    make_relationship()
    return [make_passage(locator="¶3")]


def make(slug, *figures, passages, **values):
    indicator = make_indicator(slug=slug, title_en="Exports", **values)
    for period, value, qualifier in figures:
        make_figure(indicator=indicator, period=period, value=value, qualifier=qualifier, passages=passages)


def bars(tree):
    """What is written at each place of the chart."""
    periods, values = (tree.xpath(f"//figure//li//p[@class='{name}']") for name in ("period", "value"))
    return [f"{text(period)}: {text(value)}" for period, value in zip(periods, values, strict=True)]


def cells(tree, number):
    return [text(row[number]) for row in tree.xpath("//table/tbody/tr")]


def test_several_figures_are_a_chart_with_words_and_a_table_beneath_it(client, passages):
    make(
        "exports",
        ("2018", "2900000000", "exactly"),
        ("2019", "2600000000", "about"),
        ("2021", "3900000000", "more_than"),
        passages=passages,
    )
    tree = page(client, "/en/trade/exports/")
    assert bars(tree) == ["2018: 2.9", "2019: about 2.6", "2020: no source", "2021: more than 3.9"]
    assert "Exports, in billion US dollars" in text(tree.find(".//figcaption"))
    assert text(tree.xpath("//figure//li//title")[2]).startswith("2019: about 2.6 billion US dollars")
    assert cells(tree, 0) == ["2021", "2019", "2018"]
    assert cells(tree, 1) == ["3.9", "2.6", "2.9"]
    assert cells(tree, 2) == ["more than", "about", "exactly"]
    assert tree.xpath("//tr[@id='exports-2019']//a[contains(., '¶3')]")


def test_a_qualifier_stands_on_the_side_where_the_language_puts_it(client, passages):
    make("exports", ("2020", "2900000000", "nearly"), ("2021", "3900000000", "more_than"), passages=passages)
    assert bars(page(client, "/ko/trade/exports/")) == ["2020년: 거의 29억", "2021년: 39억 초과"]


def test_the_figures_of_a_table_are_all_written_in_one_form(client, passages):
    make("exports", ("2020", "1012400000", "exactly"), ("2021", "1180750000", "exactly"), passages=passages)
    assert cells(page(client, "/en/trade/exports/"), 1) == ["1,180.75", "1,012.4"]
    assert cells(page(client, "/ko/trade/exports/"), 1) == ["11억 8075만", "10억 1240만"]


def test_one_figure_is_set_large_and_says_that_it_makes_no_chart(client, passages):
    make("exports", ("2021", "4000000000", "nearly"), passages=passages)
    tree = page(client, "/en/trade/exports/")
    assert "nearly 4 billion US dollars" in text(tree.get_element_by_id("exports-2021"))
    assert "A chart appears when a second one is published." in text(tree)
    assert tree.xpath("//figure | //table") == []


def test_a_rank_is_never_a_bar_but_stands_in_a_list(client, passages):
    make("place", ("2019", "7", "exactly"), ("2021", "5", "exactly"), passages=passages, unit="rank", measure="rank")
    tree = page(client, "/en/trade/place/")
    assert tree.xpath("//figure | //table") == []
    ranks = tree.xpath("//ol[contains(@class, 'ranks')]/li")
    assert [rank.get("id") for rank in ranks] == ["place-2021", "place-2019"]
    assert "5th" in text(ranks[0])


def test_a_count_is_drawn_without_a_unit(client, passages):
    make("projects", ("2020", "38", "exactly"), ("2021", "40", "more_than"), passages=passages, unit="count")
    tree = page(client, "/en/trade/projects/")
    assert bars(tree) == ["2020: 38", "2021: more than 40"]
    assert text(tree.find(".//figcaption")).startswith("Exports · hatched")


def test_a_silence_of_decades_is_one_gap_that_the_chart_admits(client, passages):
    make("exports", ("1950", "1000000", "exactly"), ("2021", "2000000", "exactly"), passages=passages)
    tree = page(client, "/en/trade/exports/")
    assert bars(tree) == ["1950: 1", "1951 to 2020: no source", "2021: 2"]
    assert "not to scale" in text(tree.find(".//figcaption"))


def test_a_figure_without_a_value_that_was_written_past_us_is_not_drawn(client, passages):
    make("exports", ("2020", "1000000", "exactly"), passages=passages)
    indicator = TradeIndicator.objects.get(slug="exports")
    make_figure(indicator=indicator, period="2022", value=None, passages=passages, past_the_verbs=True)
    assert page(client, "/en/trade/exports/").xpath("//figure | //table") == []
