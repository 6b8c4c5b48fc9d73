"""What keeps the site safe around its pages: headers, limits, who is believed, and the settings of production."""

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations.loading.archive import MOST_BYTES
from relations.views import lists
from tests.factories import make_indicator, make_milestone
from tests.reading import SITE

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent


# What browsers are told


@pytest.mark.parametrize("address", ["/en/", "/en/nothing-here/", "/admin/login/", "/robots.txt"])
def test_a_page_may_use_no_device_and_stays_with_its_own_site(client, site, address):
    headers = client.get(address).headers
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(headers["Permissions-Policy"].split(", "))
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"


def test_data_that_other_sites_may_read_says_so_in_every_header(client, site):
    make_indicator(slug="exports")
    for address in ("/data/milestone.csv", "/data/milestone.json", "/data/trade-figure/exports.csv"):
        assert client.get(address)["Cross-Origin-Resource-Policy"] == "cross-origin", address


def test_an_answer_that_is_sent_to_https_has_the_headers_too(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/en/")
    assert response.status_code == 301
    assert response.has_header("Permissions-Policy")


# Whom to tell of a weakness


def security(client):
    response = client.get("/.well-known/security.txt")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_security_txt_names_a_contact_for_less_than_a_year(client, site, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    told = security(client)
    assert told["Contact"] == "mailto:security@example.org"
    assert told["Preferred-Languages"] == "en, es, ko"
    assert told["Canonical"] == f"{SITE}/.well-known/security.txt"
    days = (datetime.datetime.fromisoformat(told["Expires"]) - timezone.now()).days
    assert 150 < days < 365


@pytest.mark.parametrize("day", ["2026-01-31", "2028-02-29", "2026-12-31"])
def test_security_txt_is_true_long_enough_whatever_the_day(client, site, settings, monkeypatch, day):
    settings.SECURITY_CONTACT = "https://example.org/security"
    now = datetime.datetime.fromisoformat(f"{day}T12:00:00Z")
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert 150 < (datetime.datetime.fromisoformat(security(client)["Expires"]) - now).days < 365


def test_a_site_that_names_no_contact_has_no_such_file(client, site):
    assert client.get("/.well-known/security.txt").status_code == 404


# How much may be sent


def test_more_than_a_form_can_hold_is_refused_before_it_is_read(client, site):
    visit = make_milestone(slug="visit")
    big = SimpleUploadedFile("big.bin", b"x" * (3 * 1024 * 1024))
    sent = {"about": "milestone/visit", "message": "Wrong", "file": big}
    assert client.post("/en/report/", sent, headers={"origin": "http://testserver"}).status_code == 413
    assert visit.slug == "visit"


def test_staff_may_send_the_largest_set_that_is_taken(client, publisher):
    client.force_login(publisher)
    largest = SimpleUploadedFile("set.zip", b"x" * MOST_BYTES)
    response = client.post("/admin/relations/load/upload/", {"archive": largest})
    assert response.status_code == 200  # read, and found to be no zip
    larger = SimpleUploadedFile("set.zip", b"x" * (MOST_BYTES + 1024 * 1024))
    assert client.post("/admin/relations/load/upload/", {"archive": larger}).status_code == 413


def test_a_length_that_is_no_number_is_refused(client, site):
    assert client.post("/en/report/", CONTENT_LENGTH="-1").status_code == 413


@pytest.mark.parametrize("address", ["/en/report/", "/admin/login/", "/admin/password-reset/", "/ko/"])
@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("application/x-www-form-urlencoded; charset=utf-16", "a=b"),
        ("application/x-www-form-urlencoded", "a=b&" * 1001),
        ("multipart/form-data", "a=b"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_and_breaks_nothing(site, address, kind, sent):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    response = client.post(address, sent, content_type=kind)
    assert response.status_code in (400, 403, 405)


def test_the_page_that_says_so_asks_the_database_for_nothing_and_knows_the_readers_language(client, site):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/es/", headers={"host": "elsewhere.example.org"})
    assert (response.status_code, response.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert '<html lang="es">' in response.text
    assert not queries.captured_queries


# Who is believed to ask


def report_from(client, number, forwarded=None, peer="192.0.2.1"):
    headers = {"origin": "http://testserver"} | ({"x-forwarded-for": forwarded} if forwarded else {})
    sent = {"about": "milestone/visit", "message": f"Wrong {number}"}
    return client.post("/en/report/", sent, headers=headers, REMOTE_ADDR=peer).status_code


@pytest.fixture
def visit(site):
    return make_milestone(slug="visit")


def taken(client, forwarded, peer="192.0.2.1", times=6):
    """How many of so many reports are taken; `forwarded` gives the header of each."""
    return [report_from(client, number, forwarded(number), peer) for number in range(times)].count(302)


def test_without_proxies_nobody_is_believed_to_ask_for_another(client, visit):
    assert taken(client, lambda number: f"198.51.100.{number}") == 5


def test_behind_a_proxy_readers_are_told_apart_by_what_it_says(client, visit, settings):
    settings.PROXIES = 1
    assert taken(client, lambda number: f"198.51.100.{number}") == 6


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [
        (1, "203.0.113.{}, 198.51.100.7"),
        (2, "203.0.113.{}, 198.51.100.7, 10.0.0.2"),
        (1, "203.0.113.{}, 198.51.100.7:443{}"),
        (1, "203.0.113.{}, [2001:db8::7]:443"),
        (1, "203.0.113.{}, unknown"),
        (2, "203.0.113.{}"),  # it came past one of the two
        (1, "203.0.113.{}, "),
    ],
)
def test_what_a_reader_puts_before_what_the_proxies_say_changes_nothing(client, visit, settings, proxies, forwarded):
    settings.PROXIES = proxies
    assert taken(client, lambda number: forwarded.replace("{}", str(number))) == 5


# When the database is away


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError, 503), (InterfaceError, 503), (ProgrammingError, 500), (ValueError, 500)]
)
def test_a_database_that_is_away_is_no_fault_of_the_program(client, site, monkeypatch, error, status):
    def fails(*args, **kwargs):
        raise error("gone")

    monkeypatch.setattr(lists.Source.objects, "live", fails)
    client.raise_request_exception = False
    response = client.get("/en/sources/")
    assert response.status_code == status
    assert response.has_header("Retry-After") == (status == 503)


def test_the_page_that_says_so_asks_the_database_for_nothing(client, site, monkeypatch, django_assert_num_queries):
    def fails(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("relations.views.frame.live_relationship", fails)
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        assert client.get("/ko/").status_code == 503


# The settings of production


def production():
    """The variables that the example of a production site gives."""
    lines = (ROOT / "config" / "deploy" / "relations.env").read_text().splitlines()
    variables = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    assert variables.pop("SECRET_KEY") == ""  # no example of it, which somebody would use
    variables["DATABASE_URL"] = "sqlite:///:memory:"
    return variables | {
        "SECRET_KEY": "".join(map(chr, range(48, 123))),
        "ENV_FILE": os.devnull,
        "PATH": os.environ["PATH"],
    }


def test_django_finds_nothing_to_say_against_the_example_of_production():
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    ended = subprocess.run(command, cwd=ROOT, env=production(), capture_output=True, text=True)  # noqa: S603
    assert (ended.returncode, ended.stderr) == (0, "")


def test_no_secret_stands_in_the_program():
    text = (ROOT / "config" / "settings.py").read_text()
    assert re.search(r"^SECRET_KEY = env\.", text, re.M)
    # A default of an address must hold no user's name or password.
    assert [default for default in re.findall(r'default=f?"([^"]*)"', text) if "@" in default.partition("://")[2]] == []
