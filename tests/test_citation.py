"""How pages, figures, sources and the data are cited: in words, and as BibTeX that other programs can read."""

import bibtexparser
import pytest
from django.utils import timezone
from django.utils.translation import override
from pylatexenc.latex2text import LatexNodes2Text

from relations import citation
from relations.publishing import preview_token
from tests.acting import NOW, edit, republish
from tests.factories import (
    make_agreement,
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_initiative,
    make_milestone,
    make_page,
    make_relationship,
    make_source,
)
from tests.reading import SITE, page, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_relationship(site_title_es="Norte y Sur", site_title_ko="북국과 남국", publisher_ko="대사관")


def cited(client, address):
    """The citation that a page gives of itself, in words."""
    return text(page(client, address).get_element_by_id("cite_text"))


def entries(source):
    """The entries of a text in BibTeX, by their keys, as a program that knows LaTeX reads them."""
    library = bibtexparser.parse_string(source)
    assert library.failed_blocks == []
    return {entry.key: {field.key: read(field) for field in entry.fields} for entry in library.entries}


def read(field):
    # An address is set letter by letter; the rest is LaTeX.
    return field.value if field.key == "url" else LatexNodes2Text().latex_to_text(str(field.value))


def bibtex(client, address):
    return entries(page(client, address).get_element_by_id("cite_bibtex").text)


# Pages


def test_a_page_is_cited_in_the_version_that_it_shows(client):
    milestone = make_milestone(slug="visit", title_en="The visit")
    assert cited(client, "/en/milestones/visit/") == (
        "The embassy, “The visit”, Northland and Southland, version 1 of 15 January 2024, "
        f"{SITE}/en/milestones/visit/versions/1/"
    )
    republish(milestone, title_en="The first visit", at=NOW)
    assert cited(client, "/en/milestones/visit/") == (
        "The embassy, “The first visit”, Northland and Southland, version 2 of 2 January 2030, "
        f"{SITE}/en/milestones/visit/versions/2/"
    )
    assert cited(client, "/en/milestones/visit/versions/1/") == (
        "The embassy, “The visit”, Northland and Southland, version 1 of 15 January 2024, "
        f"{SITE}/en/milestones/visit/versions/1/"
    )


@pytest.mark.parametrize(("language", "site_title"), [("es", "Norte y Sur"), ("ko", "북국과 남국")])
def test_a_page_is_cited_in_the_readers_language_with_its_address_there(client, language, site_title):
    make_milestone(slug="visit", title_es="La visita", title_ko="방문")
    shown = cited(client, f"/{language}/milestones/visit/")
    title = {"es": "La visita", "ko": "방문"}[language]
    assert title in shown
    assert site_title in shown
    assert shown.endswith(f"{SITE}/{language}/milestones/visit/versions/1/")


def test_a_text_of_a_citation_keeps_the_language_in_which_it_stands(client):
    make_milestone(slug="visit", title_en="The visit")
    tree = page(client, "/ko/milestones/visit/").get_element_by_id("cite_text")
    assert {span.text: span.get("lang") for span in tree.xpath("span[@lang]")} == {
        "대사관": "ko",
        "“The visit”": "en",
        "북국과 남국": "ko",
    }


def test_every_record_with_a_page_says_how_it_is_cited(client):
    addresses = ["about/"]
    for maker, folder in (
        (make_milestone, "milestones"), (make_agreement, "agreements"), (make_indicator, "trade"),
        (make_area, "cooperation"), (make_initiative, "initiatives"), (make_commitment, "commitments"),
        (make_page, "pages"),
    ):  # fmt: skip
        maker(slug="one")
        addresses.append(f"{folder}/one/")
    for address in addresses:
        assert cited(client, f"/en/{address}").endswith(f"{SITE}/en/{address}versions/1/"), address
        (entry,) = bibtex(client, f"/en/{address}").values()
        assert entry["url"] == f"{SITE}/en/{address}versions/1/"


def test_a_row_that_was_written_past_the_verbs_is_cited_at_its_page(client):
    make_milestone(slug="visit", title_en="The visit", past_the_verbs=True)
    assert cited(client, "/en/milestones/visit/") == (
        f"The embassy, “The visit”, Northland and Southland, {SITE}/en/milestones/visit/"
    )


def test_a_page_as_bibtex(client):
    make_milestone(slug="visit", title_en="The visit")
    assert page(client, "/en/milestones/visit/").get_element_by_id("cite_bibtex").text == (
        "@misc{milestone-visit-v1,\n"
        "  author = {{The embassy}},\n"
        "  title = {{The visit}},\n"
        "  howpublished = {Northland and Southland},\n"
        "  year = {2024},\n"
        "  month = jan,\n"
        "  note = {version 1 of 15 January 2024},\n"
        "  url = {https://relations.example.org/en/milestones/visit/versions/1/},\n"
        "}"
    )


# Sources and figures


def test_a_source_is_cited_itself_and_not_the_page_about_it(client):
    make_source(
        slug="letter", title_en="On the sea", author_en="Ana Ruiz", office_en="minister", kind="letter", publisher_en="The Post",
        published_earliest="2022-05-11", published_latest="2022-07-27", url="https://example.org/a_b?c=50%25",
        accessed="2024-03-01",
    )  # fmt: skip
    assert cited(client, "/en/sources/letter/") == (
        "Ana Ruiz, minister, “On the sea”, [Letter], The Post, between 11 May 2022 and 27 July 2022, "
        "https://example.org/a_b?c=50%25, accessed 1 March 2024"
    )
    assert bibtex(client, "/en/sources/letter/") == {
        "source-letter": {
            "author": "Ana Ruiz",
            "title": "On the sea",
            "howpublished": "Letter",
            "publisher": "The Post",
            "year": "2022",
            "note": "minister; between 11 May 2022 and 27 July 2022",
            "url": "https://example.org/a_b?c=50%25",
            "urldate": "2024-03-01",
        }
    }


