"""The site as files: complete, without a dead link on a plain server, and written anew only where it changed."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone
from lxml import html

from relations.freezing import freeze
from relations.freezing.addresses import NoFile, address_of, file_of
from relations.models import Edition, Relationship
from relations.publishing import withdraw
from relations.views import lists
from tests.acting import LATER, republish
from tests.factories import (
    make_action,
    make_agreement,
    make_area,
    make_figure,
    make_milestone,
    make_page,
    make_relationship,
)
from tests.reading import SITE, text
from tests.serving import connection_kept

LANGUAGES = ("en", "ko")
# The tests collect no static files: they are sent from where they stand.
AS_SERVED = {
    "LANGUAGES": [("en", "English"), ("ko", "한국어")],
    "ALLOWED_HOSTS": ["relations.example.org"],
    "WHITENOISE_USE_FINDERS": True,
}


def make_content():
    make_relationship()
    visit = make_milestone(slug="visit", title_en="The visit", date="2012-05-10", body_en="<p>One</p>")
    republish(visit, at=LATER, title_en="The state visit")
    area = make_area(slug="health", title_en="Health")
    for number in range(3):
        agreement = make_agreement(slug=f"treaty-{number}", title_en=f"Treaty {number}", form="treaty")
        make_action(agreement=agreement, act="signed", date=f"20{number + 10}-01-01")
    agreement.areas.set([area])
    make_action(agreement=make_agreement(slug="memorandum", title_en="The memorandum", form="memorandum"))
    make_figure()
    make_page(slug="notice", title_en="Notice", in_footer=True)
    withdraw(make_milestone(slug="fair", title_en="The fair"), by=None, at=LATER, note={"en": "It never was."})


@pytest.fixture(scope="module")
def copy(django_db_setup, django_db_blocker, tmp_path_factory):
    """The copy of a site with something of everything, whose lists have two rows on a page; for reading only."""
    folder = tmp_path_factory.mktemp("copy")
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        connection_kept(),
        override_settings(**AS_SERVED, SECURITY_CONTACT="mailto:security@example.org"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(lists.Paginator, "__init__", few_on_a_page(lists.Paginator.__init__))
        make_content()
        frozen = freeze(folder, get_wsgi_application(), clock=timezone.now)
        transaction.set_rollback(True)
    assert frozen.failures == []
    return folder


def few_on_a_page(initialise):
    def initialise_with_few(self, object_list, per_page, *args, **kwargs):
        initialise(self, object_list, 2, *args, **kwargs)

    return initialise_with_few


@pytest.fixture
def served(copy):
    """The address of a plain web server that knows nothing of the site."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=copy))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class FewPages:
    """A site of a few pages, asked as the whole one is: for what is done with answers, whatever they say."""

    def __init__(self, **pages):
        self.pages = pages
        self.asked = []

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        self.asked.append(path)
        page = self.pages.get(path.removeprefix("/en/").rstrip("/"), "<p>Something</p>")
        status, body = page if isinstance(page, tuple) else ("200 OK", page)
        start_response(status, [("Content-Type", "text/html; charset=utf-8")])
        return [body.encode()]


few_pages = FewPages()


@pytest.fixture
def few(db, settings):
    """What the command freezes in these tests: pages by their path below `/en/`."""
    settings.WSGI_APPLICATION = f"{__name__}.few_pages"
    settings.LANGUAGES = [("en", "English")]
    settings.ALLOWED_HOSTS = ["relations.example.org"]
    few_pages.pages, few_pages.asked = {}, []
    make_relationship()
    return few_pages.pages


def tree(copy, name):
    return html.fromstring((copy / name).read_text())


def pages(copy):
    return sorted(str(path.relative_to(copy)) for path in copy.rglob("*.html"))


def run(folder):
    """What the command says: its counts, and what it complains of."""
    out, err = StringIO(), StringIO()
    try:
        call_command("freeze", str(folder), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), err.getvalue()


def states(folder):
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*") if path.is_file()}


def test_every_link_of_every_page_answers_on_a_plain_server_and_has_its_fragment(copy, served):
    answers = {}

    def page_at(address):
        if address not in answers:
            try:
                with urlopen(address) as response:  # noqa: S310
                    answers[address] = response.read()
            except HTTPError as error:
                answers[address] = f"{error.code}"
        return answers[address]

    dead = []
    for name in pages(copy):
        at = f"{served}/{name.removesuffix('index.html')}"
        for link in set(tree(copy, name).xpath("//@href | //@src")):
            link = link.removeprefix(SITE) if link != SITE else "/"
            if link.startswith(("http", "mailto:", "webcal:")):
                continue
            address, fragment = urldefrag(urljoin(at, link))
            body = page_at(address)
            if isinstance(body, str) or (fragment and not html.fromstring(body).xpath("//*[@id=$id]", id=fragment)):
                dead.append((name, link))
    assert dead == []
    assert len(answers) > 100


