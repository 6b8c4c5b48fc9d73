"""What was withdrawn: its address says so, why, and what to read instead; what was never public is unknown."""

import datetime

import pytest
from django.utils import timezone

from relations.models import Milestone
from relations.publishing import publish, reinstate, save_draft, withdraw
from tests.factories import (
    make_agreement,
    make_area,
    make_commitment,
    make_indicator,
    make_initiative,
    make_milestone,
    make_page,
    make_source,
)
from tests.reading import links, page, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
AT = datetime.datetime(2025, 5, 10, 12, tzinfo=datetime.UTC)
NOTE = {"en": "It was another visit.", "ko": "다른 방문이었습니다."}
PAGES = [
    (make_milestone, "milestones"),
    (make_agreement, "agreements"),
    (make_indicator, "trade"),
    (make_area, "cooperation"),
    (make_initiative, "initiatives"),
    (make_commitment, "commitments"),
    (make_source, "sources"),
    (make_page, "pages"),
]


def gone(client, address):
    return page(client, address, 410)


@pytest.mark.parametrize(("make", "folder"), PAGES, ids=[folder for _make, folder in PAGES])
def test_the_address_of_a_withdrawn_record_says_why(client, make, folder):
    record = make(slug="gone", title_en="Its former title")
    withdraw(record, by=None, at=AT, note=NOTE)
    for address in (f"/en/{folder}/gone/", f"/en/{folder}/gone/versions/1/"):
        words = text(gone(client, address))
        assert "It was another visit." in words
        assert "Its former title" not in words
        assert address in words


def test_the_note_stands_in_the_readers_language_or_says_in_which(client):
    withdraw(make_milestone(slug="visit"), by=None, at=AT, note=NOTE)
    korean, spanish = gone(client, "/ko/milestones/visit/"), gone(client, "/es/milestones/visit/")
    assert korean.get("lang") == "ko"
    assert korean.xpath("//main//p[@lang='ko']/text()") == [NOTE["ko"]]
    assert spanish.xpath("//main//p[@lang='en']/text()") == [NOTE["en"]]
    assert "inglés" in text(spanish)


def test_the_page_is_not_indexed_and_names_no_address_to_find(client):
    withdraw(make_milestone(slug="visit"), by=None, at=AT, note=NOTE)
    response = client.get("/en/milestones/visit/")
    assert response["X-Robots-Tag"] == "noindex"
    tree = parsed(response)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//link[@rel='canonical' or @rel='alternate']") == []
    assert len(tree.findall(".//h1")) == 1
    assert "/ko/milestones/visit/" in tree.xpath("//a[@hreflang='ko']/@href")
    assert not response.cookies


def test_it_leads_to_what_replaced_the_record_while_that_is_public(client):
    replacement = make_milestone(slug="other", title_en="The other visit")
    withdraw(make_milestone(slug="visit"), by=None, at=AT, note=NOTE, replaced_by=replacement)
    tree = gone(client, "/en/milestones/visit/")
    assert "/en/milestones/other/" in links(tree)
    assert "The other visit" in text(tree)
    withdraw(replacement, by=None, at=AT, note={"en": "Neither."})
    tree = gone(client, "/en/milestones/visit/")
    assert "/en/milestones/other/" not in links(tree)
    assert "The other visit" not in text(tree)


def test_a_version_that_never_was_of_a_withdrawn_record_tells_nothing_more(client):
    withdraw(make_milestone(slug="visit"), by=None, at=AT, note=NOTE)
    assert "It was another visit." in text(gone(client, "/en/milestones/visit/versions/7/"))


def test_what_was_never_public_is_unknown(client):
    make_milestone(slug="secret", title_en="Still secret", live=False)
    response = client.get("/en/milestones/secret/")
    assert response.status_code == 404
    assert "Still secret" not in response.content.decode()


def test_a_draft_of_a_withdrawn_record_stays_hidden(client):
    milestone = make_milestone(slug="visit")
    withdraw(milestone, by=None, at=AT, note=NOTE)
    save_draft(Milestone, "visit", {"title_en": "The next title"}, by=None, at=AT)
    for address in ("/en/milestones/visit/", "/en/milestones/visit/versions/1/", "/en/milestones/visit/versions/2/"):
        assert "The next title" not in text(gone(client, address))


def test_a_reinstated_record_has_its_page_and_its_versions_again(client):
    milestone = make_milestone(slug="visit", title_en="The visit")
    withdraw(milestone, by=None, at=AT, note=NOTE)
    reinstate(milestone, by=None, at=AT)
    for address in ("/en/milestones/visit/", "/en/milestones/visit/versions/1/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "The visit" in response.content.decode()
        assert "It was another visit." not in response.content.decode()


def test_a_withdrawal_that_was_written_past_us_has_a_page_without_a_note(client):
    make_milestone(slug="visit", live=False, first_published_at=timezone.now())
    assert text(gone(client, "/en/milestones/visit/").find(".//h1"))


def test_other_methods_are_refused(client):
    withdraw(make_milestone(slug="visit"), by=None, at=AT, note=NOTE)
    assert client.post("/en/milestones/visit/").status_code == 405
    response = client.head("/en/milestones/visit/")
    assert (response.status_code, response.content) == (410, b"")


def test_a_withdrawn_relationship_leaves_a_site_that_is_not_set_up(client, site):
    withdraw(site, by=None, at=AT, note=NOTE)
    for address in ("/en/about/", "/en/about/versions/1/"):
        assert client.get(address).status_code == 503
    reinstate(site, by=None, at=AT)
    draft = save_draft(type(site), site.slug, {"tagline_en": "Another"}, by=None, at=AT)
    publish(draft, by=None, at=AT, support_confirmed=True)
    assert client.get("/en/about/versions/2/").status_code == 200
