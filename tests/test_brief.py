"""The brief: chosen areas and parts on one page, every statement with the number of a source at its end."""

import re

import pytest

from relations import briefs
from relations.publishing import withdraw
from tests.acting import NOW
from tests.factories import (
    make_action,
    make_agreement,
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_initiative,
    make_milestone,
    make_passage,
    make_relationship,
    make_source,
)
from tests.reading import page, parsed, queries, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_relationship(introduction_en="They have traded for a long time.")


def brief(client, query="", language="en"):
    return page(client, f"/{language}/brief/?{query}")


def parts(tree):
    """The titles of each part of a brief."""
    return {
        text(section.find("h2")): [text(title) for title in section.xpath(".//p[@class='row-title']")]
        for section in tree.xpath("//section[.//li[contains(@class, 'row')]]")
    }


def sources(tree):
    return [text(row) for row in tree.xpath("//li[@class='numbered']")]


def make_everything(area, **values):
    """One statement of each kind in an area."""
    passage = make_passage(source=make_source(title_en="A letter"), locator="¶3")
    common = {"areas": [area], "passages": [passage], **values}
    indicator = make_indicator(title_en="Exports")
    indicator.areas.set([area])
    make_figure(indicator=indicator, period="2021", qualifier="nearly", passages=[passage])
    make_milestone(title_en="The visit", date="2012-05-10", **common)
    agreement = make_agreement(title_en="Fisheries", as_of="2022", **common)
    make_action(agreement=agreement, act="announced", date="2022", as_of="2022", passages=[passage])
    make_initiative(title_en="Clean harbours", **common)
    make_commitment(title_en="Double the trade", **common)


def test_without_a_choice_there_is_only_the_form(client, site):
    make_area(slug="health", title_en="Health")
    tree = brief(client)
    form = tree.xpath("//main//form")[0]
    assert (form.get("method"), form.get("action")) == ("get", "/en/brief/")
    assert form.xpath(".//input[@name='area']/@value") == ["health"]
    assert form.xpath(".//input[@name='type']/@value") == list(briefs.PARTS)
    assert tree.xpath("//main//li[@class='numbered']") == []


def test_a_brief_holds_what_the_site_says_of_the_area_part_by_part(client, site):
    area = make_area(slug="health", title_en="Health", summary_en="Hospitals.")
    make_everything(area)
    make_everything(make_area(slug="arts", title_en="The arts"))
    make_milestone(title_en="Of no area")
    tree = brief(client, "area=health")
    assert text(tree.find(".//h1")) == "Brief: Health"
    assert "They have traded for a long time." in text(tree)
    found = {label: [re.sub(r"\[\d+\]", "", title) for title in titles] for label, titles in parts(tree).items()}
    assert found == {
        "Areas": ["Health"],
        "Figures": ["nearly 4 billion US dollars"],
        "Milestones": ["The visit"],
        "Agreements": ["Fisheries"],
        "Initiatives": ["Clean harbours"],
        "Commitments": ["Double the trade"],
    }
    words = text(tree)
    for told in ("6 statements", "To be signed", "as of 2022; no later source yet", "Exports", "Stated."):
        assert told in words


def test_parts_narrow_it_down_and_nothing_ticked_is_everything(client, site):
    make_everything(make_area(slug="health", title_en="Health"))
    make_milestone(title_en="Of no area")
    assert list(parts(brief(client, "area=health&type=agreements&type=figures"))) == ["Figures", "Agreements"]
    everything = parts(brief(client, "make=1"))
    assert list(everything) == ["Areas", "Figures", "Milestones", "Agreements", "Initiatives", "Commitments"]
    assert len(everything["Milestones"]) == 2


