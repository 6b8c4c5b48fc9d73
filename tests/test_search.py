"""The search: every record is found by its words in each language, what is not public never, and no text breaks it."""

from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from relations.excerpts import excerpt, marked
from relations.languages import folded
from relations.models import Agreement, Milestone, SearchEntry
from relations.publishing import withdraw
from relations.search import asked, find, words_of
from tests.acting import NOW, edit
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
    make_party,
    make_passage,
    make_relationship,
    make_source,
)
from tests.reading import links, page, parsed, queries, text

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "es", "ko")
TITLES = "//h3[contains(@class, 'row-title')]"


def found(client, query, language="en", **more):
    return page(client, f"/{language}/search/", q=query, **more)


def results(tree):
    return [text(link) for link in tree.xpath(f"{TITLES}/a")]


def marks(tree):
    return [text(mark) for mark in tree.xpath("//main//mark")]


# What is found


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("air", "en"), ("AIR services", "en"), ("services, “air”", "en"), ("servicios aereos", "es"),
        ("SERVICIOS", "es"), ("aéreos", "es"), ("aere", "es"), ("항공협정", "ko"), ("항공", "ko"), ("협정", "ko"),
        ("협정 항공", "ko"), ("\u1112\u1161\u11bc\u1100\u1169\u11bc", "ko"), ("ＡＩＲ", "en"),
    ],
)  # fmt: skip
def test_a_record_is_found_by_its_words_whatever_their_case_and_accents(client, site, query, language):
    make_agreement(title_en="Air services", title_es="Servicios aéreos", title_ko="항공협정이 서명될 예정")
    make_agreement(title_en="Fisheries", title_es="Pesca", title_ko="수산업")
    assert len(results(found(client, query, language))) == 1


def test_every_word_must_occur_somewhere_in_the_record(client, site):
    make_milestone(title_en="The visit", summary_en="It lasted a day.", body_en="<p>On the <strong>coast</strong>.</p>")
    for query, count in (("visit", 1), ("visit day", 1), ("coast visit day", 1), ("visit week", 0), ("strong", 0)):
        assert len(results(found(client, query))) == count, query


def test_a_missing_translation_is_found_by_the_main_language_and_said(client, site):
    make_milestone(title_en="The visit", title_ko="방문", summary_en="A long journey by sea.")
    tree = found(client, "journey", "ko")
    assert results(tree) == ["방문"]
    assert text(tree.xpath("//p[@class='excerpt'][@lang='en']")[0]) == "A long journey by sea."
    assert "영어" in text(tree)
    assert results(found(client, "visit", "ko")) == []


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (make_milestone, "summary"), (make_agreement, "body"), (make_action, "note"), (make_indicator, "definition"),
        (make_figure, "note"), (make_area, "summary"), (make_initiative, "role"), (make_commitment, "derivation"),
        (make_source, "author"), (make_passage, "gist"), (make_page, "body"),
    ],
)  # fmt: skip
def test_every_type_of_record_is_found_and_leads_to_where_it_is_read(client, site, make, name):
    record = make(**{f"{name}_en": "A word unheard-of."})
    assert links(found(client, "unheard-of"), TITLES) == [record.get_absolute_url()]


def test_the_relationship_is_found_and_leads_to_the_page_about_it(client):
    make_relationship(introduction_en="A word unheard-of.")
    assert links(found(client, "unheard-of"), TITLES) == ["/en/about/"]


def test_parts_are_named_by_their_whole_and_what_tells_them_apart(client, site):
    source = make_source(title_en="A letter")
    make_passage(source=source, locator="¶7", fragment="blue whales", gist_en="On animals.")
    agreement = make_agreement(title_en="On the oceans")
    make_action(agreement=agreement, act="signed", date="2012", note_en="Beside blue whales.")
    make_figure(indicator=make_indicator(title_en="Animals"), period="2021", note_en="Of blue whales.")
    assert results(found(client, "blue whales")) == ["On the oceans · Signed (2012)", "Animals · 2021", "A letter · ¶7"]
    quotation = found(client, "blue").xpath("//p[@class='excerpt']/q")
    assert [text(q) for q in quotation] == ["blue whales"]


def test_a_part_is_not_found_by_the_title_of_its_whole(client, site):
    make_action(agreement=make_agreement(title_en="On the oceans"))
    assert results(found(client, "oceans")) == ["On the oceans"]


# What is not


