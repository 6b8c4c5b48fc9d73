"""Every statement can be copied as a quotation: what it says and how surely, its paragraph, as of when, and where."""

from typing import Any

import pytest

from tests.acting import republish
from tests.factories import (
    make_action,
    make_agreement,
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_initiative,
    make_milestone,
    make_page,
    make_passage,
    make_relationship,
    make_source,
)
from tests.reading import SITE, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def passage():
    letter = make_source(title_en="A letter", title_es="Una carta", published_earliest="2022", published_latest="2022")
    return make_passage(source=letter, locator="¶3")


@pytest.fixture(autouse=True)
def site(passage):
    return make_relationship(introduction_en="They trade.", passages=[passage])


def quotes(client, address):
    """The quotations that a page offers, line by line."""
    tree = page(client, address)
    return [
        [line.text_content() for line in quote.findall("div")]
        for quote in tree.xpath("//*[starts-with(@id, 'quote_')]")
    ]


def test_a_statement_is_quoted_with_its_paragraph_its_date_and_the_address_of_its_version(client, passage):
    milestone = make_milestone(slug="visit", title_en="The visit", date="2012-05-10", as_of="2022", passages=[passage])
    republish(milestone, summary_en="It lasted a day.")
    assert quotes(client, "/en/milestones/visit/") == [
        [
            "The visit (10 May 2012). It lasted a day.",
            "Stated in ¶3: “A letter”, 2022; as of 2022.",
            f"Northland and Southland, version 2 of 2 January 2030, {SITE}/en/milestones/visit/versions/2/",
        ]
    ]


def test_a_quotation_is_in_the_readers_language_and_each_text_in_its_own(client, passage):
    make_milestone(slug="visit", title_en="The visit", title_es="La visita", summary_en="A day.", passages=[passage])
    tree = page(client, "/es/milestones/visit/")
    spans = {span.text: span.get("lang") for span in tree.xpath("//*[@id='quote_1']//span[@lang]")}
    assert spans["La visita"] == "es"
    assert spans["A day."] == "en"
    assert "¶3" in quotes(client, "/es/milestones/visit/")[0][1]
    assert f"{SITE}/es/milestones/visit/" in quotes(client, "/es/milestones/visit/")[0][2]


def test_a_figure_keeps_its_qualifier_and_every_figure_of_a_page_is_there(client, passage):
    indicator = make_indicator(slug="exports", title_en="Exports")
    make_figure(indicator=indicator, period="2021", qualifier="nearly", as_of="2022", passages=[passage])
    make_figure(indicator=indicator, period="2022", qualifier="more_than", passages=[passage])
    latest, first = quotes(client, "/en/trade/exports/")
    assert first == [
        "Exports, 2021: nearly 4 billion US dollars.",
        "Stated in ¶3: “A letter”, 2022; as of 2022.",
        f"Northland and Southland, {SITE}/en/trade/exports/#exports-2021",
    ]
    assert latest[0] == "Exports, 2022: more than 4 billion US dollars."


def test_an_agreement_says_its_status_and_its_acts_are_quoted_too(client, passage):
    agreement = make_agreement(
        slug="fish", title_en="Fisheries", summary_en="Who may fish.", as_of="2021", passages=[passage]
    )
    make_action(
        agreement=agreement, act="signed", date="2012-05-10", place_en="Harbour", as_of="2022", passages=[passage]
    )
    whole, act = quotes(client, "/en/agreements/fish/")
    assert whole[0] == "Fisheries (Signed, not in force). Who may fish."
    assert whole[1].endswith("as of 2022.")
    assert act[0] == "Fisheries (Signed, 10 May 2012, Harbour)."
    (version,) = quotes(client, "/en/agreements/fish/versions/1/")
    assert version[0] == "Fisheries. Who may fish."
    assert version[1].endswith("as of 2021.")


def test_what_was_announced_is_quoted_as_announced(client):
    make_milestone(slug="chair", title_en="Chair", date="2024", as_of="2022")
    assert quotes(client, "/en/milestones/chair/")[0][0] == "Chair (announced in 2022 for 2024)."


def test_who_commits_to_whom_is_said(client, site):
    make_commitment(
        slug="one",
        title_en="Support",
        kind="position",
        by_party=site.home_party,
        towards_party=site.partner_party,
        summary_en="It helps.",
    )
    make_commitment(slug="both", title_en="Double", kind="goal", summary_en="It grows.")
    assert quotes(client, "/en/commitments/one/")[0][0] == "Support (Position, Northland to Southland). It helps."
    assert quotes(client, "/en/commitments/both/")[0][0] == "Double (Goal, Northland and Southland, open). It grows."


def test_places_in_several_sources_are_told_apart(client, passage):
    other = make_passage(source=make_source(slug="a-speech", title_en="A speech"), locator="¶7")
    make_area(slug="health", passages=[passage, other])
    line = quotes(client, "/en/cooperation/health/")[0][1]
    assert "“A letter”, 2022 (¶3)" in line
    assert "“A speech” (¶7)" in line


def test_every_statement_has_one_and_what_is_none_has_not(client):
    make_initiative(slug="harbours")
    make_page(slug="privacy")
    make_source(slug="other")
    assert len(quotes(client, "/en/initiatives/harbours/")) == 1
    assert quotes(client, "/en/about/")[0][0] == "They trade."
    for address in ("/en/pages/privacy/", "/en/sources/other/"):
        assert quotes(client, address) == []


def test_without_script_the_text_is_there_to_be_selected_and_no_button_is(client):
    make_milestone(slug="visit")
    tree = page(client, "/en/milestones/visit/")
    (details,) = tree.xpath("//details[.//*[@id='quote_1']]")
    assert details.find("summary") is not None
    assert details.xpath(".//p[@class='copy']")[0].get("hidden") is not None
    assert details.xpath(".//button/@data-copies") == ["quote_1"]


def test_a_row_that_was_written_past_us_breaks_no_quotation(client):
    bare: dict[str, Any] = {"passages": [], "basis": "", "as_of": None}
    make_milestone(slug="bare", title_en="", date=None, kind="", **bare)
    agreement = make_agreement(slug="bare", title_en="", summary_en="", **bare)
    make_action(slug="bare", agreement=agreement, act="", date=None, **bare)
    indicator = make_indicator(slug="bare", title_en="", definition_en="", measure="", unit="")
    make_figure(indicator=indicator, value=None, **bare)
    make_initiative(slug="bare", title_en="", summary_en="", kind="", **bare)
    make_commitment(slug="bare", title_en="", summary_en="", kind="", **bare)
    for folder in ("milestones", "agreements", "trade", "initiatives", "commitments"):
        assert client.get(f"/ko/{folder}/bare/").status_code == 200