def test_places_are_numbered_once_in_the_order_in_which_they_are_met(client, settings):
    letter, speech = make_source(slug="letter", title_en="A letter"), make_source(slug="speech", title_en="A speech")
    third, fourth = (make_passage(slug=f"p{n}", source=letter, locator=f"¶{n}") for n in (3, 4))
    make_relationship(passages=[third])
    area = make_area(slug="health", passages=[make_passage(slug="s1", source=speech, locator="¶1")])
    make_milestone(areas=[area], date="2012", passages=[third, fourth])
    tree = brief(client, "area=health&type=areas&type=milestones")
    address = f"{settings.SITE_URL}/en/sources/"
    assert sources(tree) == [
        f"1 A letter, ¶3 {address}letter/#p3",
        f"2 A speech, ¶1 {address}speech/#s1",
        f"3 A letter, ¶4 {address}letter/#p4",
    ]
    marks = [(text(mark), mark.get("href")) for mark in tree.xpath("//main//a[@class='mark']")]
    assert marks == [("[1]", "#source-1"), ("[2]", "#source-2"), ("[1]", "#source-1"), ("[3]", "#source-3")]
    assert tree.xpath("//main//a[@class='mark']/@aria-label")[0] == "source 1"
    for number in (1, 2, 3):
        assert tree.get_element_by_id(f"source-{number}") is not None


def test_a_source_named_twice_in_a_row_is_the_same(client):
    letter = make_source(title_en="A letter")
    make_relationship(passages=[make_passage(source=letter, locator=f"¶{n}") for n in (1, 2)])
    assert sources(brief(client, "type=figures"))[1].startswith("2 The same, ¶2 ")


def test_what_is_not_public_is_left_out(client, site):
    area = make_area(slug="health", title_en="Health")
    hidden = make_area(slug="arts", title_en="The arts")
    make_milestone(title_en="The visit", areas=[area], live=False)
    withdraw(hidden, by=None, at=NOW, note={"en": "No longer."})
    tree = brief(client, "area=health&area=arts")
    assert "The visit" not in text(tree)
    assert "The arts" not in text(tree)


def test_what_was_announced_reads_so(client, site):
    make_milestone(title_en="Chair", date="2024", as_of="2022")
    assert "announced in 2022 for 2024" in text(brief(client, "type=milestones")).lower()


def test_a_long_part_is_cut_and_says_so(client, site, monkeypatch):
    monkeypatch.setattr(briefs, "ROWS_OF_A_PART", 2)
    for year in range(2001, 2006):
        make_milestone(title_en=f"Event {year}", date=str(year))
    tree = brief(client, "type=milestones")
    assert [title[:10] for title in parts(tree)["Milestones"]] == ["Event 2004", "Event 2005"]
    assert "3 more are on the site" in text(tree)


def test_every_area_leads_to_its_brief_and_the_footer_to_the_choice(client, site):
    make_area(slug="health")
    tree = page(client, "/ko/cooperation/health/")
    assert "/ko/brief/?area=health" in tree.xpath("//main//a/@href")
    assert "/ko/brief/" in tree.xpath("//footer//a/@href")


def test_the_language_switch_keeps_the_choice_and_it_is_not_indexed(client, site):
    for slug in ("health", "arts"):
        make_area(slug=slug)
    response = client.get("/en/brief/?area=health&area=arts&type=figures&utm=x")
    assert response["X-Robots-Tag"] == "noindex"
    tree = parsed(response)
    assert "/ko/brief/?area=health&area=arts&type=figures" in tree.xpath("//a[@hreflang='ko']/@href")
    assert not response.cookies


def test_a_text_in_another_language_says_so(client, site):
    make_area(slug="health", title_en="Health", title_ko="보건", summary_en="Hospitals.")
    tree = brief(client, "area=health", "ko")
    assert text(tree.find(".//h1")).endswith("보건")
    assert tree.xpath("//p[@class='told']/span[@lang='en']/text()") == ["Hospitals."]
    assert "영어" in text(tree)


@pytest.mark.parametrize(
    "query", ["area=%00", "area=nobody", "type=nonsense", "area=&type=", "make=", "area=" + "a" * 3000]
)
def test_odd_choices_are_ignored(client, site, query):
    make_area()
    brief(client, query)


def test_queries_do_not_grow_with_what_is_said(client, site):
    make_everything(make_area())
    few = queries(client, "/en/brief/", make="1")
    for _number in range(3):
        make_everything(make_area())
    assert queries(client, "/en/brief/", make="1") == few
