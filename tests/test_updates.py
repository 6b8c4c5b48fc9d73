"""The updates: every public change once, the latest first, with its note; and never what is not public, nor by whom."""

import datetime

import pytest
from django.contrib.auth.models import User

from relations.models import Milestone, Revision
from relations.publishing import redact, reinstate, withdraw
from relations.updates import reading
from tests import loads
from tests.acting import LATER, NOW, edit, republish
from tests.factories import (
    make_action,
    make_agreement,
    make_figure,
    make_indicator,
    make_milestone,
    make_passage,
    make_source,
)
from tests.fixture_sets import row, small_set
from tests.reading import page, queries, text

pytestmark = pytest.mark.django_db
UPDATES = "/en/updates/"


def entries(tree):
    """The updates of a page, as (heading, where it leads, all its words)."""
    rows = tree.xpath("//li[contains(@class, 'update')]")
    return [(text(row.find(".//h3")), row.xpath("string(.//h3/a/@href)"), text(row)) for row in rows]


def headings(client, address=UPDATES):
    return [heading for heading, _address, _words in entries(page(client, address))]


def test_a_publication_is_told_with_its_day_type_note_and_what_changed(client, site):
    milestone = make_milestone(slug="visit", title_en="The visit")
    republish(milestone, note={"en": "It lasted longer."}, summary_en="Two days.")
    tree = page(client, UPDATES)
    assert text(tree.xpath("//section/h2")[0]) == "2 January 2030"
    heading, address, words = entries(tree)[0]
    assert (heading, address) == ("The visit", "/en/milestones/visit/")
    for told in ("It lasted longer.", "Milestone", "Version 2"):
        assert told in words
    assert "/en/milestones/visit/versions/2/changes/" in tree.xpath("//li[contains(@class, 'update')]//a/@href")


def test_updates_stand_the_latest_first_by_the_sites_day(client, site, settings):
    first, second = make_milestone(title_en="First"), make_milestone(title_en="Second")
    republish(first, at=NOW, summary_en="1.")
    republish(second, at=LATER, summary_en="1.")
    assert headings(client)[:2] == ["Second", "First"]
    settings.TIME_ZONE = "Asia/Tokyo"
    republish(first, at=datetime.datetime(2031, 5, 10, 23, tzinfo=datetime.UTC), summary_en="2.")
    assert text(page(client, UPDATES).xpath("//section/h2")[0]) == "11 May 2031"


def test_minor_changes_are_told_where_all_are_asked_for(client, site):
    milestone = make_milestone(title_en="The visit")
    republish(milestone, change="minor", note={"en": "A slip is mended."}, summary_en="Two days.")
    assert "A slip is mended." not in text(page(client, UPDATES))
    assert "A slip is mended." in text(page(client, "/en/updates/?changes=all"))
    assert page(client, UPDATES).xpath("//nav[@aria-label='Filter']//a/@href") == ["/en/updates/", "?changes=all"]


def test_the_note_stands_in_the_readers_language_or_says_in_which(client, site):
    republish(make_milestone(title_ko="방문"), note={"en": "Only in English."}, summary_en="Two days.")
    assert page(client, "/ko/updates/").xpath("//p[@class='note'][@lang='en']/text()") == ["Only in English."]
    assert "영어" in text(page(client, "/ko/updates/"))


def test_a_part_is_told_with_its_whole_and_leads_to_its_place(client, site):
    agreement, indicator = (
        make_agreement(slug="fish", title_en="Fisheries"),
        make_indicator(slug="exports", title_en="Exports"),
    )
    republish(make_action(agreement=agreement, slug="signing", act="signed", date="2012"), note_en="At sea.")
    republish(make_figure(indicator=indicator, period="2021"), at=LATER, value="5000000")
    assert [entry[:2] for entry in entries(page(client, UPDATES))[:2]] == [
        ("Exports · 2021", "/en/trade/exports/#exports-2021"),
        ("Fisheries · Signed (2012)", "/en/agreements/fish/#signing"),
    ]
    assert "/en/updates/tradefigure/exports-2021/2/" in page(client, UPDATES).xpath("//a/@href")


def test_what_is_not_public_is_not_told(client, site):
    hidden = make_milestone(title_en="Once public")
    make_milestone(title_en="A draft", live=False)
    edit(make_milestone(title_en="Visit"), title_en="A coming title")
    Milestone.objects.filter(pk=hidden.pk).update(live=False)  # past the verbs, without a note
    action = make_action(agreement=make_agreement(title_en="Old treaty"), note_en="At sea.")
    type(action.agreement).objects.filter(pk=action.agreement_id).update(live=False)
    words = text(page(client, "/en/updates/?changes=all"))
    for secret in ("Once public", "A draft", "A coming title", "Old treaty"):
        assert secret not in words