def test_nothing_public_is_missing(copy):
    for language in LANGUAGES:
        for name in (
            "index.html",
            "about/index.html",
            "milestones/visit/index.html",
            "milestones/visit/versions/1/index.html",
            "milestones/visit/versions/2/changes/index.html",
            "updates/index.html",
            "data/index.html",
            "pages/notice/index.html",
            "404.html",
            "feed.atom",
            "agreements/feed.atom",
            "calendar.ics",
        ):
            assert (copy / language / name).is_file(), name
    for name in ("data/milestone.csv", "data/milestone.json", "sitemap.xml", "robots.txt", "theme.css", "404.html"):
        assert (copy / name).is_file(), name
    assert "security@example.org" in (copy / ".well-known/security.txt").read_text()
    assert (copy / "static/css/site.css").read_bytes() == (settings.BASE_DIR / "static/css/site.css").read_bytes()


def test_every_address_of_the_sitemap_is_a_file(copy):
    addresses = html.fromstring((copy / "sitemap.xml").read_bytes()).xpath("//loc/text()")
    assert len(addresses) > 20
    for address in addresses:
        assert (copy / address.removeprefix(f"{SITE}/") / "index.html").is_file(), address


def test_a_filtered_list_and_each_of_its_pages_is_a_folder_of_its_own(copy):
    first = tree(copy, "en/agreements/form=treaty/index.html")
    assert "The memorandum" not in text(first)
    (onward,) = first.xpath("//a[@rel='next']/@href")
    second = tree(copy, f"{onward.removeprefix('/')}index.html")
    assert onward == "/en/agreements/form=treaty/page=2/"
    shown = [tree.xpath("//ol[@class='rows']/li//a[contains(@href, 'treaty-')]/@href") for tree in (first, second)]
    assert shown[0] != shown[1]
    (back,) = second.xpath("//a[@rel='prev']/@href")
    assert back == "/en/agreements/form=treaty/"


def test_no_page_has_a_form_and_those_that_need_a_server_say_so_and_lead_on(copy):
    for name in pages(copy):
        assert not tree(copy, name).xpath("//form"), name
        assert not [link for link in tree(copy, name).xpath("//a/@href") if "?" in link], name
    for language in LANGUAGES:
        for name, onward in (("search", "agreements/"), ("brief", "brief/area=health/"), ("404.html", "milestones/")):
            page = tree(copy, f"{language}/{name}" + ("" if "." in name else "/index.html"))
            assert page.get("lang") == language
            assert f"/{language}/{onward}" in page.xpath("//main//a/@href")
    assert "Nothing can be searched" in text(tree(copy, "en/search/index.html").get_element_by_id("content"))


def test_whoever_wants_to_report_a_mistake_is_told_that_the_copy_takes_none(copy):
    visit = tree(copy, "en/milestones/visit/index.html")
    (report,) = visit.xpath("//a[text()='Report a mistake']/@href")
    assert report == "/en/report/"
    assert "Nothing can be sent from this copy" in text(tree(copy, "en/report/index.html"))


def test_a_brief_of_each_area_is_ready(copy):
    assert "Treaty 2" in text(tree(copy, "en/brief/area=health/index.html"))
    assert "Treaty 1" not in text(tree(copy, "en/brief/area=health/index.html"))
    assert "Treaty 1" in text(tree(copy, "en/brief/make=1/index.html"))


def test_the_root_leads_to_the_main_language_and_names_the_others(copy):
    root = tree(copy, "index.html")
    assert root.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=/en/"]
    assert root.xpath("//main//a/@href") == ["/en/", "/ko/"]


def test_a_second_run_touches_nothing(few, tmp_path):
    first, _complaints = run(tmp_path / "copy")
    before = states(tmp_path / "copy")
    second, _complaints = run(tmp_path / "copy")
    after = states(tmp_path / "copy")
    assert {path.name for path in after if after[path] != before.get(path)} <= {".frozen-files"}
    number = len(before) - 1
    assert first == f"{number} written, 0 unchanged, 0 removed.\n"
    assert second == f"0 written, {number} unchanged, 0 removed.\n"


def test_what_changed_is_written_and_what_is_gone_is_removed(few, tmp_path):
    few |= {"": '<a href=\'/\'>x</a><a href="/en/visit/">Visit</a><a href="?kind=fair">Fairs</a>', "visit": "The visit"}
    run(tmp_path)
    before = states(tmp_path)
    assert (tmp_path / "en/kind=fair/index.html").is_file()
    few |= {"": '<a href="/en/visit/">Visit</a>', "visit": "The state visit"}
    said, complaints = run(tmp_path)
    assert (said.split(", ")[0], said.split(", ")[2], complaints) == ("2 written", "1 removed.\n", "")
    assert (tmp_path / "en/visit/index.html").read_text() == "The state visit"
    assert not (tmp_path / "en/kind=fair").exists()
    after = states(tmp_path)
    changed = {path.parent.name for path in after if after[path] != before[path] and path.suffix == ".html"}
    assert changed == {"en", "visit"}


