"""Versions: each publication has a lasting page of its own, and a record's page tells its history."""

import datetime
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.models import Milestone, Passage, Revision
from relations.publishing import discard, publish, redact, submit, withdraw
from tests.acting import edit, republish
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
from tests.once import once
from tests.reading import links, main_text, page, parsed, queries, text

pytestmark = pytest.mark.django_db
MAY = datetime.datetime(2025, 5, 10, 12, tzinfo=datetime.UTC)
JUNE = MAY + datetime.timedelta(days=31)

draft, revise = partial(edit, at=MAY), partial(republish, at=MAY)


@pytest.fixture(autouse=True)
def site():
    return once("a relationship that says more", lambda: make_relationship(about_en="What this site is."))


def shown(client, address):
    """The words of the main part of a page."""
    return main_text(page(client, address))


def last_updated(client, address):
    """The day on which a page says that it was last updated."""
    return text(page(client, address).xpath("//dt[.='Last updated']/following-sibling::dd")[0])


def history(client, address):
    """The entries of a page's history, the latest first."""
    return [text(entry) for entry in page(client, address).xpath("//details//li")]


# The page of a version


def test_each_version_shows_the_record_as_it_was(client):
    milestone = make_milestone(slug="visit", title_en="The visit", summary_en="It lasted a day.")
    revise(milestone, title_en="The state visit", date="2012-05-11")
    assert text(page(client, "/en/milestones/visit/").find(".//h1")) == "The state visit"
    assert text(page(client, "/en/milestones/visit/versions/2/").find(".//h1")) == "The state visit"
    first = page(client, "/en/milestones/visit/versions/1/")
    assert text(first.find(".//h1")) == "The visit"
    assert first.xpath("//main//time/@datetime") == ["2012-05-10"]
    assert "It lasted a day." in text(first)


def test_a_version_says_which_one_it_is_and_leads_to_the_page_as_it_is_now(client):
    milestone = make_milestone(slug="visit")
    revise(milestone, note={"en": "The title is shorter.", "ko": "제목을 줄였습니다."}, title_en="Visit")
    tree = page(client, "/en/milestones/visit/versions/2/")
    notice = tree.xpath("//p[@class='notice'][contains(., 'version 2')]")[0]
    assert "10 May 2025" in text(notice)
    assert "The title is shorter." in text(notice)
    assert notice.xpath(".//a/@href") == ["/en/milestones/visit/"]
    assert "version 2" in text(tree.find(".//title"))
    korean = page(client, "/ko/milestones/visit/versions/2/")
    assert korean.xpath("//p[@class='notice']//span[@lang='ko']/text()") == ["제목을 줄였습니다."]
    spanish = page(client, "/es/milestones/visit/versions/2/")
    assert spanish.xpath("//p[@class='notice']//span[@lang='en']/text()") == ["The title is shorter."]


def test_a_version_is_not_indexed_and_names_the_live_page_as_the_one_to_find(client, settings):
    make_milestone(slug="visit")
    response = client.get("/es/milestones/visit/versions/1/")
    assert response["X-Robots-Tag"] == "noindex"
    tree = parsed(response)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{settings.SITE_URL}/es/milestones/visit/"]
    assert tree.xpath("//link[@rel='alternate']") == []
    live = client.get("/es/milestones/visit/")
    assert "X-Robots-Tag" not in live
    assert b'name="robots"' not in live.content


def test_the_language_switch_stays_on_the_version(client):
    make_milestone(slug="visit")
    tree = page(client, "/en/milestones/visit/versions/1/")
    assert "/ko/milestones/visit/versions/1/" in tree.xpath("//a[@hreflang='ko']/@href")


def test_a_version_falls_back_to_the_main_language_and_says_so(client):
    milestone = make_milestone(slug="visit", title_en="The visit", title_ko="")
    revise(milestone, title_ko="방문")
    tree = page(client, "/ko/milestones/visit/versions/1/")
    assert tree.find(".//h1").get("lang") == "en"
    assert "영어" in text(tree)
    assert text(page(client, "/ko/milestones/visit/versions/2/").find(".//h1")) == "방문"