def test_nobodys_name_is_told(client, site):
    author = User.objects.create_superuser("a-name-like-no-other", first_name="Authorina", last_name="Authorson")
    milestone = make_milestone(slug="visit")
    republish(milestone, by=author, note={"en": "Mended."}, summary_en="Two days.")
    withdraw(make_milestone(), by=author, at=LATER, note={"en": "Wrong."})
    for address in ("/en/updates/", "/en/feed.atom", "/en/milestones/visit/versions/2/changes/", "/en/"):
        content = client.get(address).content.decode()
        for name in ("a-name-like-no-other", "Authorina", "Authorson"):
            assert name not in content, address


# Withdrawals


def test_a_withdrawal_is_told_with_its_note_and_without_its_title(client, site):
    withdraw(make_milestone(slug="visit", title_en="The visit"), by=None, at=NOW, note={"en": "It was another."})
    heading, _address, words = entries(page(client, UPDATES))[0]
    assert heading == "Withdrawn: Milestone"
    assert "It was another." in words
    assert "The visit" not in text(page(client, UPDATES))
    assert "/en/milestones/visit/" in page(client, UPDATES).xpath("//li[contains(@class, 'update')]//a/@href")


def test_what_was_withdrawn_together_is_one_update(client, site):
    agreement = make_agreement()
    action = make_action(agreement=agreement)
    withdraw(agreement, action, by=None, at=NOW, note={"en": "Both were wrong."})
    assert headings(client)[0] == "Withdrawn: Agreement, Agreement action"
    assert text(page(client, UPDATES)).count("Both were wrong.") == 1


def test_a_withdrawal_is_told_while_it_lasts_and_only_the_last_one(client, site):
    milestone = make_milestone(title_en="The visit")
    withdraw(milestone, by=None, at=NOW, note={"en": "A first reason."})
    reinstate(milestone, by=None, at=NOW + datetime.timedelta(hours=1))
    assert "A first reason." not in text(page(client, UPDATES))
    assert "The visit" in headings(client)
    withdraw(milestone, by=None, at=LATER, note={"en": "A second reason."})
    assert [heading for heading in headings(client) if "Withdrawn" in heading] == ["Withdrawn: Milestone"]


# Loads


def test_a_load_is_one_update_with_its_note_and_the_pages_that_it_concerns(client):
    loads.load()
    (first,) = entries(page(client, UPDATES))
    assert first[0] == "Update of 9 records"
    assert "Set 1." in first[2]
    addresses = page(client, UPDATES).xpath("//details//a/@href")
    assert "/en/milestones/visit/" in addresses
    assert addresses.count("/en/trade/exports/") == 1
    assert addresses.count("/en/sources/speech/") == 1
    assert "Paquete 1." in text(page(client, "/es/updates/"))


def test_a_load_of_one_record_is_told_as_that_record(client):
    loads.load()
    loads.load(loads.changed(small_set(), "visit", title_en="A state visit"), version=2)
    heading, address, words = entries(page(client, UPDATES))[0]
    assert (heading, address) == ("A state visit", "/en/milestones/visit/")
    assert "Set 2." in words


def test_what_a_load_withdrew_is_in_its_update(client):
    loads.load()
    files = loads.changed(loads.without(small_set(), "visit"), "exports", title_en="All exports")
    loads.load(files, version=2)
    heading, _address, words = entries(page(client, UPDATES))[0]
    assert heading == "Update of one record"
    assert "Milestone · withdrawn" in words
    assert [heading for heading in headings(client) if "Withdrawn" in heading] == []


def test_a_load_of_small_changes_is_told_where_all_are_asked_for(client):
    loads.load()
    loads.load(loads.changed(small_set(), "visit", title_en="A state visit"), version=2, change="minor")
    assert "A state visit" not in headings(client)
    assert "A state visit" in headings(client, "/en/updates/?changes=all")


def test_an_undone_load_says_so(client):
    loads.load()
    loads.load(loads.changed(loads.changed(small_set(), "visit", title_en="X"), "exports", title_en="Y"), version=2)
    loads.undo(loads.last_load())
    assert headings(client)[0] == "Taken back: 2 records"


def test_of_a_large_load_only_some_pages_are_named(client, monkeypatch):
    monkeypatch.setattr(reading, "PAGES_OF_A_LOAD", 3)
    loads.load()
    tree = page(client, UPDATES)
    assert len(tree.xpath("//details//li")) == 3
    assert "Not all of them are named here." in text(tree)