@pytest.mark.parametrize(
    ("earliest", "latest", "year", "month"),
    [
        ("2022-05-11", "2022-05-11", "2022", "may"),
        ("2022-05-11", "2022-05-27", "2022", "may"),
        ("2022-05", "2022-07-27", "2022", None),
        ("2022", None, "2022", None),
        ("2021", "2022", None, None),
        (None, None, None, None),
    ],
)
def test_a_sources_year_and_month_are_given_as_far_as_they_are_known(client, earliest, latest, year, month):
    make_source(slug="letter", published_earliest=earliest, published_latest=latest)
    entry = bibtex(client, "/en/sources/letter/")["source-letter"]
    assert (entry.get("year"), entry.get("month")) == (year, month)
    assert ("no date" in cited(client, "/en/sources/letter/")) == (earliest is None)


def test_an_indicators_page_gives_an_entry_for_each_figure_as_exact_as_its_source(client):
    indicator = make_indicator(slug="total", title_en="Total trade")
    make_figure(indicator=indicator, period="2021", qualifier="nearly", value="4000000000", as_of="2022")
    make_figure(indicator=indicator, period="2020", value="3500000000", as_of="2022-07-28")
    found = bibtex(client, "/en/trade/total/")
    assert set(found) == {"tradeindicator-total-v1", "tradefigure-total-2021", "tradefigure-total-2020"}
    assert found["tradefigure-total-2021"] == {
        "author": "The embassy",
        "title": "Total trade, 2021: nearly 4 billion US dollars",
        "howpublished": "Northland and Southland",
        "year": "2024",
        "note": "as of 2022",
        "url": f"{SITE}/en/trade/total/#total-2021",
    }
    assert set(bibtex(client, "/en/trade/total/versions/1/")) == {"tradeindicator-total-v1"}


def test_a_figure_in_words(site):
    figure = make_figure(indicator=make_indicator(title_en="Total trade", slug="total"), period="2021", as_of="2022")
    with override("en"):
        assert str(citation.of_figure(figure, site)) == (
            "The embassy, “Total trade, 2021: 4 billion US dollars”, Northland and Southland, as of 2022, "
            f"{SITE}/en/trade/total/#total-2021"
        )


# BibTeX's own rules

NASTY = {
    "50 % of A & B_C #1 for $5": r"50 \% of A \& B\_C \#1 for \$5",
    "A {brace} and a } alone": r"A \textbraceleft{}brace\textbraceright{} and a \textbraceright{} alone",
    "{": r"\textbraceleft{}",
    "back\\slash ~ tilde ^ caret": r"back\textbackslash{}slash \textasciitilde{} tilde \textasciicircum{} caret",
    "양국 관계 – «año»": "양국 관계 – «año»",
    'He said "no" @ noon, = 12': 'He said "no" @ noon, = 12',
    "Two\nlines": "Two lines",
}


@pytest.mark.parametrize("title", NASTY)
def test_no_text_breaks_an_entry(client, title):
    make_area(slug="one", title_en=title, past_the_verbs=True)
    source = page(client, "/en/cooperation/one/").get_element_by_id("cite_bibtex").text
    assert f"  title = {{{{{NASTY[title]}}}}},\n" in source
    # BibTeX counts every brace, even one after a backslash.
    assert source.count("{") == source.count("}")
    assert [entry["url"] for entry in entries(source).values()] == [f"{SITE}/en/cooperation/one/"]


def test_what_latex_would_take_for_its_own_is_read_back_as_it_was(client):
    make_area(slug="one", title_en="50 % of A & B_C #1 for $5, back\\slash")
    (entry,) = bibtex(client, "/en/cooperation/one/").values()
    assert entry["title"] == "50 % of A & B_C #1 for $5, back\\slash"


def test_an_address_stands_as_it_is_but_for_what_breaks_an_entry():
    address = "https://example.org/a_b/50%25?x=1&y={z}#é"
    assert citation.address_in_bibtex(address) == "{https://example.org/a_b/50%25?x=1&y=%7Bz%7D#%C3%A9}"
    assert citation.address_in_bibtex("") == ""


# Around it


def test_the_buttons_that_copy_are_hidden_until_a_script_shows_them(client):
    make_milestone(slug="visit")
    tree = page(client, "/en/milestones/visit/")
    for copies in ("cite_text", "cite_bibtex"):
        (button,) = tree.xpath(f"//button[@data-copies='{copies}']")
        assert button.getparent().get("hidden") is not None
        assert tree.get_element_by_id(copies) is not None
    assert tree.xpath("//script/@src") == ["/static/js/copy.js"]
    assert page(client, "/en/milestones/").xpath("//script/@src") == []


def test_a_draft_is_not_cited(client, editor):
    milestone = make_milestone(slug="visit")
    revision = edit(milestone, title_en="Not yet", by=editor, at=timezone.now())
    shown = page(client, f"/preview/{preview_token(revision, at=timezone.now())}/en/")
    assert shown.xpath("//*[@id='cite_text']") == []