def test_a_version_cites_the_passages_of_then_as_far_as_they_are_public_now(client):
    kept, dropped, hidden = (make_passage(locator=f"¶{number}", fragment=f"words {number}") for number in (1, 2, 3))
    milestone = make_milestone(slug="visit", passages=[kept, dropped, hidden])
    revise(milestone, passages=[kept])
    withdraw(hidden, by=None, at=JUNE, note={"en": "A slip."})
    Passage.objects.filter(pk=kept.pk).update(gist_en="What it says.")
    first = shown(client, "/en/milestones/visit/versions/1/")
    assert "words 1" in first
    assert "words 2" in first
    assert "words 3" not in first
    assert "words 2" not in shown(client, "/en/milestones/visit/")


def test_a_version_refers_to_other_records_as_far_as_they_are_public_now(client):
    gone, there = make_agreement(title_en="Old treaty"), make_agreement(title_en="New treaty")
    art, trade = make_area(title_en="The arts"), make_area(title_en="Commerce")
    milestone = make_milestone(slug="visit", agreement=gone, areas=[art, trade])
    revise(milestone, agreement=there, areas=[])
    first = shown(client, "/en/milestones/visit/versions/1/")
    assert "Old treaty" in first
    assert "The arts" in first
    withdraw(gone, art, by=None, at=JUNE, note={"en": "No longer."})
    first = shown(client, "/en/milestones/visit/versions/1/")
    assert "Old treaty" not in first
    assert "The arts" not in first
    assert "Commerce" in first
    assert "New treaty" in shown(client, "/en/milestones/visit/versions/2/")


def test_a_version_of_a_commitment_hides_what_fulfilled_it_once_that_is_withdrawn(client):
    milestone = make_milestone(title_en="Trade doubled")
    commitment = make_commitment(slug="double", status="fulfilled", fulfilled_by_milestone=milestone)
    assert "Trade doubled" in shown(client, "/en/commitments/double/versions/1/")
    revise(commitment, status="open", fulfilled_by_milestone=None)
    withdraw(milestone, by=None, at=JUNE, note={"en": "It had not."})
    assert "Trade doubled" not in shown(client, "/en/commitments/double/versions/1/")


def test_a_version_derives_nothing_from_the_day_on_which_it_is_read(client):
    make_milestone(slug="founding", date="1963-04-01", as_of="2000", observed_yearly=True)
    make_milestone(slug="chair", date="2024", as_of="2022")
    make_initiative(slug="harbours", period_start="2002", as_of="2000")
    assert "Next anniversary" in shown(client, "/en/milestones/founding/")
    assert "no later source yet" in shown(client, "/en/milestones/chair/")
    for address in ("milestones/founding", "milestones/chair", "initiatives/harbours"):
        words = shown(client, f"/en/{address}/versions/1/").lower()
        assert "anniversary" not in words
        assert "no later source" not in words
    assert "announced in 2022 for 2024" in shown(client, "/en/milestones/chair/versions/1/").lower()


def test_a_version_of_an_agreement_has_no_status_and_leads_to_the_actions_of_today(client):
    agreement = make_agreement(slug="fish", title_en="Fisheries")
    make_action(agreement=agreement, act="entered_into_force")
    amending = make_agreement(slug="more", title_en="More fisheries", amends=[agreement])
    make_milestone(title_en="Signing day", agreement=agreement)
    tree = page(client, "/en/agreements/fish/versions/1/")
    words = text(tree.get_element_by_id("content"))
    for derived in ("In force", "Entered into force", "More fisheries", "Signing day"):
        assert derived in shown(client, "/en/agreements/fish/")
        assert derived not in words
    assert "/en/agreements/fish/#actions" in links(tree)
    assert page(client, "/en/agreements/fish/").get_element_by_id("actions") is not None
    # What the agreement says itself of others is its own.
    assert "Fisheries" in shown(client, f"/en/agreements/{amending.slug}/versions/1/")


def test_a_version_of_an_indicator_leads_to_the_figures_of_today(client):
    indicator = make_indicator(slug="exports", definition_en="All goods.")
    make_figure(indicator=indicator, period="2021", value="4000000")
    make_figure(indicator=indicator, period="2022", value="5000000")
    tree = page(client, "/en/trade/exports/versions/1/")
    words = text(tree.get_element_by_id("content"))
    assert "All goods." in words
    assert "million" not in words
    assert "/en/trade/exports/#figures" in links(tree)
    assert page(client, "/en/trade/exports/").get_element_by_id("figures") is not None


