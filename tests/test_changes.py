"""What changed in a version: it beside the one before, in the reader's language, the words that differ marked."""

import pytest

from relations.models import Revision
from relations.publishing import redact, withdraw
from tests.acting import LATER, NOW, edit, republish
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
from tests.reading import page, parsed, text

pytestmark = pytest.mark.django_db
VISIT = "/en/milestones/visit/versions/2/changes/"


def told(client, address=VISIT):
    """What a page says of each field: what was removed and what was added."""
    rows = page(client, address).xpath("//dl[@class='changes']/div")
    return {
        text(row.find("dt")): ([text(one) for one in row.xpath(".//del")], [text(one) for one in row.xpath(".//ins")])
        for row in rows
    }


def test_the_words_that_differ_are_marked_in_each_field_that_does(client, site):
    milestone = make_milestone(slug="visit", title_en="The visit", summary_en="It lasted a day.")
    republish(milestone, summary_en="It lasted two days.")
    assert told(client) == {"Summary": (["a", "day"], ["two", "days"])}
    assert "It lasted" in text(page(client, VISIT))


def test_only_the_readers_language_is_compared_and_the_others_are_named(client, site):
    milestone = make_milestone(slug="visit", title_en="The visit", title_es="La visita", title_ko="방문")
    republish(milestone, title_es="La visita oficial")
    assert told(client, VISIT.replace("/en/", "/es/")) == {"Título": ([], ["oficial"])}
    tree = page(client, VISIT)
    assert told(client) == {}
    assert "oficial" not in text(tree)
    assert tree.xpath("//p[contains(., 'Other texts')]//a/@href") == [VISIT.replace("/en/", "/es/")]


def test_a_text_without_translation_is_compared_as_it_is_shown(client, site):
    milestone = make_milestone(slug="visit", title_en="The visit", title_ko="방문", summary_en="A day.")
    republish(milestone, summary_en="Two days.")
    tree = page(client, VISIT.replace("/en/", "/ko/"))
    assert [row.get("lang") for row in tree.xpath("//dl[@class='changes']//dd")] == ["en"]
    assert "영어" in text(tree)


def test_dates_choices_numbers_and_references_are_told_whole_and_in_words(client, site):
    here, there = make_area(title_en="Health"), make_area(title_en="The arts")
    passage, other = make_passage(locator="¶3", fragment="a few words"), make_passage(locator="¶4", fragment="others")
    milestone = make_milestone(
        slug="visit", date="2012-05-10", kind="visit", areas=[here], passages=[passage], observed_yearly=False
    )
    republish(milestone, date="2012-05", kind="meeting", areas=[there], passages=[passage, other], observed_yearly=True)
    changes = told(client)
    assert changes["Date"] == (["10 May 2012"], ["May 2012"])
    assert changes["Kind"] == (["Visit"], ["Meeting"])
    assert changes["Areas"] == (["Health"], ["The arts"])
    assert changes["Passages"] == ([], ["¶4 “others”"])
    assert changes["Observed yearly"] == (["no"], ["yes"])
    figure = make_figure(indicator=make_indicator(slug="exports"), period="2021", value="1200000")
    republish(figure, value="1300000")
    assert told(client, "/en/updates/tradefigure/exports-2021/2/") == {"Value": (["1,200,000"], ["1,300,000"])}


def test_a_body_is_compared_by_its_words(client, site):
    make_page(slug="privacy", body_en="<p>No <strong>cookies</strong>.</p>")
    republish(type(make_page(slug="other")).objects.get(slug="privacy"), body_en="<p>No <em>cookies</em> at all.</p>")
    assert told(client, "/en/pages/privacy/versions/2/changes/") == {"Body": ([], ["at all"])}


def test_a_very_long_text_is_told_whole(client, site):
    old, new = ("<p>" + " ".join(f"{word}{number}" for number in range(3000)) + "</p>" for word in ("old", "new"))
    republish(make_page(slug="long", body_en=old), body_en=new)
    assert len(told(client, "/en/pages/long/versions/2/changes/")["Body"][0]) == 1


