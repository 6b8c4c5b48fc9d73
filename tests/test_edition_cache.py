"""Pages are kept and sent without asking Django, and are always those of the current edition and day."""

import datetime
import gzip
import threading
from contextlib import contextmanager
from typing import Any

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations.due import publish_what_is_due
from relations.edition_cache import EditionCache, freshness
from relations.models import Edition, Relationship
from relations.publishing import schedule, withdraw
from relations.views.frame import KNOWN_PARAMETERS
from tests.acting import NOW, edit, republish
from tests.factories import make_area, make_figure, make_milestone, make_page, make_relationship
from tests.serving import connection_kept

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


class Site:
    """The site as a server asks it, with a count of what Django was asked."""

    def __init__(self, most=10_000_000):
        self.asked: list[str] = []
        django = get_wsgi_application()

        def counted(environ, start_response):
            self.asked.append(environ["PATH_INFO"])
            return django(environ, start_response)

        self.cache = EditionCache(counted, parameters=KNOWN_PARAMETERS, publish_due=publish_what_is_due, most=most)

    def __call__(self, path, method="GET", **headers):
        """Status, headers and body."""
        told: dict[str, Any] = {}
        environ = RequestFactory(headers=headers).generic(method, path).environ

        def start_response(status, headers, exc_info=None):
            told["status"], told["headers"] = int(status.split()[0]), {name.lower(): value for name, value in headers}

        with connection_kept():
            parts = self.cache(environ, start_response)
            body = b"".join(parts)
            if hasattr(parts, "close"):
                parts.close()
        return told["status"], told["headers"], body

    def text(self, path):
        status, _headers, body = self(path)
        assert status == 200
        return body.decode()


@pytest.fixture
def site():
    make_relationship()
    return Site()


@contextmanager
def database_gone(monkeypatch):
    def gone():
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(freshness, "_row", gone)
        # The tests' own connection, in a transaction, must outlive it.
        patch.setattr(type(connections["default"]), "close", lambda self: None)
        yield


def test_a_page_is_rendered_once_and_sent_again(site):
    first, again = site("/en/milestones/"), site("/en/milestones/")
    assert first == again
    assert first[0] == 200
    assert site.asked == ["/en/milestones/"]


def test_the_next_request_after_a_publication_sees_it(site):
    milestone = make_milestone(slug="visit", title_en="The visit")
    assert "The visit" in site.text("/en/milestones/visit/")
    republish(milestone, title_en="The state visit")
    assert "The state visit" in site.text("/en/milestones/visit/")
    withdraw(milestone, by=None, at=NOW, note={"en": "It never was."})
    assert site("/en/milestones/visit/")[0] == 410


def test_what_is_scheduled_goes_live_with_the_first_request_after_its_time(site):
    milestone = make_milestone(slug="visit", title_en="The visit")
    draft = edit(milestone, at=timezone.now() - 2 * HOUR, title_en="The state visit")
    schedule(draft, by=None, at=timezone.now() - HOUR, go_live_at=timezone.now() + HOUR, support_confirmed=True)
    assert "The visit" in site.text("/en/milestones/visit/")
    past = timezone.now() - datetime.timedelta(seconds=1)
    type(draft).objects.filter(pk=draft.pk).update(go_live_at=past)
    Edition.objects.set_next_due(past)
    assert "The state visit" in site.text("/en/milestones/visit/")


def test_at_midnight_every_page_is_rendered_anew(site, monkeypatch):
    site("/en/")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    site("/en/")
    assert site.asked == ["/en/", "/en/"]


def test_what_no_page_reads_in_a_query_makes_no_other_page(site):
    for query in ("", "?utm_source=mail", "?x=1&x=2", "?", "?%00=&a[]=1"):
        assert site(f"/en/milestones/{query}")[0] == 200
    assert site.asked == ["/en/milestones/"]
    assert len(site.cache.memory) == 1


def test_what_pages_read_in_a_query_makes_another_page_whatever_its_order(site):
    site("/en/agreements/?form=treaty&status=in_force")
    site("/en/agreements/?status=in_force&form=treaty&utm=1")
    site("/en/agreements/")
    assert site.asked == ["/en/agreements/"] * 2


def test_a_reader_with_cookies_or_another_language_gets_the_page_of_the_address(site):
    plain = site("/es/milestones/")
    assert site("/es/milestones/", Cookie="sessionid=1; csrftoken=2; django_language=ko", Accept_Language="ko") == plain
    assert site.asked == ["/es/milestones/"]
    assert "set-cookie" not in plain[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302),
        ("/en/nowhere/", 404),
        ("/en/milestones/nothing/", 404),
        ("/admin/", 302),
        ("/admin/login/", 200),
        ("/en/milestones", 301),
        ("/preview/nonsense/en/", 404),
    ],
)
def test_errors_staff_pages_and_redirections_are_never_kept(site, path, status):
    assert site(path)[0] == status
    assert site(path)[0] == status
    assert len(site.asked) == 2
    assert len(site.cache.memory) == 0


def test_the_first_address_still_goes_by_what_the_browser_asks_for(site):
    assert site("/", Accept_Language="ko")[1]["location"] == "/ko/"
    assert site("/", Accept_Language="es")[1]["location"] == "/es/"


