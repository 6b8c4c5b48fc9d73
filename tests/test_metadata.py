"""What pages say of themselves to search engines and to those with whom they are shared."""

import json

import pytest

from relations.models import Relationship
from tests.acting import NOW, republish
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
    make_source,
)
from tests.reading import SITE, page, parsed
from tests.test_pages import DETAILS, LISTS, VERSIONS, make_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def meta(tree, name):
    found = tree.xpath(f"//meta[@name='{name}' or @property='{name}']/@content")
    assert len(found) <= 1, name
    return found[0] if found else None


def graph(client, address):
    """The things that a page tells programs of, by their types."""
    (source,) = page(client, address).xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(source)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def subject(client, address):
    """What the page of a record is about."""
    return graph(client, address)["WebPage"]["mainEntity"]


# Title, description, languages


def test_a_records_page_is_shared_with_its_title_and_summary_in_the_readers_language(client):
    make_area(slug="arts", title_ko="예술", summary_ko="합창과 그림.")
    tree = page(client, "/ko/cooperation/arts/")
    assert {name: meta(tree, name) for name in ("description", "og:title", "og:description", "og:url", "og:type")} == {
        "description": "합창과 그림.",
        "og:title": "예술",
        "og:description": "합창과 그림.",
        "og:url": f"{SITE}/ko/cooperation/arts/",
        "og:type": "article",
    }
    assert meta(tree, "og:site_name") == "Northland and Southland"
    assert meta(tree, "og:image") is None


def test_a_page_names_its_locale_and_the_others_with_the_country_that_writes_so(client):
    tree = page(client, "/es/")
    assert meta(tree, "og:locale") == "es_PE"
    assert tree.xpath("//meta[@property='og:locale:alternate']/@content") == ["en_GB", "ko_KR"]


def test_a_locale_without_a_country_is_given_the_likeliest(client, settings):
    settings.FORMAT_LOCALES = {"en": "en_001"}
    tree = page(client, "/en/")
    assert meta(tree, "og:locale") == "en_US"
    assert tree.xpath("//meta[@property='og:locale:alternate']/@content") == ["es_ES", "ko_KR"]


def test_every_page_has_a_description_of_its_own(client):
    make_records(1)
    descriptions = [meta(page(client, f"/en/{address}"), "description") for address in [*LISTS, *DETAILS, "data/"]]
    assert all(descriptions)
    # The fixtures of this test have nothing but their introduction to say of the site as a whole.
    assert len(set(descriptions)) == len(descriptions) - 1
    assert descriptions[0] == descriptions[1] == "They have traded for a long time."


def test_a_milestone_without_a_summary_says_what_kind_it_is_and_when(client):
    make_milestone(slug="visit", kind="visit", date="2012-05-10")
    assert meta(page(client, "/en/milestones/visit/"), "description") == "Visit, 10 May 2012"


def test_a_long_description_ends_within_what_is_shown(client):
    make_page(slug="legal", body_en=f"<p>Start.</p><p>{'word ' * 200}</p>")
    description = meta(page(client, "/en/pages/legal/"), "description")
    assert description.startswith("Start. word")
    assert len(description) <= 300
    assert description.endswith("…")


@pytest.mark.parametrize("language", ["en", "es", "ko"])
def test_readers_of_another_language_are_sent_to_the_main_one_and_from_the_home_page_by_their_browser(client, language):
    make_milestone(slug="visit")
    for address, default in (
        ("", "/"),
        ("milestones/", "/en/milestones/"),
        ("milestones/visit/", "/en/milestones/visit/"),
    ):
        tree = page(client, f"/{language}/{address}")
        assert tree.xpath("//link[@hreflang='x-default']/@href") == [f"{SITE}{default}"]
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/{language}/{address}"]


def test_former_versions_and_errors_say_nothing_of_themselves(client):
    make_records(1)
    for address in [*VERSIONS, "milestones/nobody/"]:
        tree = parsed(client.get(f"/en/{address}"))
        assert tree.xpath("//script[@type='application/ld+json']") == [], address
        assert meta(tree, "og:title") is None, address
        assert tree.xpath("//link[@hreflang]") == [], address


# Linked data


def test_the_home_page_tells_what_the_site_is_and_who_publishes_it(client):
    found = graph(client, "/es/")
    assert found["WebSite"] == {
        "@type": "WebSite",
        "@id": f"{SITE}/#website",
        "name": "Northland and Southland",
        "url": f"{SITE}/es/",
        "description": "They have traded for a long time.",
        "inLanguage": ["en", "es", "ko"],
        "publisher": {"@id": f"{SITE}/#publisher"},
    }
    assert found["Organization"]["name"] == "The embassy"


def test_a_records_page_tells_its_version_its_dates_and_its_sources(client):
    source = make_source(slug="letter", title_en="A letter", author_en="Ana Ruiz", office_en="minister")
    milestone = make_milestone(slug="visit", passages=[make_passage(source=source), make_passage(source=source)])
    republish(milestone, title_en="The visit", at=NOW)
    found = graph(client, "/en/milestones/visit/")["WebPage"]
    assert (found["name"], found["inLanguage"], found["version"]) == ("The visit", "en", 2)
    assert (found["datePublished"], found["dateModified"]) == ("2024-01-15T12:00:00+00:00", "2030-01-02T03:04:00+00:00")
    (cited,) = found["citation"]
    assert (cited["name"], cited["inLanguage"]) == ("A letter", "en")
    assert cited["author"] == {"@type": "Person", "name": "Ana Ruiz", "jobTitle": "minister"}