def test_what_a_version_referred_to_is_not_named_once_it_is_withdrawn(client, site):
    agreement = make_agreement(title_en="Secret treaty")
    republish(make_milestone(slug="visit"), agreement=agreement)
    assert told(client) == {"Agreement": ([], ["Secret treaty"])}
    withdraw(agreement, by=None, at=LATER, note={"en": "No longer."})
    assert told(client) == {"Agreement": ([], ["something that is not public any more"])}


@pytest.mark.parametrize(
    ("make", "folder"),
    [
        (make_agreement, "agreements"), (make_indicator, "trade"), (make_area, "cooperation"),
        (make_initiative, "initiatives"), (make_commitment, "commitments"), (make_source, "sources"),
    ],
)  # fmt: skip
def test_every_type_with_a_page_tells_its_changes(client, site, make, folder):
    republish(make(slug="one", title_en="Before"), title_en="After")
    assert told(client, f"/en/{folder}/one/versions/2/changes/") == {"Title": (["Before"], ["After"])}


def test_the_relationship_and_its_parties_tell_their_changes(client, site):
    republish(site, tagline_en="One sea")
    assert "Tagline" in told(client, "/en/about/versions/2/changes/")
    republish(site.home_party, formal_name_en="The Realm of Northland")
    tree = page(client, f"/en/updates/party/{site.home_party.slug}/2/")
    assert tree.xpath("//p[@class='crumb']/a/@href") == ["/en/about/"]


def test_an_act_and_a_passage_lead_back_to_the_page_they_stand_on(client, site):
    action = make_action(agreement=make_agreement(slug="fish", title_en="Fisheries"), slug="signing")
    republish(action, note_en="At sea.")
    tree = page(client, "/en/updates/agreementaction/signing/2/")
    assert tree.xpath("//p[@class='crumb']/a/@href") == ["/en/agreements/fish/#signing"]
    passage = make_passage(source=make_source(slug="letter"), slug="letter-p1")
    republish(passage, gist_en="It says so.")
    assert told(client, "/en/updates/passage/letter-p1/2/")["Gist"][1]


def test_the_page_says_which_versions_and_is_not_indexed(client, site):
    republish(make_milestone(slug="visit"), title_en="A visit")
    response = client.get(VISIT)
    assert response["X-Robots-Tag"] == "noindex"
    tree = parsed(response)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    hrefs = tree.xpath("//main//a/@href")
    assert {"/en/milestones/visit/versions/1/", "/en/milestones/visit/versions/2/"} <= set(hrefs)
    assert VISIT.replace("/en/", "/ko/") in tree.xpath("//a[@hreflang='ko']/@href")
    assert not response.cookies
    assert client.post(VISIT).status_code == 405


def test_a_removed_content_is_said_and_not_shown(client, site):
    milestone = make_milestone(slug="visit", title_en="A private name")
    republish(milestone, title_en="The visit")
    republish(milestone, at=LATER, title_en="A visit")
    redact(Revision.objects.get(slug="visit", number=2), by=None, at=LATER)
    assert "removed" in text(page(client, VISIT, 410).find(".//h1"))
    tree = page(client, "/en/milestones/visit/versions/3/changes/")
    assert "The content of the version before has been removed" in text(tree)
    assert tree.xpath("//ins | //del") == []


@pytest.mark.parametrize(
    "address",
    [
        "/en/milestones/visit/versions/1/changes/", "/en/milestones/visit/versions/3/changes/",
        "/en/milestones/visit/versions/0/changes/", "/en/milestones/visit/versions/999999999/changes/",
        "/en/milestones/nobody/versions/2/changes/", "/en/updates/milestone/visit/2/", "/en/updates/nonsense/visit/2/",
        "/en/updates/party/nobody/2/", "/en/updates/tradefigure/visit/2/",
    ],
)  # fmt: skip
def test_what_has_no_version_before_it_is_a_404(client, site, address):
    republish(make_milestone(slug="visit"), title_en="A visit")
    edit(make_milestone(slug="other"), title_en="A draft")
    page(client, address, 404)


def test_a_withdrawn_record_tells_no_changes(client, site):
    milestone = make_milestone(slug="visit", title_en="The visit")
    republish(milestone, title_en="A visit")
    withdraw(milestone, by=None, at=NOW, note={"en": "It was wrong."})
    tree = page(client, VISIT, 410)
    assert "It was wrong." in text(tree)
    assert "The visit" not in text(tree)
