"""The drawings at their limits: nothing is cut off, nothing scrolls sideways, nothing is told by colour alone."""

import re

import pytest
from playwright.sync_api import expect

PAGES = [
    "/en/", "/en/milestones/", "/es/milestones/", "/en/agreements/", "/en/agreements/acts-1/", "/en/agreements/acts-4/",
    "/ko/agreements/acts-9/", "/en/trade/", "/en/trade/one/", "/es/trade/two/", "/ko/trade/five/", "/es/trade/twelve/",
    "/en/trade/deficit/", "/ko/trade/fourteen/", "/en/trade/rank/",
]  # fmt: skip
CHARTS = ("two", "five", "twelve", "deficit", "fourteen")
WIDTHS = (320, 360, 768, 1280, 1600)


@pytest.fixture(scope="module")
def tab(browser):
    """One for all, since making one takes as long as loading a page."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab):
    """The tab as it was at first, whatever the test before made of it."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.emulate_media(media="null", color_scheme="light", forced_colors="null")
    return tab


def overflowing(page):
    """What reaches beyond the window, tables aside, which scroll in a place of their own."""
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(part => {
            const box = part.getBoundingClientRect();
            return box.width > 1 && box.right > innerWidth + 1 && !part.closest('.table, .sr-only, .skip, svg');
        }).map(part => part.tagName + '.' + part.className)"""
    )


@pytest.mark.parametrize("address", PAGES)
def test_nothing_reaches_beyond_the_window_at_any_width_or_at_twice_the_size(page, extremes, violations, address):
    page.goto(f"{extremes}{address}")
    assert violations(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert (overflowing(page), page.evaluate("document.documentElement.scrollWidth <= innerWidth")) == ([], True), (
            width
        )
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("slug", CHARTS)
def test_the_words_of_a_chart_stand_clear_of_each_other(page, extremes, slug):
    page.goto(f"{extremes}/en/trade/{slug}/")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        boxes = page.evaluate(
            """() => [...document.querySelectorAll('.bar .label, .bar .period, .bar .word')].map(part => {
                const range = document.createRange();
                range.selectNodeContents(part);
                const {left, right, top, bottom} = range.getBoundingClientRect();
                return {left, right, top, bottom};
            })"""
        )
        clashes = [
            (one, other)
            for n, one in enumerate(boxes)
            for other in boxes[n + 1 :]
            if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
            and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 4
        ]
        assert clashes == [], width


def test_bars_keep_the_proportion_of_their_values_upright_and_lying(page, extremes):
    page.goto(f"{extremes}/en/trade/five/")
    values = [float(label) for label in page.locator(".bar .label").all_inner_texts()]
    for width, drawn in ((1280, ".upright"), (320, ".upright")):
        page.set_viewport_size({"width": width, "height": 900})
        heights = [part.bounding_box()["height"] for part in page.locator(f".bar {drawn}").all()]
        assert [round(h / heights[0], 1) for h in heights] == [round(v / values[0], 1) for v in values]
    page.goto(f"{extremes}/en/trade/twelve/")
    values = [float(label.replace(",", "")) for label in page.locator(".bar .label").all_inner_texts()]
    page.set_viewport_size({"width": 360, "height": 900})
    widths = [part.bounding_box()["width"] for part in page.locator(".bar .lying svg > rect").all()]
    assert [round(w / widths[0], 1) for w in widths] == [round(v / values[0], 1) for v in values]


def test_more_than_eight_bars_lie_on_a_phone(page, extremes):
    page.goto(f"{extremes}/en/trade/twelve/")
    page.set_viewport_size({"width": 320, "height": 900})
    expect(page.locator(".bar .lying").first).to_be_visible()
    expect(page.locator(".bar .upright").first).to_be_hidden()


def test_a_line_of_few_acts_lies_and_a_long_one_or_one_on_a_phone_stands_upright(page, extremes):
    def lies():
        first, last = (page.locator(".station").nth(n).bounding_box() for n in (0, -1))
        return first["y"] == last["y"]

    for slug, width, expected in (("acts-4", 1280, True), ("acts-9", 1280, False), ("acts-4", 360, False)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{extremes}/en/agreements/{slug}/")
        assert lies() is expected, (slug, width)


def test_a_date_of_the_timeline_is_not_broken_on_a_phone(page, extremes):
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{extremes}/es/milestones/")
    heights = page.evaluate(
        """() => [...document.querySelectorAll('.event small.on-phone')].map(part => {
            const range = document.createRange();
            range.selectNodeContents(part);
            return range.getClientRects().length;
        })"""
    )
    assert set(heights) <= {0, 1}


def test_without_colours_of_its_own_a_page_still_shows_its_drawings(page, extremes):
    page.emulate_media(forced_colors="active")
    for address, drawn in (("/en/milestones/", ".event.at-home"), ("/en/agreements/acts-4/", ".station")):
        page.goto(f"{extremes}{address}")
        colours = page.evaluate(
            """drawn => { const style = getComputedStyle(document.querySelector(drawn), '::after');
                return [style.backgroundColor, getComputedStyle(document.body).backgroundColor] }""",
            drawn,
        )
        assert colours[0] != colours[1], address


def test_on_paper_a_page_has_no_navigation_and_says_where_its_passages_stand(page, extremes):
    page.emulate_media(media="print")
    page.goto(f"{extremes}/en/agreements/acts-4/")
    expect(page.locator(".navigation")).to_be_hidden()
    expect(page.locator(".languages")).to_be_hidden()
    expect(page.locator(".masthead")).to_be_visible()
    expect(page.locator(".printed .address").first).to_be_visible()
    expect(page.locator(".printed .address").first).to_have_text(re.compile("^http"))
    assert page.evaluate("getComputedStyle(document.querySelector('.of-home')).color") == "rgb(0, 0, 0)"
    assert page.locator("h1").evaluate("part => parseFloat(getComputedStyle(part).fontSize)") < 36


def test_in_the_dark_every_text_keeps_its_contrast(page, extremes, violations):
    page.emulate_media(color_scheme="dark")
    for address in ("/en/", "/en/milestones/", "/en/agreements/acts-4/", "/en/trade/five/"):
        page.goto(f"{extremes}{address}")
        assert violations(page, only=["color-contrast"]) == []