def test_what_is_not_public_is_not_found_even_if_an_entry_was_left(client, site):
    milestone = make_milestone(slug="visit", title_en="A secret visit")
    make_milestone(title_en="A secret draft", live=False)
    edit(make_milestone(title_en="Public"), title_en="A secret change")
    action = make_action(agreement=make_agreement(title_en="Old"), note_en="A secret place.")
    passage = make_passage(source=make_source(title_en="Hidden source"), gist_en="A secret gist.")
    assert len(results(found(client, "secret"))) == 3
    withdraw(milestone, by=None, at=NOW, note={"en": "Wrong."})
    assert results(found(client, "visit")) == []
    for hidden in (action.agreement, passage.source):
        type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    SearchEntry.objects.create(record_type="milestone", slug="visit", language="en", text="a secret visit")
    SearchEntry.objects.create(record_type="milestone", slug="no-such", language="en", text="a secret visit")
    assert results(found(client, "secret")) == []
    assert [text(link) for link in found(client, "secrat").xpath("//ul[@class='advice']//a")] == []


def test_a_party_has_no_page_and_so_no_result(client, site):
    make_party(name_en="Westland")
    assert results(found(client, "Westland")) == []


# How it is shown


def test_results_stand_by_type_those_with_the_words_in_their_title_first(client, site):
    make_milestone(title_en="A fish dinner")
    make_milestone(title_en="A dinner", summary_en="There was fish.")
    make_agreement(title_en="Treaty", summary_en="On fish.")
    make_area(title_en="Fish")
    tree = found(client, "fish")
    assert [text(heading) for heading in tree.xpath("//section/h2")] == [
        "Milestones 2",
        "Cooperation areas 1",
        "Agreements 1",
    ]
    assert results(tree) == ["A fish dinner", "A dinner", "Fish", "Treaty"]
    filters = tree.xpath("//nav[@aria-label='Filter']//a")
    assert [text(link) for link in filters] == ["All 4", "Milestones 2", "Agreements 1", "Cooperation areas 1"]
    assert [link.get("aria-current") for link in filters] == ["true", None, None, None]


def test_one_type_is_shown_by_a_link_and_in_pages(client, site):
    for number in range(23):
        make_page(title_en=f"Fish {number:02}")
    make_area(title_en="Fish")
    tree = found(client, "fish")
    assert results(tree)[:6] == ["Fish", "Fish 00", "Fish 01", "Fish 02", "Fish 03", "Fish 04"]
    address = tree.xpath("//p[contains(@class, 'more')]/a/@href")[0]
    first = page(client, f"/en/search/{address}")
    assert (len(results(first)), results(first)[0]) == (20, "Fish 00")
    following = first.xpath("//a[@rel='next']/@href")[0]
    assert results(page(client, f"/en/search/{following}")) == [
        "Fish 20",
        "Fish 21",
        "Fish 22",
    ]
    assert len(results(found(client, "fish", type="nonsense"))) == 6


def test_the_words_are_marked_in_title_and_excerpt_as_they_are_written_there(client, site):
    make_agreement(title_es="Servicios aéreos", summary_es="Vuelos sin escalas; los SERVICIOS entre ambos.")
    assert marks(found(client, "servicios aereos", "es")) == ["Servicios", "aéreos", "SERVICIOS"]
    make_milestone(title_ko="협정이 발효", summary_ko="두 협정을")
    assert marks(found(client, "협정", "ko")) == ["협정", "협정"]


def test_markup_in_a_query_or_a_text_is_text(client, site):
    make_milestone(title_en="<b>Bold</b> & more")
    tree = found(client, "<b>bold")
    assert results(tree) == ["<b>Bold</b> & more"]
    assert tree.xpath("//main//b | //main//script") == []
    assert "<script>" not in client.get("/en/search/", {"q": '"><script>x()</script>'}).content.decode()


def test_signs_of_a_pattern_are_searched_as_they_are(client, site):
    make_milestone(title_en="50% of it_all c:\\here")
    for query, count in (("50%", 1), ("5%f", 0), ("it_all", 1), ("i__all", 0), ("c:\\here", 1), ("c:%here", 0)):
        assert len(results(found(client, query))) == count, query


def test_nothing_found_says_what_helps(client, site):
    make_milestone(title_es="Servicios aéreos", title_en="Air services")
    tree = found(client, "servivios", "es")
    assert "servivios" in text(tree.get_element_by_id("content"))
    near = tree.xpath("//ul[@class='advice']//a")
    assert [(text(link), link.get("href")) for link in near] == [("Servicios", "?q=Servicios")]
    sections = tree.xpath("//section//ul/li")
    assert "/es/milestones/" in tree.xpath("//section//ul/li/a/@href")
    assert text(sections[0]).endswith(" 1")


def test_words_that_occur_but_not_together_are_offered_one_by_one(client, site):
    make_milestone(title_en="The visit")
    make_area(title_en="Oceans")
    near = found(client, "visit oceans").xpath("//ul[@class='advice']//a")
    assert [link.get("href") for link in near] == ["?q=visit", "?q=oceans"]