def test_other_methods_are_for_django(site):
    site("/en/milestones/")
    assert site("/en/milestones/", method="POST")[0] == 405
    status, headers, body = site("/en/milestones/", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) == len(site("/en/milestones/")[2])


def test_a_page_is_sent_as_the_browser_can_read_it(site):
    plain = site("/en/milestones/")[2]
    for accepted, encoding, read in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("identity;q=1, *;q=0", None, bytes),
        ("nonsense;q=much", None, bytes),
    ):
        _status, headers, body = site("/en/milestones/", Accept_Encoding=accepted)
        assert headers.get("content-encoding") == encoding, accepted
        assert read(body) == plain
        assert int(headers["content-length"]) == len(body)
        assert headers["vary"] == "Accept-Encoding"
    assert site.asked == ["/en/milestones/"]


def test_whoever_has_the_page_is_told_so_until_the_next_edition(site):
    milestone = make_milestone(slug="visit", title_en="The visit")
    _status, headers, _body = site("/en/milestones/visit/")
    tag = headers["etag"]
    assert headers["cache-control"] == "public, no-cache"
    for sent in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        status, headers, body = site("/en/milestones/visit/", If_None_Match=sent)
        assert (status, body, headers["etag"]) == (304, b"", tag)
    assert site("/en/milestones/visit/", If_None_Match='"other"')[0] == 200
    republish(milestone, title_en="The state visit")
    assert site("/en/milestones/visit/", If_None_Match=tag)[0] == 200


def test_a_cache_in_front_may_wait_as_long_as_it_is_told(site, settings):
    settings.CDN_MAX_AGE = 60
    assert site("/en/")[1]["cache-control"] == "public, max-age=0, must-revalidate, s-maxage=60"


def test_the_former_edition_is_sent_only_while_the_database_cannot_be_read(site, monkeypatch):
    milestone = make_milestone(slug="visit", title_en="The visit")
    before = site.text("/en/milestones/visit/")
    republish(milestone, title_en="The state visit")
    with database_gone(monkeypatch):
        assert site.text("/en/milestones/visit/") == before
    assert "The state visit" in site.text("/en/milestones/visit/")


def test_the_memory_is_bounded_and_gives_up_what_was_asked_for_longest_ago(site):
    make_milestone(slug="visit")
    small = Site(most=len(site.text("/en/milestones/")) + len(site.text("/en/milestones/visit/")) + 100)
    for path in ("/en/milestones/", "/en/milestones/visit/", "/en/milestones/", "/en/about/", "/en/milestones/"):
        small(path)
        assert small.cache.memory.size <= small.cache.memory.most
    assert small.asked.count("/en/milestones/") == 1


def test_a_host_that_is_not_ours_is_refused_though_the_page_is_kept(site):
    site("/en/")
    assert site("/en/", Host="elsewhere.example.com")[0] == 400


def test_a_kept_page_does_not_keep_anybody_on_http(site, settings):
    settings.SECURE_SSL_REDIRECT = True
    secure = Site()
    environ = RequestFactory().get("/en/", secure=True).environ
    with connection_kept():
        assert b"".join(secure.cache(environ, lambda status, headers, exc_info=None: None))
    assert secure("/en/")[0] == 301


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_renders_and_the_others_wait(site):
    django, begun, go = site.cache.application, threading.Event(), threading.Event()

    def slow(environ, start_response):
        begun.set()
        assert go.wait(10)
        return django(environ, start_response)

    site.cache.application = slow
    answers = []

    def ask():
        answers.append(site("/en/milestones/"))
        connection.close()

    threads = [threading.Thread(target=ask) for _reader in range(8)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go.set()
    for thread in threads:
        thread.join(20)
    assert len(answers) == 8
    assert {answer[0] for answer in answers} == {200}
    assert site.asked == ["/en/milestones/"]


def test_without_memory_django_answers_everything(site):
    none = Site(most=0)
    assert none("/en/")[0] == none("/en/")[0] == 200
    assert len(none.asked) == 2


def test_what_pages_share_is_read_once_in_an_edition_and_language(site):
    make_milestone(slug="visit")
    make_page(slug="privacy", title_en="Privacy", in_footer=True)
    site("/en/about/")

    def queries(path):
        with CaptureQueriesContext(connection) as asked:
            site(path)
        return len(asked)

    first, second = queries("/es/initiatives/"), queries("/es/commitments/")
    assert second < first


def test_pages_made_of_what_is_remembered_are_those_that_django_makes(site, client):
    milestone, area = make_milestone(slug="visit", title_en="The visit"), make_area(slug="trade", title_en="Trade")
    page = make_page(slug="privacy", title_en="Privacy", in_footer=True)
    figure = make_figure()
    paths = ["/en/", "/en/about/", "/ko/", "/en/milestones/", "/en/milestones/visit/", "/es/cooperation/"]

    def compare():
        for path in paths:
            assert site.text(path) == client.get(path).content.decode(), path

    compare()
    relationship = Relationship.objects.get()
    republish(relationship, site_title_en="Another title", headline_figures=[figure.slug])
    compare()
    republish(milestone, title_en="The state visit", observed_yearly=True)
    compare()
    republish(page, title_en="Your data")
    republish(relationship.home_party, name_en="The Northern Isles")
    compare()
    for record in (area, page):
        withdraw(record, by=None, at=NOW, note={"en": "Gone."})
    republish(figure, value="12")
    compare()
    assert "Your data" not in site.text("/en/")
