"""Lists: filters as links with counts, pages that keep them, and what the overview shows of the agreements."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import (
    make_action,
    make_agreement,
    make_area,
    make_commitment,
    make_milestone,
    make_passage,
)
from tests.reading import page, queries, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def passages(site):
    return [make_passage()]


def filters(tree):
    """What each link of the filters says, by its address; the current ones are marked."""
    links = tree.xpath("//nav[contains(@class, 'filters')]//a")
    return {link.get("href"): text(link) + (" *" if link.get("aria-current") else "") for link in links}


def titles(tree):
    return [text(title) for title in tree.xpath("//*[contains(@class, 'rows')]//*[contains(@class, 'row-title')]/a[1]")]


def sign(agreement, date, *acts, passages):
    for number, act in enumerate(acts):
        make_action(slug=f"{agreement.slug}-{number}", agreement=agreement, act=act, date=date, passages=passages)


@pytest.fixture
def agreements(passages):
    """Three agreements: a treaty in force on health, a protocol in force on arts and health, a treaty to be signed."""
    health, arts = (make_area(slug=slug, title_en=slug.title(), passages=passages) for slug in ("health", "arts"))
    first = make_agreement(slug="first", title_en="First", form="treaty", areas=[health], passages=passages)
    second = make_agreement(slug="second", title_en="Second", form="protocol", areas=[arts, health], passages=passages)
    third = make_agreement(slug="third", title_en="Third", form="treaty", passages=passages)
    sign(first, "2001", "signed", "entered_into_force", passages=passages)
    sign(second, "2002", "signed", "entered_into_force", passages=passages)
    sign(third, "2003", "announced", passages=passages)


def test_agreements_can_be_filtered_by_status_form_and_area(client, agreements):
    for query, expected in (
        ("", ["First", "Second", "Third"]),
        ("status=in_force", ["First", "Second"]),
        ("status=to_be_signed", ["Third"]),
        ("form=treaty", ["First", "Third"]),
        ("area=health", ["First", "Second"]),
        ("area=health&form=treaty", ["First"]),
        ("area=arts&status=in_force&form=protocol", ["Second"]),
        ("area=arts&status=to_be_signed", []),
    ):
        assert titles(page(client, f"/en/agreements/?{query}")) == expected, query


def test_the_count_beside_a_filter_is_what_its_link_shows(client, agreements):
    for query in ("", "status=in_force", "form=treaty", "area=health&form=treaty"):
        for address, label in filters(page(client, f"/en/agreements/?{query}")).items():
            shown = titles(page(client, address if address.startswith("/") else f"/en/agreements/{address}"))
            assert len(shown) == int(label.removesuffix(" *").split()[-1]), (query, address)


def test_a_filter_names_what_there_is_under_the_others_and_what_is_chosen(client, agreements):
    tree = page(client, "/en/agreements/?form=treaty&status=in_force")
    assert list(filters(tree).values()) == [
        "All 2",
        "To be signed 1",
        "In force 1 *",
        "All 2",
        "Treaty 1 *",
        "Protocol 1",
    ]


def test_what_is_no_choice_of_a_filter_is_ignored(client, agreements):
    for query in ("status=nonsense", "form=", "area=nowhere", "status=%00", "colour=red"):
        assert len(titles(page(client, f"/en/agreements/?{query}"))) == 3, query


def test_where_no_agreement_is_all_of_what_was_chosen_the_page_says_so_and_leads_back(client, agreements):
    tree = page(client, "/en/agreements/?area=arts&status=to_be_signed")
    assert "No agreement is all of this" in text(tree)
    assert tree.xpath("//a[. = 'Show all agreements']/@href") == ["/en/agreements/"]


def test_a_hidden_agreement_is_neither_shown_nor_counted(client, agreements, passages):
    make_agreement(slug="hidden", form="treaty", live=False, passages=passages)
    assert filters(page(client, "/en/agreements/"))["/en/agreements/"] == "All 3 *"


def test_the_pages_of_a_filtered_list_keep_the_filters(client, passages):
    for number in range(51):
        make_agreement(slug=f"a-{number:02}", title_en=f"A {number:02}", form="treaty", passages=passages)
    make_agreement(slug="other", form="protocol", passages=passages)
    tree = page(client, "/en/agreements/?form=treaty")
    assert len(titles(tree)) == 50
    following = tree.xpath("//a[@rel='next']/@href")[0]
    assert following == "?form=treaty&page=2"
    assert titles(page(client, f"/en/agreements/{following}")) == ["A 50"]


def test_the_language_switch_keeps_the_filters(client, agreements):
    tree = page(client, "/en/agreements/?form=treaty&status=in_force&utm_source=x")
    assert tree.xpath("//a[@hreflang='ko']/@href") == ["/ko/agreements/?form=treaty&status=in_force"]


def test_filtering_asks_no_more_of_the_database_however_many_agreements_there_are(client, agreements, passages):
    filtered = "/en/agreements/?status=in_force&area=health"
    few = queries(client, filtered)
    for number in range(5):
        agreement = make_agreement(slug=f"more-{number}", passages=passages)
        sign(agreement, "2004", "signed", "entered_into_force", passages=passages)
    assert queries(client, filtered) == few


def test_kinds_of_the_timeline_stand_in_their_own_order(client, passages):
    for kind, number in (("other", 1), ("visit", 2), ("independence", 1)):
        for n in range(number):
            make_milestone(slug=f"{kind}-{n}", kind=kind, passages=passages)
    assert filters(page(client, "/en/milestones/?kind=visit")) == {
        "/en/milestones/": "All 4",
        "?kind=independence": "Independence 1",
        "?kind=visit": "Visit 2 *",
        "?kind=other": "Other event 1",
    }


def test_the_timeline_ends_with_the_anniversaries_ahead_and_the_calendar(client, passages):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    date = f"{tomorrow.year - 201}-{tomorrow:%m-%d}"
    make_milestone(
        title_en="Founding day", title_es="Día", title_ko="날", date=date, observed_yearly=True, passages=passages
    )
    for language, words in (("en", "201st anniversary"), ("es", "201.er aniversario"), ("ko", "201주년")):
        section = page(client, f"/{language}/milestones/").get_element_by_id("anniversaries").getparent()
        assert words in text(section)
        assert f"/{language}/calendar.ics" in section.xpath(".//a/@href")


def test_without_an_anniversary_ahead_there_is_no_such_section(client, passages):
    make_milestone(date="1963", observed_yearly=True, passages=passages)
    assert page(client, "/en/milestones/").xpath("//*[@id='anniversaries']") == []


def test_the_overview_shows_the_agreements_that_wait_for_an_act_first_and_says_how_many_there_are(client, passages):
    for number in range(7):
        agreement = make_agreement(slug=f"old-{number}", title_en=f"Old {number}", passages=passages)
        sign(agreement, f"200{number}", "entered_into_force", passages=passages)
    waiting = make_agreement(slug="waiting", title_en="Waiting", passages=passages)
    sign(waiting, "1990", "signed", passages=passages)
    tree = page(client, "/en/")
    section = tree.xpath("//section[h2 = 'Agreements']")[0]
    assert titles(section) == ["Waiting", "Old 6", "Old 5", "Old 4", "Old 3", "Old 2"]
    links = {link.get("href"): text(link) for link in section.xpath(".//ul[contains(@class, 'standing')]//a")}
    assert links == {
        "/en/agreements/": "All 8 agreements",
        "/en/agreements/?status=signed": "Signed, not in force 1",
        "/en/agreements/?status=in_force": "In force 7",
    }


def test_the_overview_says_how_many_commitments_there_are_beside_the_open_ones(client, passages):
    make_commitment(slug="open", title_en="Open one", passages=passages)
    make_commitment(slug="done", title_en="Done one", status="fulfilled", passages=passages)
    section = page(client, "/en/").xpath("//section[h2 = 'Commitments']")[0]
    assert titles(section) == ["Open one"]
    assert "All 2 commitments" in text(section)


def test_an_act_that_is_announced_does_not_read_as_done(client, passages):
    agreement = make_agreement(slug="air", passages=passages)
    common = {"agreement": agreement, "as_of": "2022", "passages": passages}
    make_action(slug="announced", act="announced", date="2022", **common)
    make_action(slug="signature", act="signed", date="2024", **common)
    station = page(client, "/en/agreements/air/").get_element_by_id("signature")
    assert text(station.find(".//h3")).startswith("Signature announced for 2024")
    event = page(client, "/en/milestones/").xpath("//li[contains(@class, 'hollow') and contains(@class, 'event')]")[0]
    assert "Signature" in text(event)
    assert "Signed" not in text(event)
