"""The data as files: what is in them, in which form, and what their dictionary says."""

import csv
import datetime
import io
import json
from decimal import Decimal

import pytest
from django.utils.translation import override

from relations import opendata
from relations.models import RECORD_TYPES, Page, Party, Relationship, TradeFigure, TradeIndicator
from relations.values import content_fields
from tests.acting import NOW, republish
from tests.factories import (
    PUBLISHED_AT,
    make_action,
    make_agreement,
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_initiative,
    make_milestone,
    make_party,
    make_passage,
    make_source,
)
from tests.reading import SITE, page, queries, text
from tests.test_pages import make_more_records, make_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
FILES = [f"/data/{table.name}.{form}" for table in opendata.TABLES for form in ("csv", "json")]


def rows(client, name):
    """The rows of a CSV file as spreadsheets read it."""
    content = client.get(f"/data/{name}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def data(client, name):
    return json.loads(client.get(f"/data/{name}.json").content)


def filled(row):
    return {name: value for name, value in row.items() if value != ""}


# What there is


def test_every_type_of_record_has_a_file_but_the_pages_about_the_site():
    assert {table.model for table in opendata.TABLES} == set(RECORD_TYPES) - {Page}


LEFT_OUT = {Relationship: ("headline_figures", "contact_", "notice_banner_"), Party: ("colour",)}


@pytest.mark.parametrize("table", opendata.TABLES, ids=lambda table: table.name)
def test_every_field_of_a_record_has_its_column_but_what_is_only_for_show(table):
    names = {name for column in table.columns for name in column.headings}
    missing = set(content_fields(table.model)) - names
    assert {name for name in missing if not name.startswith(LEFT_OUT.get(table.model, ()))} == set()


def test_a_milestone_as_csv(client):
    passages = [
        make_passage(source=make_source(slug="letter"), slug="letter-p2", order=2),
        make_passage(source=make_source(slug="act"), slug="act-p1"),
    ]
    make_milestone(
        slug="visit", title_en="The visit", title_ko="방문", body_en="<p>They <em>met</em>.</p>", date="2012-05", kind="visit",
        party=make_party(slug="north"), areas=[make_area(slug="trade"), make_area(slug="arts")],
        agreement=make_agreement(slug="air"), passages=passages, basis="computed", derivation_en="2022 less ten.",
        as_of="2022-07", observed_yearly=True,
    )  # fmt: skip
    assert [filled(row) for row in rows(client, "milestone")] == [
        {
            "slug": "visit",
            "title_en": "The visit",
            "title_ko": "방문",
            "body_en": "<p>They <em>met</em>.</p>",
            "date": "2012-05",
            "is_announced": "false",
            "kind": "visit",
            "party": "north",
            "observed_yearly": "true",
            "agreement": "air",
            "areas": "arts; trade",
            "basis": "computed",
            "derivation_en": "2022 less ten.",
            "as_of": "2022-07",
            "passages": "act#act-p1; letter#letter-p2",
            "page_en": f"{SITE}/en/milestones/visit/",
            "page_es": f"{SITE}/es/milestones/visit/",
            "page_ko": f"{SITE}/ko/milestones/visit/",
            "version": "1",
            "version_page_en": f"{SITE}/en/milestones/visit/versions/1/",
            "version_page_es": f"{SITE}/es/milestones/visit/versions/1/",
            "version_page_ko": f"{SITE}/ko/milestones/visit/versions/1/",
            "updated": "2024-01-15T12:00:00Z",
        }
    ]


def test_a_figure_says_what_it_counts_in_its_own_row(client):
    north = make_party(slug="north")
    indicator = make_indicator(slug="exports", title_en="Exports", measure="exports", unit="USD", reporter=north)
    make_figure(
        indicator=indicator, period="2021", qualifier="nearly", value="4000000000", as_worded="nearly 4 billion"
    )
    (row,) = rows(client, "trade-figure")
    wanted = {
        "slug": "exports-2021", "indicator": "exports", "indicator_title_en": "Exports", "measure": "exports",
        "period": "2021", "qualifier": "nearly", "value": "4000000000", "unit": "USD",
        "as_worded": "nearly 4 billion", "reporter": "north", "partner": "", "page_en": f"{SITE}/en/trade/exports/#exports-2021",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert "version_page_en" not in row


@pytest.mark.parametrize(
    ("stored", "in_csv", "in_json"),
    [
        ("4000000000.00", "4000000000", 4000000000),
        ("0.50", "0.5", 0.5),
        ("-1234.56", "-1234.56", -1234.56),
        ("-300", "-300", -300),
        ("9999999999999.99", "9999999999999.99", 9999999999999.99),
    ],
)
def test_numbers_are_plain_digits_and_negative_ones_stay_numbers(client, stored, in_csv, in_json):
    make_figure(value=Decimal(stored))
    assert rows(client, "trade-figure")[0]["value"] == in_csv
    assert data(client, "trade-figure")["rows"][0]["value"] == in_json


def test_every_version_has_its_number_and_address(client):
    milestone = make_milestone(slug="visit")
    republish(milestone, title_en="The visit", at=NOW)
    (row,) = rows(client, "milestone")
    assert (row["version"], row["version_page_es"]) == ("2", f"{SITE}/es/milestones/visit/versions/2/")
    assert row["updated"] == "2030-01-02T03:04:00Z"


def test_a_row_that_was_written_past_the_verbs_has_no_version(client):
    make_milestone(title_en="Visit", past_the_verbs=True)
    (row,) = rows(client, "milestone")
    assert (row["title_en"], row["version"], row["version_page_en"]) == ("Visit", "", "")


def test_what_its_source_only_announced_is_said_to_be_announced(client):
    make_milestone(date="2024", as_of="2022")
    make_action(act="announced", date="2024", as_of="2022")
    make_initiative(period_start="2024", as_of="2022")
    for name in ("milestone", "agreement-action", "initiative"):
        assert rows(client, name)[0]["is_announced"] == "true", name


def test_the_status_of_an_agreement_is_that_of_the_day_with_the_date_of_its_sources():
    agreement = make_agreement(slug="air", as_of="2011")
    make_action(agreement=agreement, act="signed", date="2012-05-10", as_of="2012-05-11")
    make_action(agreement=agreement, act="entered_into_force", date="2013-02-01", as_of="2013-02-02")

    def status(day):
        table = opendata.BY_NAME["agreement"]
        content = opendata.as_csv(table, table.records(), on=datetime.date.fromisoformat(day)).removeprefix("\ufeff")
        (row,) = csv.DictReader(io.StringIO(content, newline=""))
        return row["status"], row["status_as_of"]

    assert status("2012-06-01") == ("signed", "2013-02-02")
    assert status("2013-02-01") == ("in_force", "2013-02-02")


def test_a_position_has_no_status(client):
    make_commitment(slug="aim", kind="goal")
    make_commitment(slug="belief", kind="position")
    assert {row["slug"]: row["status"] for row in rows(client, "commitment")} == {"aim": "open", "belief": ""}


def test_references_to_what_is_not_public_are_left_out(client):
    make_milestone(areas=[make_area(live=False), make_area(slug="arts")], agreement=make_agreement(live=False))
    (row,) = rows(client, "milestone")
    assert (row["areas"], row["agreement"]) == ("arts", "")


# In which form


def test_a_csv_file_is_what_spreadsheets_and_the_standard_expect(client):
    make_area(slug="arts", title_en='The "arts", and more', summary_en="One line.\nAnother.")
    response = client.get("/data/area.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Content-Disposition"] == 'attachment; filename="area.csv"'
    content = response.content
    assert content.startswith(b"\xef\xbb\xbfslug,title_en,")
    assert b'arts,"The ""arts"", and more",' in content
    assert content.endswith(b"\r\n")
    # A line ends in CR LF; the only other end is the one within a text.
    assert content.replace(b"\r\n", b"").count(b"\n") == 1
    (row,) = rows(client, "area")
    assert (row["title_en"], row["summary_en"]) == ('The "arts", and more', "One line.\nAnother.")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_becomes_a_formula(client, start):
    # Past the verbs: they would take the space from before it.
    make_area(slug="arts", title_en=f"{start}cmd|' /C calc'!A0", summary_en=f"a {start} b", past_the_verbs=True)
    (row,) = rows(client, "area")
    assert row["title_en"] == f"'{start}cmd|' /C calc'!A0"
    assert row["summary_en"] == f"a {start} b"
    assert data(client, "area")["rows"][0]["title_en"].startswith(start)


def test_a_body_is_clean_even_if_it_was_written_past_us(client):
    make_area(body_en='<p onclick="x()">Safe</p><script>x()</script>')
    assert rows(client, "area")[0]["body_en"] == "<p>Safe</p>"


def test_json_says_whose_it_is_how_to_cite_it_and_what_its_fields_mean(client):
    Relationship.objects.update(
        publisher_es="La embajada", data_licence_en="Free to use.", site_title_en="Northland and Southland"
    )
    make_milestone(slug="visit", title_en="The visit", kind="visit")
    response = client.get("/data/milestone.json")
    assert response["Content-Type"] == "application/json"
    content = json.loads(response.content)
    assert content["type"] == "milestone"
    assert content["address"] == f"{SITE}/data/milestone.json"
    assert content["publisher"] == {"en": "The embassy", "es": "La embajada", "ko": ""}
    assert content["licence"] == {"en": "Free to use.", "es": "", "ko": ""}
    assert content["title"]["es"] == "Hitos"
    assert content["citation"]["en"] == (
        "The embassy, “Milestones”, Northland and Southland, last changed on 15 January 2024, "
        f"{SITE}/data/milestone.json"
    )
    fields = {field["name"]: field for field in content["fields"]}
    assert list(fields) == list(content["rows"][0])
    assert fields["title_ko"]["language"] == "ko"
    assert fields["date"]["type"] == "date"
    assert fields["kind"]["values"]["visit"] == {"en": "Visit", "es": "Visita", "ko": "방문"}


def test_json_has_values_of_their_own_types(client):
    make_milestone(slug="visit", title_en="방문", date="2012", areas=[make_area(slug="arts")], observed_yearly=True)
    (row,) = data(client, "milestone")["rows"]
    assert "방문".encode() in client.get("/data/milestone.json").content
    wanted = {
        "title_en": "방문", "title_es": None, "date": "2012", "observed_yearly": True, "party": None,
        "areas": ["arts"], "version": 1,
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


def test_csv_and_json_hold_the_same_rows(client):
    make_records(1)
    for table in opendata.TABLES:
        in_csv, in_json = rows(client, table.name), data(client, table.name)["rows"]
        assert [row["slug"] for row in in_csv] == [row["slug"] for row in in_json]
        assert in_csv, table.name
        assert list(in_csv[0]) == list(in_json[0])


def test_files_are_the_same_for_every_reader_and_open_to_other_sites(client):
    make_records(1)
    for address in FILES:
        answers = [client.get(address, headers={"accept-language": code}) for code in ("en", "ko")]
        assert answers[0].content == answers[1].content, address
        assert not answers[0].cookies
        assert answers[0]["Access-Control-Allow-Origin"] == "*"


# How they are had


def test_the_figures_of_one_indicator_are_a_file_of_their_own(client):
    exports, imports = make_indicator(slug="exports"), make_indicator(slug="imports")
    for indicator, period in ((exports, "2021"), (exports, "2020"), (imports, "2021")):
        make_figure(indicator=indicator, period=period)
    assert [row["slug"] for row in rows(client, "trade-figure/exports")] == ["exports-2020", "exports-2021"]
    assert [row["slug"] for row in data(client, "trade-figure/imports")["rows"]] == ["imports-2021"]
    assert client.get("/data/trade-figure/exports.csv")["Content-Disposition"] == 'attachment; filename="exports.csv"'
    links = page(client, "/en/trade/exports/").xpath("//a/@href")
    assert {"/data/trade-figure/exports.csv", "/data/trade-figure/exports.json"} <= set(links)


def test_a_file_that_never_was_is_a_404_and_one_of_a_withdrawn_indicator_a_410(client):
    make_indicator(slug="gone", live=False, first_published_at=PUBLISHED_AT)
    make_indicator(slug="draft", live=False)
    assert client.get("/data/page.csv").status_code == 404
    assert client.get("/data/nothing.json").status_code == 404
    assert client.get("/data/trade-figure/draft.csv").status_code == 404
    assert client.get("/data/trade-figure/gone.json").status_code == 410


def test_until_a_relationship_is_public_there_is_no_data(client):
    Relationship.objects.update(live=False)
    for address in ("/data/milestone.csv", "/data/milestone.json", "/en/data/", "/en/calendar.ics", "/sitemap.xml"):
        assert client.get(address).status_code == 503, address


def test_files_are_read_only(client):
    for address in ("/data/milestone.csv", "/data/milestone.json", "/en/data/"):
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


def test_queries_do_not_grow_with_the_rows(client):
    addresses = [*FILES, "/en/data/"]
    make_records(2)
    few = {address: queries(client, address) for address in addresses}
    make_more_records(20)
    assert {address: queries(client, address) for address in addresses} == few


# The page about the data


def data_page(client, language="en"):
    return page(client, f"/{language}/data/")


def test_the_page_links_every_file_with_the_number_of_its_rows(client):
    make_records(2)
    tree = data_page(client)
    assert set(FILES) <= set(tree.xpath("//a/@href"))
    numbers = {row.xpath("string(.//a)"): text(row.xpath("td")[0]) for row in tree.xpath("//table[1]//tr[td]")[:12]}
    assert numbers["Milestones"] == "2"
    assert numbers["Trade figures"] == str(TradeFigure.objects.count())
    assert numbers["Trade indicators"] == str(TradeIndicator.objects.count())
    assert numbers["Relationship"] == "1"


def test_the_dictionary_names_every_column_in_the_readers_language(client):
    names = set(data_page(client).xpath("//th/code/text()"))
    assert names == {name for table in opendata.TABLES for column in table.columns for name in column.headings}
    with override("ko"):
        words = {
            str(meaning) for table in opendata.TABLES for column in table.columns for _word, meaning in column.words
        }
    shown = text(data_page(client, "ko"))
    assert all(word in shown for word in words)


def test_the_page_says_under_which_terms_the_data_may_be_used_or_that_it_does_not_know(client):
    assert "has not said under which terms" in text(data_page(client))
    Relationship.objects.update(data_licence_en="Free to use, see https://example.org/licence.")
    tree = data_page(client)
    assert "has not said" not in text(tree)
    assert "Free to use" in text(tree)
    assert "https://example.org/licence" in tree.xpath("//dd/a/@href")


def test_the_page_says_how_the_data_is_cited(client):
    make_milestone()
    assert text(data_page(client).get_element_by_id("cite_text")) == (
        f"The embassy, “Data”, Northland and Southland, last changed on 15 January 2024, {SITE}/en/data/"
    )


def test_every_page_leads_to_the_data(client):
    for language in ("en", "es", "ko"):
        tree = page(client, f"/{language}/")
        assert f"/{language}/data/" in tree.xpath("//footer//a/@href")
