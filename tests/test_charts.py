"""The geometry of charts: bars from one baseline, periods at true distance, and where columns have no room."""

from decimal import Decimal

import pytest

from relations import charts
from relations.dates import PartialDate


def point(period, value, qualifier="exactly", label="", word=""):
    return charts.Point(PartialDate.parse(period), Decimal(value), qualifier, label or str(value), word)


def drawn(*points):
    return charts.draw([point(*values) for values in points])


def periods(chart):
    return [str(bar.period) for bar in chart.bars]


def test_bars_are_as_tall_as_their_values_from_zero():
    chart = drawn(("2021", "2"), ("2022", "4"), ("2023", "1"))
    tallest = chart.bars[1].height
    assert tallest == charts.HEIGHT
    assert [bar.height / tallest for bar in chart.bars] == [0.5, 1, 0.25]
    assert [bar.length for bar in chart.bars] == [50, 100, 25]
    assert {bar.start for bar in chart.bars} == {0}


def test_the_baseline_is_zero_even_if_all_values_are_large():
    chart = drawn(("2021", "1000"), ("2022", "1010"))
    assert chart.bars[0].height == pytest.approx(charts.HEIGHT * 1000 / 1010, abs=0.1)


def test_values_below_zero_hang_from_the_same_baseline():
    chart = drawn(("2021", "300"), ("2022", "-100"))
    above, below = chart.bars
    assert (above.is_below, below.is_below) == (False, True)
    assert (above.height, below.height) == (165, 55)
    # Lying, the baseline stands a quarter in; a bar below zero is measured from the other end and mirrored.
    assert (above.start, above.length) == (25, 75)
    assert (below.start, below.length) == (75, 25)


def test_nothing_has_no_bar_and_next_to_nothing_is_still_seen():
    chart = drawn(("2021", "0"), ("2022", "1"), ("2023", "1000000"))
    assert chart.bars[0].height == 0
    assert chart.bars[1].height == charts.LEAST
    assert [bar.height for bar in drawn(("2021", "0"), ("2022", "0")).bars] == [0, 0]


def test_periods_stand_at_their_true_distance_and_missing_ones_keep_their_place():
    chart = drawn(("2018", "1"), ("2019", "2"), ("2022", "3"))
    assert periods(chart) == ["2018", "2019", "2020", "2021", "2022"]
    assert [bar.point is None for bar in chart.bars] == [False, False, True, True, False]
    assert chart.is_true_to_scale
    assert periods(drawn(("2021-11", "1"), ("2022-01", "2"))) == ["2021-11", "2021-12", "2022-01"]


def test_a_long_silence_is_one_gap_and_the_chart_says_that_time_is_not_to_scale():
    chart = drawn(("1950", "1"), ("1990", "2"), ("1991", "3"))
    assert [(str(bar.period), str(bar.until or "")) for bar in chart.bars] == [
        ("1950", ""),
        ("1951", "1989"),
        ("1990", ""),
        ("1991", ""),
    ]
    assert not chart.is_true_to_scale
    assert chart.fits == "never"


def test_periods_of_unequal_length_have_no_distance():
    chart = drawn(("2021", "1"), ("2022-06", "2"))
    assert periods(chart) == ["2021", "2022-06"]
    assert not chart.is_true_to_scale


@pytest.mark.parametrize(
    ("number", "label", "word", "fits"),
    [
        (5, "2.9", "nearly", "narrow"),
        (2, "12,345,678.90", "", "narrow"),
        (3, "12,345,678.90", "", "wide"),
        (2, "123,456,789,012.34", "", "never"),
        (8, "9", "", "narrow"),
        (9, "9", "", "wide"),
        (12, "1,012.4", "", "never"),
        (5, "14억 7310만", "거의", "wide"),
    ],
)
def test_columns_stand_where_their_texts_have_room(number, label, word, fits):
    points = [point(str(2000 + n), n + 1, "nearly" if word else "exactly", label, word) for n in range(number)]
    assert charts.draw(points).fits == fits


def test_every_qualifier_has_an_edge_of_its_own_and_an_exact_value_has_none():
    chart = drawn(*((str(2020 + n), 9, qualifier) for n, qualifier in enumerate(["exactly", *charts.EDGES])))
    assert chart.has_qualified
    exact, *others = chart.bars
    assert (exact.upright_strokes, exact.lying_sides, exact.lying_edge) == ((), (), ())
    assert len({bar.upright_strokes for bar in others}) == len({bar.lying_edge for bar in others}) == 4
    assert not drawn(("2021", "1"), ("2022", "2")).has_qualified


def test_every_qualifier_that_a_figure_can_have_is_drawn():
    from relations.models import TradeFigure

    assert {*charts.EDGES, "exactly"} == {*charts.LYING_EDGES, "exactly"} == set(TradeFigure.Qualifier.values)
