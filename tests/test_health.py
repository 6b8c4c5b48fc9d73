"""What a load balancer and a monitor are told: whether the process answers, and whether it can serve."""

from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import RequestFactory

from config.wsgi import application
from relations.edition_cache import freshness

pytestmark = pytest.mark.django_db


def ask(path, method="GET", **headers):
    """Status, headers and body of what a server gets from the application."""
    told: dict[str, Any] = {}

    def start_response(status, headers, exc_info=None):
        told["status"], told["headers"] = int(status.split()[0]), dict(headers)

    parts = application(RequestFactory(headers=headers).generic(method, path).environ, start_response)
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return told["status"], told["headers"], body


def gone(*args, **kwargs):
    raise OperationalError("the server closed the connection")


@pytest.fixture
def no_database(monkeypatch):
    monkeypatch.setattr(freshness, "_row", gone)
    # The tests' own connection, in a transaction, must outlive it.
    monkeypatch.setattr(type(connections["default"]), "close", lambda self: None)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_site_that_can_serve_says_ok_and_nothing_else(path):
    status, headers, body = ask(path)
    assert (status, body) == (200, b"ok")
    assert headers["Cache-Control"] == "no-store"


def test_without_a_database_the_process_is_alive_and_not_ready(no_database):
    assert ask("/readyz")[::2] == (503, b"fail")
    assert ask("/healthz")[::2] == (200, b"ok")


def test_without_its_cache_it_is_not_ready(monkeypatch):
    monkeypatch.setattr(type(caches["default"]), "set", gone)
    assert ask("/readyz")[::2] == (503, b"fail")


def test_before_the_last_migration_it_is_not_ready():
    last = MigrationRecorder.Migration.objects.filter(app="relations").latest("pk")
    last.delete()
    assert ask("/readyz")[::2] == (503, b"fail")
    last.save()
    assert ask("/readyz")[::2] == (200, b"ok")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_neither_the_host_name_nor_https_matters(path, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert ask(path, host="10.0.0.7:8000")[0] == 200


def test_an_answer_to_head_has_no_body_and_other_methods_are_refused():
    assert ask("/readyz", "HEAD")[::2] == (200, b"")
    status, headers, body = ask("/healthz", "POST")
    assert (status, headers["Allow"], body) == (405, "GET, HEAD", b"")