def test_a_version_of_a_source_leads_to_the_passages_of_today(client):
    passage = make_passage(source=make_source(slug="letter"), fragment="some of its words")
    tree = page(client, "/en/sources/letter/versions/1/")
    assert passage.fragment not in text(tree)
    assert "/en/sources/letter/#passages" in links(tree)
    assert page(client, "/en/sources/letter/").get_element_by_id("passages") is not None


def test_a_version_of_an_area_lists_nothing_that_others_say(client):
    area = make_area(slug="health", title_en="Health")
    for make in (make_milestone, make_agreement, make_initiative, make_commitment, make_indicator):
        make(title_en="Of health", areas=[area])
    assert shown(client, "/en/cooperation/health/").count("Of health") == 5
    assert "Of health" not in shown(client, "/en/cooperation/health/versions/1/")


def test_a_version_of_the_relationship_leaves_the_frame_as_it_is_now(client, site):
    revise(site, site_title_en="A new name", tagline_en="A new line", about_en="Something else.")
    tree = page(client, "/en/about/versions/1/")
    assert "A new name" in text(tree.find(".//title"))
    words = text(tree.get_element_by_id("content"))
    for former in ("Northland and Southland", "Two shores, one sea", "What this site is."):
        assert former in words
    assert "Something else." in shown(client, "/en/about/")


# What is no version


def test_what_was_never_published_has_no_address(client):
    milestone = make_milestone(slug="visit")
    revision = draft(milestone, title_en="A draft")
    submit(revision, by=None, at=MAY)
    assert client.get("/en/milestones/visit/versions/2/").status_code == 404
    discard(revision, by=None, at=MAY)
    superseded = draft(milestone, title_en="Half a draft")
    revise(milestone, title_en="Whole")
    assert Revision.objects.get(pk=superseded.pk).number is None
    for number in range(3, 10):
        assert client.get(f"/en/milestones/visit/versions/{number}/").status_code == 404
    assert "A draft" not in shown(client, "/en/milestones/visit/versions/2/")
    never = make_milestone(slug="secret", live=False)
    draft(never, title_en="Still secret")
    for address in ("milestones/secret/", "milestones/secret/versions/1/", "milestones/nobody/versions/1/"):
        assert client.get(f"/en/{address}").status_code == 404


@pytest.mark.parametrize(
    "number", ["0", "2", "999", "00001", "01", "-1", "1.0", "x", "%00", "999999999", str(2**63), str(2**64), "9" * 5000]
)
@pytest.mark.parametrize("address", ["milestones/visit", "about"])
def test_a_number_that_no_version_has_is_a_404(client, address, number):
    make_milestone(slug="visit")
    response = client.get(f"/en/{address}/versions/{number}/")
    assert response.status_code == 404
    assert parsed(response).get("lang") == "en"


def test_versions_have_no_list_of_their_own_and_take_no_other_method(client):
    make_milestone(slug="visit")
    assert client.get("/en/milestones/visit/versions/").status_code == 404
    assert client.post("/en/milestones/visit/versions/1/").status_code == 405
    assert client.head("/en/milestones/visit/versions/1/").status_code == 200


def test_a_redacted_version_says_that_its_content_was_removed(client):
    milestone = make_milestone(slug="visit", title_en="A private name")
    revise(milestone, title_en="The visit")
    redact(Revision.objects.get(slug="visit", number=1), by=None, at=JUNE)
    response = client.get("/en/milestones/visit/versions/1/")
    assert response.status_code == 410
    assert response["X-Robots-Tag"] == "noindex"
    tree = parsed(response)
    assert "removed" in text(tree.find(".//h1"))
    assert "A private name" not in text(tree)
    assert "/en/milestones/visit/" in links(tree)
    assert tree.xpath("//link[@rel='canonical']") == []
    live = page(client, "/en/milestones/visit/")
    assert "/en/milestones/visit/versions/1/" not in links(live)
    assert "/en/milestones/visit/versions/2/" in links(live)
    assert any("Version 1" in entry and "removed" in entry for entry in history(client, "/en/milestones/visit/"))


# What the live page says of itself