# The page


def test_updates_are_shown_in_pages(client, site, monkeypatch):
    from relations.views import updates as view

    monkeypatch.setattr(view, "UPDATES_ON_A_PAGE", 2)
    milestone = make_milestone(title_en="The visit")
    for hour in range(4):
        republish(milestone, at=NOW + datetime.timedelta(hours=hour), change="minor", summary_en=f"{hour}.")
    tree = page(client, "/en/updates/?changes=all")
    following = tree.xpath("//a[@rel='next']/@href")[0]
    assert len(entries(tree)) == 2
    assert len(entries(page(client, f"/en/updates/{following}"))) == 2
    for query in ("page=0", "page=x", "page=99999999999999999999", "changes=%00", "changes=all&page=%00"):
        assert client.get(f"/en/updates/?{query}").status_code == 200


def test_the_home_page_tells_the_latest_updates(client, site):
    republish(make_milestone(title_en="The visit"), note={"en": "It lasted longer."}, summary_en="Two days.")
    tree = page(client, "/en/")
    section = tree.xpath("//section[h2='Latest updates']")[0]
    assert "Milestone: The visit" in text(section)
    assert "It lasted longer." in text(section)
    assert "/en/updates/" in section.xpath(".//a/@href")


def test_a_redacted_version_is_told_as_such_and_not_compared(client, site):
    milestone = make_milestone(slug="visit")
    republish(milestone, at=NOW, summary_en="A private name.")
    republish(milestone, at=LATER, summary_en="Two days.")
    redact(Revision.objects.get(slug="visit", number=2), by=None, at=LATER)
    words = entries(page(client, UPDATES))[1][2]
    assert "its content has been removed" in words
    assert "/en/milestones/visit/versions/2/changes/" not in page(client, UPDATES).xpath("//a/@href")


def test_queries_do_not_grow_with_the_updates(client):
    loads.load()
    visit = loads.visit()

    republish(visit, summary_en="1.")
    addresses = ("/en/updates/", "/en/updates/?changes=all", "/en/")
    few = [queries(client, address) for address in addresses]
    for number in range(3):
        republish(visit, at=NOW + datetime.timedelta(hours=number), summary_en=f"{number}")
        loads.load(loads.changed(small_set(), "exports", title_en=f"Exports {number}"), version=number + 2)
    # Fewer types on a page may cost fewer.
    many = [queries(client, address) for address in addresses]
    assert all(after <= before for after, before in zip(many, few, strict=True))


# The history of a page


def history(client, address):
    return [text(entry) for entry in page(client, address).xpath("//details[summary[contains(., 'Published')]]//li")]


def test_a_load_that_wrote_a_record_and_its_parts_is_one_entry_of_its_page(client):
    loads.load()
    assert len(history(client, "/en/trade/exports/")) == 1
    files = loads.changed(small_set(), "exports", title_en="All exports")
    loads.load(loads.changed(files, "exports-2029", value="1300000.00"), version=2)
    latest, first = history(client, "/en/trade/exports/")
    assert latest.startswith("Version 2 · ")
    assert "together with 2029" in latest
    assert latest.count("Set 2.") == 1
    assert first.startswith("Version 1 · ")
    assert "together" not in first


def test_a_load_that_wrote_parts_only_is_one_entry_whatever_their_versions(client):
    loads.load()
    files = loads.with_rows(
        small_set(), row("passage", "speech-p2", source=["speech"], locator="¶2", fragment="a", gist_en="On.")
    )
    loads.load(loads.changed(files, "speech-p1", gist_en="It begins so."), version=2)
    entries_of_it = history(client, "/en/sources/speech/")
    assert len(entries_of_it) == 2
    assert entries_of_it[0].startswith("¶1, ¶2 · ")
    assert "Version" not in entries_of_it[0]


def test_the_history_leads_to_what_changed(client, site):
    milestone = make_milestone(slug="visit")
    republish(milestone, summary_en="Two days.")
    passage = make_passage(source=make_source(slug="letter"), slug="letter-p1")
    republish(passage, gist_en="It says so.")
    links = page(client, "/en/milestones/visit/").xpath("//details//a[.='what changed']/@href")
    assert links == ["/en/milestones/visit/versions/2/changes/"]
    links = page(client, "/en/sources/letter/").xpath("//details//a[.='what changed']/@href")
    assert links == ["/en/updates/passage/letter-p1/2/"]