def test_an_empty_query_is_just_the_form(client, site):
    make_milestone()
    for query in ("", "   ", "\0", "…—"):
        tree = found(client, query)
        assert results(tree) == []
        assert len(tree.xpath("//form//input[@name='q']")) == 1
        assert len(tree.findall(".//h1")) == 1
    assert client.get("/en/search/").status_code == 200


def test_the_form_works_without_script_says_what_it_is_for_and_keeps_what_was_asked(client, site):
    form = found(client, "visit").xpath("//main//form")[0]
    assert (form.get("method"), form.get("action")) == ("get", "/en/search/")
    field = form.xpath(".//input")[0]
    assert field.value == "visit"
    assert form.xpath(f".//label[@for='{field.get('id')}']")


def test_the_search_stands_in_the_navigation_and_where_a_page_is_missing(client, site):
    tree = page(client, "/ko/nowhere/", 404)
    assert "/ko/search/" in tree.xpath("//nav[@class='navigation']//a/@href")
    assert tree.xpath("//main//form[@action='/ko/search/']")


def test_a_search_is_not_indexed_and_keeps_its_words_in_the_other_languages(client, site):
    response = client.get("/en/search/?q=Per%C3%BA&type=milestone")
    assert response["X-Robots-Tag"] == "noindex"
    tree = parsed(response)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//link[@rel='canonical']") == []
    assert "/ko/search/?q=Per%C3%BA&type=milestone" in tree.xpath("//a[@hreflang='ko']/@href")
    assert not response.cookies


# Laws


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
@example("\x00\ud800 \u0301 %_\\ \u1112\u1161 ℌ ¨ ß ﬁ")
@example("a " * 60)
def test_no_query_breaks_the_search(site, query):
    words = words_of(query)
    assert len(words) <= 10
    assert len(asked(query)) <= 100
    find(words)


@pytest.mark.parametrize(
    "query", ["a" * 5000, "%00", "%ff%fe", "?" * 100, "&q=b", "[]", "%ED%A0%80", "%F0%9F%87%B5", "%C2%A8"]
)
def test_odd_addresses_are_answered(client, site, query):
    make_milestone()
    for rest in ("", "&type=%00", "&page=-1", "&type=milestone&page=99999999999999999999"):
        assert client.get(f"/en/search/?q={query}{rest}").status_code == 200


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12), min_size=1, max_size=4
    ).map(" ".join),
    st.sampled_from(LANGUAGES),
)
def test_a_record_is_found_by_any_word_of_its_title_in_each_language(site, title, language):
    with override(language):
        milestone = make_milestone(**{"title_en": "Title", f"title_{language}": title.strip() or "Title"})
        for word in getattr(milestone, f"title_{language}").split():
            if words := words_of(word):
                assert milestone.pk in [key for found in find(words) for key in found.keys], word


@given(st.text(max_size=30))
def test_folding_is_done_once_and_leaves_no_capital(text):
    once = folded(text)
    assert folded(once) == once
    assert not any("A" <= letter <= "Z" for letter in once)


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=4).map(folded), max_size=3))
def test_marking_loses_no_letter(text, words):
    assert "".join(piece.text for piece in marked(text, [word for word in words if word])) == text


def test_an_excerpt_shows_the_part_with_the_words(site):
    long = " ".join(f"word{number}" for number in range(200))
    milestone = make_milestone(summary_en="", body_en=f"<p>{long} <em>needle</em> {long}</p>")
    shown = excerpt(milestone, ["needle"], "title")
    assert shown is not None
    assert [piece.text for piece in shown.pieces if piece.is_marked] == ["needle"]
    words = "".join(piece.text for piece in shown.pieces)
    assert len(words) < 200
    assert words.startswith("… ")
    assert words.endswith(" …")


# What it costs


def test_queries_do_not_grow_with_what_is_found(client, site):
    for title in ("fish", "fish and ships"):
        make_milestone(title_en=title)
        make_agreement(title_en=title)
    searches = [{"q": "fish"}, {"q": "fish", "type": "agreement"}, {"q": "nowhere"}]
    few = [queries(client, "/en/search/", **query) for query in searches]
    models: tuple[Any, ...] = (Milestone, Agreement)
    for model in models:
        model.objects.bulk_create(
            model(slug=f"copy-{number}", title_en="A fish", live=True, basis="states") for number in range(300)
        )
        SearchEntry.objects.bulk_create(
            SearchEntry(record_type=model.type_name(), slug=f"copy-{number}", language="en", text="a fish")
            for number in range(300)
        )
    assert [queries(client, "/en/search/", **query) for query in searches] == few