def test_a_withdrawn_page_that_is_linked_says_so_in_the_copy_too(few, tmp_path):
    few |= {"": '<a href="/en/visit/">Visit</a>', "visit": ("410 Gone", "It never was.")}
    assert run(tmp_path)[1] == ""
    assert (tmp_path / "en/visit/index.html").read_text() == "It never was."


@pytest.mark.parametrize("name", ["photo.jpg", ".git"])
def test_a_folder_that_holds_something_else_is_left_alone(few, tmp_path, name):
    (tmp_path / name).write_text("somebody’s")
    assert "is not empty" in run(tmp_path)[1]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_somebody_added_to_the_copy_stays(few, tmp_path):
    run(tmp_path)
    added = tmp_path / "en" / "added.html"
    added.write_text("somebody’s")
    run(tmp_path)
    assert added.read_text() == "somebody’s"


def test_what_a_run_that_was_killed_had_written_is_removed_by_the_next(few, tmp_path):
    few |= {"": '<a href="/en/visit/">Visit</a><a href="/en/last/">Last</a>', "last": _Killed()}
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path)
    written = (tmp_path / ".frozen-files").read_text().splitlines()
    assert written
    assert all((tmp_path / name).is_file() for name in written)
    few.clear()
    assert run(tmp_path)[1] == ""
    assert not (tmp_path / "en/visit").exists()


class _Killed(str):
    def encode(self, *args):
        raise KeyboardInterrupt


def test_a_page_that_breaks_is_named_with_where_it_was_linked_and_nothing_is_removed(few, tmp_path):
    few |= {"": '<a href="/en/visit/">Visit</a><a href="/en/fair/">Fair</a>'}
    run(tmp_path)
    before = sorted(states(tmp_path))
    few |= {"": '<a href="/en/visit/">Visit</a>', "visit": ("500 Internal Server Error", "")}
    said, complaints = run(tmp_path)
    assert "/en/visit/ answers 500; /en/ leads there" in complaints
    assert "1 went wrong" in complaints
    assert said.endswith(" 0 removed.\n")
    assert sorted(states(tmp_path)) == before


def test_a_site_that_is_not_set_up_leaves_the_former_copy_as_it_is(few, tmp_path):
    run(tmp_path)
    before = (tmp_path / "en/search/index.html").read_text()
    few |= {"": ("503 Service Unavailable", "")}
    Relationship.objects.update(live=False)
    assert "/en/ answers 503" in run(tmp_path)[1]
    assert (tmp_path / "en/search/index.html").read_text() == before


def test_a_site_that_refuses_its_own_name_is_told_which_setting_to_change(few, tmp_path, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    assert "ALLOWED_HOSTS must have relations.example.org" in run(tmp_path)[1]
    assert not list(tmp_path.iterdir())


def test_a_site_that_is_published_on_meanwhile_is_written_as_it_is_in_the_end(few, tmp_path, monkeypatch):
    few |= {"": '<a href="/en/visit/">Visit</a>', "visit": "The visit"}

    def publish(environ, start_response):
        answer = few_pages(environ, start_response)
        if few_pages.asked.count("/en/visit/") == 1 and few["visit"] == "The visit":
            few["visit"] = "The state visit"
            Edition.objects.bump()
        return answer

    assert freeze(tmp_path, publish, clock=timezone.now).failures == []
    assert (tmp_path / "en/visit/index.html").read_text() == "The state visit"


def test_a_site_that_never_stands_still_is_said_to_be_of_several_editions(few, tmp_path):
    def restless(environ, start_response):
        Edition.objects.bump()
        return few_pages(environ, start_response)

    (failure,) = freeze(tmp_path, restless, clock=timezone.now).failures
    assert "changed again and again" in failure


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/en/", "/en/"),
        ("?page=2", "/en/agreements/?page=2"),
        ("?page=1", "/en/agreements/"),
        ("?utm_source=mail&form=treaty", "/en/agreements/?form=treaty"),
        (f"{SITE}/ko/#top", "/ko/"),
        ("/en/search/?q=visit", "/en/search/"),
        ("https://elsewhere.example/en/", None),
        ("//elsewhere.example/en/", None),
        ("mailto:somebody@example.org", None),
        ("http://[", None),
    ],
)
def test_a_link_leads_to_an_address_of_the_site_or_elsewhere(link, address):
    assert address_of(link, "/en/agreements/") == address


@pytest.mark.parametrize(
    "address", ["/en/../../etc/", "/en/?area=../x", "/en//x/", "/%2e%2e/x", "/.git/x", "/x.csv?page=2"]
)
def test_no_address_leads_to_a_file_outside_of_the_copy(address):
    with pytest.raises(NoFile):
        file_of(address)
