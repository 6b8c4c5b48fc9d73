"""The parties' colours on light and dark paper; the values of the design's table, one step per channel allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.colours import DARK, LIGHT, contrast, derive_pair

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def channels(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


@pytest.mark.parametrize(
    ("home", "partner", "light", "dark"),
    [
        ("#D91023", "#0047A0", ("#c31a23", "#0047a0"), ("#ed847b", "#6ea3f3")),
        ("#ffffff", "#D91023", ("#636363", "#78010d"), ("#ffffff", "#ffbfb8")),
        ("#D91023", "#E30A17", ("#c31a23", "#790006"), ("#ed847b", "#febfb7")),
        ("#FCD116", "#009B3A", ("#776102", "#04732a"), ("#f2d369", "#60b36d")),
    ],
)
def test_known_pairs(home, partner, light, dark):
    for scheme, expected in ((LIGHT, light), (DARK, dark)):
        for found, wanted in zip(derive_pair(home, partner, scheme), expected, strict=True):
            assert all(abs(a - b) <= 1 for a, b in zip(channels(found), channels(wanted), strict=True)), found


@given(colours, colours, st.sampled_from([LIGHT, DARK]))
def test_every_pair_reads_well_on_its_paper(home, partner, scheme):
    pair = derive_pair(home, partner, scheme)
    assert all(contrast(colour, scheme.paper) >= scheme.contrast for colour in pair)


@given(colours, st.sampled_from([LIGHT, DARK]))
def test_two_parties_of_one_colour_differ_by_lightness(colour, scheme):
    home, partner = derive_pair(colour, colour, scheme)
    assert contrast(partner, scheme.paper) >= 11.5
    assert contrast(partner, scheme.paper) >= contrast(home, scheme.paper)
