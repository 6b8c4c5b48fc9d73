"""The updates as Atom, read by a library that is not ours: valid, lasting names, the site's own addresses."""

import datetime

import feedparser
import pytest
from lxml import etree, html

from relations.models import Relationship
from relations.publishing import withdraw
from relations.sections import SECTIONS
from tests import loads
from tests.acting import LATER, NOW, republish
from tests.factories import (
    make_action,
    make_agreement,
    make_figure,
    make_milestone,
    make_page,
    make_relationship,
)
from tests.reading import SITE, page, parsed, queries

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def site():
    return make_relationship(publisher_en="The embassy", data_licence_en="Free to use.")


def feed(client, address="/en/feed.atom"):
    """What a feed reader makes of a feed that has no fault."""
    response = client.get(address, headers={"host": "127.0.0.1"})
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def test_the_feed_says_what_it_is_and_where(client, site):
    parsed = feed(client, "/es/feed.atom")
    assert parsed.feed.language == "es"
    assert parsed.feed.author == "The embassy"
    assert parsed.feed.rights == "Free to use."
    assert parsed.feed.id == f"{SITE}/es/feed.atom"
    assert [link.href for link in parsed.feed.links if link.rel == "self"] == [f"{SITE}/es/feed.atom"]
    links = {(link.rel, link.get("hreflang", ""), link.type): link.href for link in parsed.feed.links}
    assert links["alternate", "ko", "text/html"] == f"{SITE}/ko/updates/"
    assert links["alternate", "ko", "application/atom+xml"] == f"{SITE}/ko/feed.atom"


def test_an_entry_has_a_name_that_lasts_its_times_and_the_pages_address(client, site):
    milestone = make_milestone(slug="visit", title_en="The visit")
    republish(milestone, at=NOW, summary_en="Two days.")
    entry = feed(client).entries[0]
    assert entry.title == "Milestone: The visit"
    assert entry.link == f"{SITE}/en/milestones/visit/"
    assert entry.id == "tag:relations.example.org,2030-01-02:en/milestone/visit/2"
    assert entry.updated == entry.published == "2030-01-02T03:04:00+00:00"
    assert f"{SITE}/en/milestones/visit/versions/2/changes/" in entry.summary
    republish(milestone, at=LATER, summary_en="Three days.")
    assert entry.id in [one.id for one in feed(client).entries]


def test_names_are_each_given_once_and_the_feed_is_as_new_as_its_latest_entry(client):
    loads.load()
    visit = loads.visit()
    for day in range(3):
        republish(visit, at=NOW + datetime.timedelta(days=day), summary_en=f"{day} days.")
    withdraw(make_milestone(), by=None, at=LATER, note={"en": "Wrong."})
    parsed = feed(client)
    names = [entry.id for entry in parsed.entries]
    assert len(set(names)) == len(names)
    assert parsed.feed.updated == parsed.entries[0].updated
    assert {entry.id for entry in feed(client, "/ko/feed.atom").entries}.isdisjoint(names)


def test_the_note_and_the_pages_of_a_load_are_its_summary(client):
    loads.load()
    (entry,) = feed(client, "/ko/feed.atom").entries
    assert "묶음 1." in entry.summary
    assert f"{SITE}/ko/milestones/visit/" in html.fromstring(entry.summary).xpath("//a/@href")
    assert entry.link.startswith(f"{SITE}/ko/updates/#load-")
    assert page(client, "/ko/updates/").xpath(f"//*[@id='{entry.link.partition('#')[2]}']")


def test_each_section_has_a_feed_of_its_own(client, site):
    republish(make_milestone(title_en="The visit"), summary_en="Two days.")
    agreement = make_agreement(title_en="Fisheries")
    republish(make_action(agreement=agreement), note_en="At sea.")
    republish(make_figure(), value="5")
    withdraw(make_agreement(), by=None, at=LATER, note={"en": "Wrong."})
    kinds = {
        section.name: {entry.title.partition(":")[0] for entry in feed(client, f"/en/{section.name}/feed.atom").entries}
        for section in SECTIONS
    }
    assert kinds["milestones"] == {"Milestone"}
    assert kinds["agreements"] == {"Agreement", "Agreement action", "Withdrawn"}
    assert kinds["trade"] == {"Trade indicator", "Trade figure"}
    assert kinds["initiatives"] == set()


def test_a_withdrawn_record_is_told_without_its_title(client, site):
    withdraw(make_milestone(slug="visit", title_en="The visit"), by=None, at=NOW, note={"en": "It was another."})
    entry = feed(client).entries[0]
    assert entry.title == "Withdrawn: Milestone"
    assert "It was another." in entry.summary
    assert b"The visit" not in client.get("/en/feed.atom").content


def test_markup_and_signs_that_xml_cannot_hold_break_nothing(client, site):
    make_milestone(title_en="<b>Bold</b> & \x0b\x1f\ufffe more ]]>")
    entry = feed(client).entries[0]
    assert (
        etree.fromstring(client.get("/en/feed.atom").content).findtext(f"{ATOM}entry/{ATOM}title")
        == "Milestone: <b>Bold</b> &  more ]]>"
    )
    assert entry


def test_pages_lead_to_the_feeds(client, site):
    make_page(slug="privacy")

    def feeds(address):
        tree = parsed(client.get(address))
        return tree.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href")

    assert feeds("/en/pages/privacy/") == ["/en/feed.atom"]
    assert feeds("/ko/milestones/") == ["/ko/feed.atom", "/ko/milestones/feed.atom"]
    assert feeds("/en/milestones/nobody/") == []
    addresses = page(client, "/en/updates/").xpath("//p[@id='feeds']/a/@href")
    assert addresses == ["/en/feed.atom", *(f"/en/{section.name}/feed.atom" for section in SECTIONS)]


def test_the_same_content_is_the_same_bytes_and_need_not_be_sent_twice(client, site):
    first = client.get("/en/feed.atom")
    assert client.get("/en/feed.atom").content == first.content
    assert client.get("/en/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 304
    republish(make_milestone(), summary_en="Two days.")
    assert client.get("/en/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 200
    assert not first.cookies


def test_a_site_without_updates_has_an_empty_feed(client):
    make_relationship(past_the_verbs=True)
    Relationship.objects.update(updated_at=None)
    assert [entry.title for entry in feed(client, "/en/initiatives/feed.atom").entries] == []


def test_unknown_sections_other_methods_and_an_empty_site_are_answered(client):
    assert client.get("/en/feed.atom").status_code == 503
    make_relationship()
    assert client.get("/en/nonsense/feed.atom").status_code == 404
    assert client.get("/en/%00/feed.atom").status_code == 404
    assert client.post("/en/feed.atom").status_code == 405
    assert client.head("/en/feed.atom").status_code == 200


def test_a_longer_feed_costs_no_query_more(client, site):
    milestone = make_milestone()
    address = "/en/milestones/feed.atom"
    republish(milestone, summary_en="1.")
    few = queries(client, address)
    for number in range(4):
        republish(milestone, at=NOW + datetime.timedelta(hours=number), summary_en=f"{number}")
        make_milestone()
    assert queries(client, address) == few