def test_the_way_to_a_page_is_told_from_the_home_page_on(client):
    make_milestone(slug="visit", title_en="The visit")
    steps = graph(client, "/en/milestones/visit/")["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Northland and Southland", f"{SITE}/en/"),
        (2, "Milestones", f"{SITE}/en/milestones/"),
        (3, "The visit", f"{SITE}/en/milestones/visit/"),
    ]
    assert len(graph(client, "/en/milestones/")["BreadcrumbList"]["itemListElement"]) == 2


@pytest.mark.parametrize(
    ("make", "values", "folder", "kind"),
    [
        (make_milestone, {"kind": "visit", "date": "2012-05"}, "milestones", "Event"),
        (make_milestone, {"kind": "meeting"}, "milestones", "Event"),
        (make_milestone, {"kind": "independence"}, "milestones", "Thing"),
        (make_agreement, {"legally_binding": "yes"}, "agreements", "Legislation"),
        (make_agreement, {"legally_binding": "not_stated"}, "agreements", "CreativeWork"),
        (make_indicator, {}, "trade", "Dataset"),
        (make_area, {}, "cooperation", "Thing"),
        (make_initiative, {"kind": "programme"}, "initiatives", "Project"),
        (make_initiative, {"kind": "forum"}, "initiatives", "Thing"),
        (make_commitment, {}, "commitments", "Thing"),
        (make_source, {"kind": "letter"}, "sources", "CreativeWork"),
        (make_source, {"kind": "press_release"}, "sources", "Article"),
        (make_source, {"kind": "statistics"}, "sources", "Dataset"),
        (make_source, {"kind": "report"}, "sources", "Report"),
        (make_source, {"kind": "web_page"}, "sources", "WebPage"),
    ],
)  # fmt: skip
def test_a_record_is_told_to_be_no_more_than_the_site_says(client, make, values, folder, kind):
    make(slug="one", **values)
    found = subject(client, f"/en/{folder}/one/")
    assert found["@type"] == kind
    assert found["name"]


def test_pages_about_the_site_have_no_subject_beside_it(client):
    make_page(slug="privacy")
    assert "mainEntity" not in graph(client, "/en/pages/privacy/")["WebPage"]
    assert "mainEntity" not in graph(client, "/en/about/")["AboutPage"]


def test_a_visit_is_dated_as_exactly_as_its_source_does(client):
    make_milestone(slug="visit", kind="visit", date="2012-05")
    assert subject(client, "/en/milestones/visit/")["startDate"] == "2012-05"


def test_an_agreement_tells_its_force_once_a_source_does(client):
    agreement = make_agreement(slug="air", legally_binding="yes", registration_number="I-1234")
    found = subject(client, "/en/agreements/air/")
    assert found["legislationIdentifier"] == "I-1234"
    assert "legislationLegalForce" not in found
    make_action(agreement=agreement, act="signed", date="2012-05-10")
    found = subject(client, "/en/agreements/air/")
    assert (found["legislationDate"], found["creativeWorkStatus"]) == ("2012-05-10", "Signed, not in force")
    assert "legislationLegalForce" not in found
    make_action(agreement=agreement, act="entered_into_force", date="2013-02-01")
    assert subject(client, "/en/agreements/air/")["legislationLegalForce"] == "https://schema.org/InForce"


def test_an_indicator_is_data_with_its_files_its_span_and_its_terms(client):
    Relationship.objects.update(data_licence_en="Free to use.")
    indicator = make_indicator(slug="exports", title_en="Exports", unit="USD", measure="exports")
    source = make_source(title_en="A yearbook")
    for period in ("2011", "2021"):
        make_figure(indicator=indicator, period=period, passages=[make_passage(source=source)])
    found = subject(client, "/en/trade/exports/")
    assert (found["name"], found["temporalCoverage"]) == ("Exports", "2011/2021")
    assert found["variableMeasured"] == {"@type": "PropertyValue", "name": "Exports", "unitText": "USD"}
    assert [(file["encodingFormat"], file["contentUrl"]) for file in found["distribution"]] == [
        ("text/csv", f"{SITE}/data/trade-figure/exports.csv"),
        ("application/json", f"{SITE}/data/trade-figure/exports.json"),
    ]
    assert found["license"] == {"@type": "CreativeWork", "text": "Free to use."}
    assert [cited["name"] for cited in found["citation"]] == ["A yearbook"]
    for file in found["distribution"]:
        assert client.get(file["contentUrl"].removeprefix(SITE)).status_code == 200


def test_the_page_about_the_data_tells_all_of_its_files(client):
    found = graph(client, "/en/data/")["Dataset"]
    assert "license" not in found
    for file in found["distribution"]:
        assert client.get(file["contentUrl"].removeprefix(SITE)).status_code == 200, file
    Relationship.objects.update(data_licence_en="https://example.org/licence")
    assert graph(client, "/en/data/")["Dataset"]["license"] == "https://example.org/licence"


def test_no_text_ends_the_element_that_holds_the_linked_data(client):
    title = "</script><script>alert('&amp;')</script>\u2028"
    make_area(slug="arts", title_en=title, summary_en=title, past_the_verbs=True)
    content = client.get("/en/cooperation/arts/").content.decode()
    assert "<script>alert" not in content
    assert subject(client, "/en/cooperation/arts/")["name"] == title


def test_a_bare_row_that_was_written_past_us_breaks_nothing(client):
    make_milestone(slug="bare", title_en="", date=None, kind="visit", passages=[], basis="", as_of=None)
    make_indicator(slug="bare", title_en="", definition_en="", measure="", unit="")
    make_source(slug="bare", title_en="", kind="", language="")
    assert subject(client, "/en/milestones/bare/")["@type"] == "Thing"
    assert subject(client, "/en/trade/bare/")["@type"] == "Dataset"
    assert subject(client, "/en/sources/bare/")["@type"] == "CreativeWork"
