"""What search engines are told: every public page in every language, and what they may not read."""

import datetime

import pytest
from lxml import etree

from relations import sitemaps
from relations.models import AgreementAction, Milestone
from tests.acting import LATER, NOW, republish
from tests.factories import make_action, make_agreement, make_milestone
from tests.reading import SITE, page, queries
from tests.test_pages import DETAILS, LISTS, make_more_records, make_records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def tree(client, address="/sitemap.xml"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return etree.fromstring(response.content)


def addresses(client, address="/sitemap.xml"):
    return tree(client, address).xpath("//s:loc/text()", namespaces=NAMES)


def entry(client, address):
    (found,) = tree(client).xpath("//s:url[s:loc=$address]", namespaces=NAMES, address=f"{SITE}{address}")
    return found


def test_every_page_stands_there_in_every_language_and_once(client):
    make_records(1)
    found = addresses(client)
    wanted = {f"{SITE}/{language}/{page}" for language in ("en", "es", "ko") for page in [*LISTS, *DETAILS, "data/"]}
    assert wanted <= set(found)
    assert len(set(found)) == len(found)
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


def test_an_entry_names_the_same_page_in_the_other_languages_as_the_page_itself_does(client):
    make_milestone(slug="visit")
    for address in ("/ko/", "/es/milestones/", "/ko/milestones/visit/"):
        links = entry(client, address).xpath("x:link[@rel='alternate']", namespaces=NAMES)
        in_sitemap = {link.get("hreflang"): link.get("href") for link in links}
        shown = page(client, address)
        on_page = {
            link.get("hreflang"): link.get("href") for link in shown.xpath("//link[@rel='alternate'][@hreflang]")
        }
        assert in_sitemap == on_page
        assert set(in_sitemap) == {"en", "es", "ko", "x-default"}


def test_an_entry_says_when_a_reader_would_last_have_seen_something_new(client):
    def changed(address):
        return entry(client, address).xpath("string(s:lastmod)", namespaces=NAMES)

    agreement = make_agreement(slug="air")
    action = make_action(agreement=agreement)
    assert changed("/en/agreements/air/") == "2024-01-15T12:00:00+00:00"
    republish(agreement, title_en="Air services", at=NOW)
    assert changed("/es/agreements/air/") == "2030-01-02T03:04:00+00:00"
    republish(action, place_en="By the sea", at=LATER)
    assert changed("/en/agreements/air/") == "2030-01-03T03:04:00+00:00"
    hidden = make_action(agreement=agreement, live=False)
    AgreementAction.objects.filter(pk=hidden.pk).update(updated_at=LATER + datetime.timedelta(days=1))
    assert changed("/en/agreements/air/") == "2030-01-03T03:04:00+00:00"
    assert changed("/en/agreements/") == ""


def test_a_date_that_is_not_known_is_left_out(client):
    make_milestone(slug="visit")
    Milestone.objects.update(updated_at=None)
    assert entry(client, "/en/milestones/visit/").xpath("s:lastmod", namespaces=NAMES) == []


def test_more_than_a_file_may_hold_is_parted_and_an_index_names_the_parts(client, monkeypatch):
    make_records(2)
    whole = addresses(client)
    monkeypatch.setattr(sitemaps, "ADDRESSES_IN_A_FILE", 20)
    index = tree(client)
    assert etree.QName(index).localname == "sitemapindex"
    parts = index.xpath("//s:loc/text()", namespaces=NAMES)
    assert parts[:2] == [f"{SITE}/sitemap-1.xml", f"{SITE}/sitemap-2.xml"]
    files = [addresses(client, part.removeprefix(SITE)) for part in parts]
    assert max(map(len, files)) <= 20
    assert [address for file in files for address in file] == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_its_queries_do_not_grow_with_the_records(client):
    make_records(2)
    few = queries(client, "/sitemap.xml")
    make_more_records(20)
    assert queries(client, "/sitemap.xml") == few


def test_robots_may_read_all_but_the_staffs_side_and_previews(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert [line for line in lines if line] == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /preview/",
        f"Sitemap: {SITE}/sitemap.xml",
    ]
    assert client.post("/robots.txt").status_code == 405