def test_a_saved_draft_changes_no_byte_of_the_public_page(client):
    agreement = make_agreement(slug="fish")
    action = make_action(agreement=agreement)
    addresses = [f"/{language}/agreements/fish/{rest}" for language in ("en", "ko") for rest in ("", "versions/1/")]
    before = [client.get(address).content for address in addresses]
    for revision in (
        draft(agreement, note={"en": "Soon."}, title_en="Soon"),
        draft(action, note={"en": "Soon."}, note_en="Soon"),
    ):
        submit(revision, by=None, at=MAY)
    assert [client.get(address).content for address in addresses] == before


def test_a_page_tells_when_it_was_updated_and_why(client, settings):
    milestone = make_milestone(slug="visit")
    revise(milestone, note={"en": "The title is right now.", "es": "El título es correcto."}, title_en="Visit")
    assert last_updated(client, "/en/milestones/visit/") == "10 May 2025"
    assert "The title is right now." in shown(client, "/en/milestones/visit/")
    tree = page(client, "/es/milestones/visit/")
    assert tree.xpath("//main//span[@lang='es']/text()").count("El título es correcto.") == 2
    address = f"{settings.SITE_URL}/es/milestones/visit/versions/2/"
    assert tree.xpath(f"//main//a[.='{address}']/@href") == ["/es/milestones/visit/versions/2/"]


def test_only_a_major_change_moves_the_date_of_the_update(client):
    milestone = make_milestone(slug="visit")
    revise(milestone, title_en="Visit", at=MAY)
    revise(milestone, title_en="A visit", at=JUNE, change="minor", note={"en": "A slip is mended."})
    assert last_updated(client, "/en/milestones/visit/") == "10 May 2025"
    assert "A slip is mended." in shown(client, "/en/milestones/visit/")
    assert "/en/milestones/visit/versions/3/" in links(page(client, "/en/milestones/visit/"))


def test_a_day_is_that_of_the_sites_time_zone(client, settings):
    revise(make_milestone(slug="visit"), title_en="Visit", at=datetime.datetime(2025, 5, 10, 23, tzinfo=datetime.UTC))
    settings.TIME_ZONE = "Asia/Tokyo"
    assert last_updated(client, "/en/milestones/visit/") == "11 May 2025"
    assert "11 May 2025" in shown(client, "/en/milestones/visit/versions/2/")


@pytest.mark.parametrize("address", ["milestones/visit/", "milestones/visit/versions/2/"])
def test_the_history_lists_every_version_with_its_note_and_address(client, address):
    milestone = make_milestone(slug="visit")
    revise(milestone, title_en="Visit", at=MAY, note={"en": "Shorter."})
    revise(milestone, title_en="A visit", at=JUNE, change="minor")
    entries = history(client, f"/en/{address}")
    assert [entry.split(" · ")[:3] for entry in entries[:2]] == [
        ["Version 3", "10 June 2025", "minor change"],
        ["Version 2", "10 May 2025", "major change"],
    ]
    assert entries[2].startswith("Version 1 · 15 January 2024")
    assert "Shorter." in entries[1]
    addresses = page(client, f"/en/{address}").xpath("//details//a[starts-with(., 'Version')]/@href")
    assert addresses == [f"/en/milestones/visit/versions/{number}/" for number in (3, 2, 1)]


def test_authors_are_not_public(client):
    author = User.objects.create_superuser("a-name-like-no-other", first_name="Authorina", last_name="Authorson")
    milestone = make_milestone(slug="visit")
    revise(milestone, by=author, title_en="Visit", note={"en": "Mended."})
    for address in ("milestones/visit/", "milestones/visit/versions/2/"):
        content = client.get(f"/en/{address}").content.decode()
        for name in ("a-name-like-no-other", "Authorina", "Authorson"):
            assert name not in content


def test_what_has_no_page_of_its_own_has_its_history_on_its_parents(client):
    agreement, indicator, source = make_agreement(slug="fish"), make_indicator(slug="exports"), make_source(slug="s")
    revise(make_action(agreement=agreement, act="signed", date="2012"), note_en="At sea.", note={"en": "Where it was."})
    revise(make_figure(indicator=indicator, period="2021"), at=JUNE, value="5000000", note={"en": "Mended."})
    revise(make_passage(source=source, locator="¶7"), gist_en="It says so.", note={"en": "Reworded."})
    for address, name, note in (
        ("agreements/fish/", "Signed (2012)", "Where it was."),
        ("trade/exports/", "2021", "Mended."),
        ("sources/s/", "¶7", "Reworded."),
    ):
        entries = history(client, f"/en/{address}")
        assert entries[0].startswith(f"{name} · Version 2 · "), address
        assert entries[0].endswith(note)
        # Only the record itself has pages of its versions.
        versions = page(client, f"/en/{address}").xpath("//details//a[starts-with(., 'Version')]/@href")
        assert versions == [f"/en/{address}versions/1/"]
        assert history(client, f"/en/{address}versions/1/") == [entry for entry in entries if entry[:7] == "Version"]
    assert last_updated(client, "/en/trade/exports/") == "10 June 2025"


