"""The public pages: every address answers, in every language, with its sources, without cookie or script."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from relations.models import (
    RECORD_TYPES,
    Party,
    Passage,
    Relationship,
    TradeFigure,
)
from tests.factories import (
    make_action,
    make_agreement,
    make_area,
    make_commitment,
    make_copies,
    make_figure,
    make_indicator,
    make_initiative,
    make_milestone,
    make_page,
    make_passage,
    make_relationship,
    make_source,
)
from tests.once import once
from tests.reading import page, parsed, queries, text

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "es", "ko")


@pytest.fixture
def full_site():
    """A site that has two records of every type."""

    def fill() -> None:
        make_relationship()
        make_records(2)

    once("two records of every type", fill)


def make_records(number):
    """So many records of every type, with everything that relates them."""
    source = make_source()
    passage = make_passage(source=source)
    areas = [make_area(slug=f"area-{n}", passages=[passage]) for n in range(number)]
    indicator = make_indicator(slug="exports")
    indicator.areas.set(areas)
    for n in range(number):
        common = {"passages": [passage, make_passage(source=source, locator=f"¶{n}")]}
        agreement = make_agreement(slug=f"agreement-{n}", areas=areas[:3], **common)
        make_action(slug=f"action-{n}", agreement=agreement, **common)
        make_milestone(slug=f"milestone-{n}", areas=areas[:3], agreement=agreement, **common)
        make_figure(indicator=indicator, period=str(1500 + n), **common)
        make_indicator(slug=f"indicator-{n}")
        make_initiative(slug=f"initiative-{n}", areas=areas[:3], period_start="2019", **common)
        make_commitment(slug=f"commitment-{n}", areas=areas[:3], **common)
        make_source(slug=f"source-{n}")
    make_page(slug="privacy")
    return source


LISTS = [
    "",
    "about/",
    "milestones/",
    "agreements/",
    "trade/",
    "cooperation/",
    "initiatives/",
    "commitments/",
    "sources/",
]
DETAILS = [
    "milestones/milestone-0/", "agreements/agreement-0/", "trade/exports/", "cooperation/area-0/",
    "initiatives/initiative-0/", "commitments/commitment-0/", "sources/source-0/", "pages/privacy/",
]  # fmt: skip
VERSIONS = [f"{address}versions/1/" for address in ["about/", *DETAILS]]
PAGES = LISTS + DETAILS + VERSIONS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_in_every_language(client, full_site, language, address):
    tree = page(client, f"/{language}/{address}")
    assert tree.get("lang") == language
    assert len(tree.findall(".//h1")) == 1
    assert text(tree.find(".//title"))


def test_every_kind_of_page_has_a_title_of_its_own(client, full_site):
    titles = [text(page(client, f"/en/{address}").find(".//title")) for address in PAGES]
    assert len(set(titles)) == len(titles)


def test_queries_do_not_grow_with_the_records(client, site):
    make_records(3)
    few = {address: queries(client, f"/en/{address}") for address in PAGES}
    make_more_records(100)
    many = {address: queries(client, f"/en/{address}") for address in PAGES}
    assert {address: (few[address], many[address]) for address in PAGES if many[address] > few[address]} == {}


def make_more_records(number):
    """So many copies of a record of each type."""
    for model in RECORD_TYPES:
        if model not in {Relationship, Party, Passage, TradeFigure}:
            make_copies(model._default_manager.order_by("slug")[0], number)


def test_public_pages_set_no_cookie_and_run_no_script_but_the_sites_own(client, full_site):
    for address in PAGES:
        response = client.get(f"/en/{address}")
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        for script in parsed(response).xpath("//script"):
            is_data = script.get("type") == "application/ld+json"
            assert is_data or script.get("src").startswith("/static/js/"), address


def test_the_root_leads_to_the_language_that_the_reader_asks_for(client, site):
    for accepted, address in (("ko", "/ko/"), ("es-PE,es;q=0.9", "/es/"), ("fr", "/en/"), ("", "/en/")):
        response = client.get("/", headers={"accept-language": accepted})
        assert (response.status_code, response["Location"]) == (302, address)
        assert "Accept-Language" in response["Vary"]


def test_the_language_switch_stays_on_the_page(client, site):
    make_milestone(slug="visit")
    tree = page(client, "/en/milestones/visit/?kind=visit&utm_source=x")
    links = {link.get("hreflang"): link.get("href") for link in tree.xpath("//a[@hreflang]")}
    assert links["ko"] == "/ko/milestones/visit/?kind=visit"
    assert links["es"] == "/es/milestones/visit/?kind=visit"


def test_a_page_names_its_address_in_each_language_by_the_sites_own_host(client, site, settings):
    settings.SITE_URL = "https://relations.example.org"
    make_milestone(slug="visit")
    tree = parsed(client.get("/es/milestones/visit/?utm_source=x", headers={"host": "127.0.0.1"}))
    assert tree.xpath("//link[@rel='canonical']/@href") == ["https://relations.example.org/es/milestones/visit/"]
    assert tree.xpath("//link[@rel='alternate']/@hreflang") == ["en", "es", "ko", "x-default"]
    assert page(client, "/es/milestones/x/", 404).xpath("//link[@rel='canonical']") == []


def test_a_statement_shows_what_it_rests_on_and_leads_there(client, site):
    passage = make_passage(locator="¶7", fragment="a few words", gist_en="What it says.")
    make_milestone(
        slug="visit", basis="computed", derivation_en="2022 less ten.", as_of="2022", date="2012", passages=[passage]
    )
    tree = page(client, "/en/milestones/visit/")
    address = f"/en/sources/{passage.source.slug}/#{passage.slug}"
    assert address in [link.get("href") for link in tree.xpath("//a[contains(., '¶7')]")]
    shown = text(tree)
    for words in ("a few words", "What it says.", "2022 less ten.", "Computed", "as of 2022"):
        assert words.lower() in shown.lower()
    source = page(client, f"/en/sources/{passage.source.slug}/")
    target = source.get_element_by_id(passage.slug)
    assert "/en/milestones/visit/" in [link.get("href") for link in target.xpath(".//a")]


def test_source_marks_are_named_in_words(client, site):
    make_milestone(slug="visit", passages=[make_passage(locator="¶7")])
    names = [link.get("aria-label") or text(link) for link in page(client, "/en/milestones/visit/").xpath("//a")]
    assert any("paragraph 7" in name for name in names)


def test_what_was_announced_reads_as_announced_until_a_later_source_speaks(client, site):
    make_milestone(slug="chair", date="2024", as_of="2022")
    for address in ("/en/milestones/chair/", "/en/milestones/", "/en/"):
        shown = text(page(client, address)).lower()
        assert "announced in 2022 for 2024" in shown, address
        assert "no later source yet" in shown, address


def test_an_agreement_shows_its_status_with_its_date(client, site):
    agreement = make_agreement(slug="air", as_of="2022")
    make_action(slug="air-announced", agreement=agreement, act="announced", date="2022", as_of="2022")
    for address in ("/en/agreements/air/", "/en/agreements/", "/en/"):
        shown = text(page(client, address)).lower()
        assert "to be signed" in shown, address
        assert "as of 2022" in shown, address
        assert "no later source yet" in shown, address
    assert page(client, "/en/agreements/air/").get_element_by_id("air-announced") is not None


def test_a_figure_is_shown_as_exactly_as_its_source_puts_it(client, site):
    indicator = make_indicator(slug="total")
    figure = make_figure(
        indicator=indicator, period="2021", qualifier="nearly", as_worded="trade balance", as_of="2022"
    )
    Relationship.objects.update(headline_figures=[figure.slug])
    for address in ("/en/trade/total/", "/en/trade/", "/en/"):
        shown = text(page(client, address))
        assert re.search(r"nearly\s+4\s*billion US dollars", shown), address
    assert "trade balance" in text(page(client, "/en/trade/total/"))


def test_headline_figures_stand_in_their_order_and_hidden_ones_are_left_out(client, site):
    figures = [make_figure(indicator=make_indicator(title_en=f"Indicator {n}"), live=n != 1) for n in range(3)]
    Relationship.objects.update(headline_figures=[figures[2].slug, figures[1].slug, "gone-2020", figures[0].slug])
    # The updates further down tell of the indicator, which is public, though its figure is not.
    shown = text(page(client, "/en/")).partition("Latest updates")[0]
    assert shown.index("Indicator 2") < shown.index("Indicator 0")
    assert "Indicator 1" not in shown


def test_a_missing_translation_is_shown_in_the_main_language_and_said(client, site):
    make_milestone(slug="visit", title_en="The visit", title_ko="방문", summary_en="Only in English.")
    tree = page(client, "/ko/milestones/visit/")
    assert text(tree.find(".//h1")) == "방문"
    fallback = tree.xpath("//*[@lang='en'][contains(., 'Only in English.')]")
    assert fallback
    assert "영어" in text(tree)
    Relationship.objects.update(
        site_title_en="T", tagline_en="T", introduction_en="T", publisher_en="T", about_en="", contact_en=""
    )
    assert "It is shown in" not in text(page(client, "/en/milestones/visit/"))


def test_a_withdrawn_record_and_what_only_points_to_it_are_gone(client, site):
    agreement = make_agreement(slug="air", title_en="Air services", live=False)
    area = make_area(slug="arts", title_en="The arts", live=False)
    make_milestone(slug="visit", agreement=agreement, areas=[area])
    assert client.get("/en/agreements/air/").status_code == 404
    shown = text(page(client, "/en/milestones/visit/"))
    assert "Air services" not in shown
    assert "The arts" not in shown


def test_until_a_relationship_is_public_pages_say_that_nothing_is_set_up(client):
    for address in ("/en/", "/ko/milestones/", "/es/sources/x/", "/en/nowhere/"):
        response = client.get(address)
        assert response.status_code == 503
        assert response["Retry-After"]
    assert client.get("/admin/login/").status_code == 200


def test_unknown_addresses_are_a_404_in_the_readers_language(client, site):
    for address in (
        "/en/nowhere/",
        "/en/milestones/nobody/",
        "/en/milestones/%00/",
        "/en/milestones/%ff/",
        "/xx/",
        "/en//",
    ):
        response = client.get(address, follow=True)
        assert response.status_code == 404, address
    assert page(client, "/ko/milestones/nobody/", 404).get("lang") == "ko"
    assert "milestones/nobody" in client.get("/en/milestones/nobody/").content.decode()


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=99999999999999999999", "kind=nonsense", "kind=", "page=%00", "a[]=1"]
)
def test_odd_query_strings_are_ignored(client, full_site, query):
    for address in PAGES:
        assert client.get(f"/en/{address}?{query}").status_code == 200


def test_other_methods_are_refused(client, full_site):
    strict = Client(enforce_csrf_checks=True)
    for address in PAGES:
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(f"/en/{address}").status_code == 405
        assert strict.post(f"/en/{address}").status_code == 405
        assert client.head(f"/en/{address}").status_code == 200


def test_an_unknown_address_is_unknown_by_any_method(client, site):
    assert client.post("/en/nowhere/").status_code == 404


def test_long_lists_are_paginated(client, site):
    for n in range(51):
        make_initiative(slug=f"initiative-{n}", title_en=f"Initiative {n:02}")
    assert "Initiative 50" not in text(page(client, "/en/initiatives/"))
    assert "Initiative 50" in text(page(client, "/en/initiatives/?page=2"))


def test_the_timeline_can_be_filtered_by_kind(client, site):
    make_milestone(title_en="The visit", kind="visit")
    make_milestone(title_en="The founding", kind="independence")
    shown = text(page(client, "/en/milestones/?kind=visit").get_element_by_id("content"))
    assert "The visit" in shown
    assert "The founding" not in shown


def test_the_next_anniversary_is_announced_on_the_home_page(client, site):
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    make_milestone(
        title_en="Founding day", date=f"{tomorrow.year - 60}-{tomorrow:%m-%d}", as_of="2022", observed_yearly=True
    )
    shown = text(page(client, "/en/"))
    assert "60th anniversary" in shown


def test_a_dangerous_body_is_harmless_even_if_it_was_written_past_us(client, site):
    make_page(slug="bad", body_en='<p onclick="x()">Safe</p><script>x()</script>')
    content = client.get("/en/pages/bad/").content.decode()
    assert "Safe" in content
    assert "onclick" not in content
    assert "x()" not in content


def test_a_bare_row_that_was_written_past_us_breaks_no_page(client, site):
    bare: dict[str, Any] = {"passages": [], "basis": "", "as_of": None}
    make_milestone(slug="bare", title_en="", date=None, kind="", **bare)
    agreement = make_agreement(slug="bare", title_en="", summary_en="", **bare)
    make_action(slug="bare", agreement=agreement, act="", date=None, **bare)
    indicator = make_indicator(slug="bare", title_en="", definition_en="", measure="", unit="")
    figure = make_figure(indicator=indicator, value=None, **bare)
    make_figure(indicator=indicator, period="1999", **bare)
    Relationship.objects.update(headline_figures=[figure.slug, f"{indicator.slug}-1999"])
    make_area(slug="bare", title_en="", summary_en="", **bare)
    make_initiative(slug="bare", title_en="", summary_en="", kind="", **bare)
    make_commitment(slug="bare", title_en="", summary_en="", kind="", **bare)
    source = make_source(slug="bare", title_en="", kind="", language="")
    make_passage(source=source, locator="", fragment="", gist_en="")
    make_page(slug="bare", title_en="", body_en="")
    details = ("milestones", "agreements", "trade", "cooperation", "initiatives", "commitments", "sources", "pages")
    for address in [*LISTS, *(f"{kind}/bare/" for kind in details)]:
        page(client, f"/ko/{address}")


def test_an_indicator_without_a_figure_has_its_page(client, site):
    make_indicator(slug="exports", title_en="Exports")
    assert text(page(client, "/en/trade/exports/").find(".//h1")) == "Exports"


def test_what_is_part_of_a_hidden_record_is_hidden_with_it(client, site):
    agreement = make_agreement(title_en="Air services", live=False)
    make_action(slug="signed", agreement=agreement)
    figure = make_figure(indicator=make_indicator(title_en="Exports", live=False))
    Relationship.objects.update(headline_figures=[figure.slug])
    source = make_source(title_en="Speech", live=False)
    make_milestone(slug="visit", passages=[make_passage(source=source, fragment="hidden words"), make_passage()])
    for address in ("", "milestones/", "milestones/visit/"):
        shown = text(page(client, f"/en/{address}"))
        for words in ("Air services", "Exports", "Speech", "hidden words"):
            assert words not in shown, (address, words)


def test_the_notice_speaks_of_what_the_page_shows_and_of_nothing_else(client, site):
    everything = {f"{name}_ko": "글" for name in ("site_title", "tagline", "introduction", "publisher")}
    Relationship.objects.update(**everything, data_licence_en="Free to use.")
    for party in (site.home_party, site.partner_party):
        party.name_ko = "나라"
        party.save()
    source = make_source(title_ko="글")
    passage = make_passage(source=source, gist_ko="글")
    make_milestone(slug="visit", title_ko="방문", passages=[passage])
    notice = "표시 언어"
    assert notice not in text(page(client, "/ko/milestones/visit/"))
    assert notice in text(page(client, "/ko/about/"))
    type(passage).objects.update(gist_ko="")
    assert notice in text(page(client, "/ko/milestones/visit/"))


def test_a_query_of_a_thousand_parts_on_an_unknown_address_is_a_404(client, site):
    query = "a&" * 1001
    assert client.get(f"/nope/?{query}").status_code == 404
    assert client.get(f"/en/milestones/nobody/?{query}").status_code in {400, 404}


def test_a_source_may_be_in_a_language_that_the_site_is_not(client, site):
    make_source(slug="speech", language="qu")
    assert "Quechua" in text(page(client, "/en/sources/speech/"))
    assert "quechua" in text(page(client, "/es/sources/speech/")).lower()


def test_the_colours_of_the_spine_are_served_as_a_stylesheet(client, site):
    assert b"var(--ink)" in client.get("/theme.css").content
    for party, colour in ((site.home_party, "#D91023"), (site.partner_party, "#0047A0")):
        party.colour = colour
        party.save()
    response = client.get("/theme.css")
    assert response["Content-Type"].startswith("text/css")
    for colour in ("#c31a23", "#0047a0", "#ed847b", "#6ea3f3"):
        assert colour in response.content.decode()


def test_neighbours_lead_along_the_list(client, site):
    for n in range(3):
        make_milestone(slug=f"event-{n}", date=f"200{n}")
    links = [link.get("href") for link in page(client, "/en/milestones/event-1/").xpath("//nav//a")]
    assert "/en/milestones/event-0/" in links
    assert "/en/milestones/event-2/" in links