def test_the_parties_have_their_history_on_the_page_about_the_site(client, site):
    revise(site.home_party, formal_name_en="The Realm of Northland", note={"en": "With its formal name."})
    entries = history(client, "/en/about/")
    assert entries[0].startswith("Northland · Version 2 · 10 May 2025")
    assert entries[0].endswith("With its formal name.")


def test_parts_that_were_published_together_are_one_entry(client):
    source = make_source(slug="letter")
    passages = [make_passage(source=source, locator=locator) for locator in ("¶1", "¶1", "¶2")]
    note = {"en": "All looked at again."}
    drafts = [draft(passage, gist_en="It says so.", note=note) for passage in passages]
    publish(*drafts, by=None, at=MAY)
    entries = history(client, "/en/sources/letter/")
    assert entries[0].startswith("¶1, ¶2 · Version 2 · ")
    assert sum("All looked at again." in entry for entry in entries) == 1


def test_a_withdrawn_part_is_not_in_the_history(client):
    agreement = make_agreement(slug="fish")
    action = make_action(agreement=agreement, act="signed")
    revise(action, note_en="At sea.", note={"en": "Where it was signed."})
    withdraw(action, by=None, at=JUNE, note={"en": "It was not signed."})
    entries = history(client, "/en/agreements/fish/")
    assert [entry for entry in entries if "Signed" in entry or "Where it was signed." in entry] == []


def test_a_row_that_was_written_past_us_has_no_history_and_no_versions(client):
    make_milestone(slug="direct", past_the_verbs=True)
    tree = page(client, "/en/milestones/direct/")
    assert tree.xpath("//details//a") == []
    assert client.get("/en/milestones/direct/versions/1/").status_code == 404
    Milestone.objects.filter(slug="direct").update(updated_at=None)
    content = shown(client, "/en/milestones/direct/")
    assert not [words for words in ("Last updated", "This version", "History") if words in content]


def test_a_note_in_another_language_is_said_to_be_so(client, site):
    translated = {f"{name}_ko": "글" for name in ("site_title", "tagline", "introduction", "publisher", "about")}
    revise(site, **translated)
    for party in (site.home_party, site.partner_party):
        revise(party, name_ko="나라", formal_name_ko="나라", adjective_ko="나라")
    body = make_page(slug="privacy", title_ko="글", body_ko="<p>글</p>")
    notice = "표시 언어"
    assert notice not in shown(client, "/ko/pages/privacy/")
    revise(body, note={"en": "Only in English."}, body_en="<p>Words.</p>")
    assert notice in shown(client, "/ko/pages/privacy/")


# What it costs


def test_a_longer_history_costs_no_query_more(client):
    agreement = make_agreement(slug="fish")
    action = make_action(agreement=agreement)

    addresses = ("/en/agreements/fish/", "/en/agreements/fish/versions/1/")
    few = [queries(client, address) for address in addresses]
    for number in range(5):
        revise(agreement, registration_number=f"{number}")
        revise(action, note_en=f"{number}")
    assert [queries(client, address) for address in addresses] == few


def test_a_page_reads_its_history_in_one_query_without_the_values(client):
    make_page(slug="privacy")
    with CaptureQueriesContext(connection) as captured:
        page(client, "/en/pages/privacy/")
    about_revisions = [query["sql"] for query in captured if 'FROM "relations_revision"' in query["sql"]]
    assert len(about_revisions) == 1
    for column in ('"values"', '"author_id"'):
        assert column not in about_revisions[0]
    for address in ("/en/milestones/", "/en/trade/"):
        with CaptureQueriesContext(connection) as captured:
            page(client, address)
        assert [query for query in captured if "relations_revision" in query["sql"]] == []
