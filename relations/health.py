"""Whether the process answers, and whether it can serve: what a load balancer and a monitor ask every few seconds.

It stands in front of everything else, and so asks for no host name and no https: whoever checks a process asks it by
its number and by plain http. The answers say nothing that a stranger could use.
"""

import logging
import secrets
from collections.abc import Callable, Iterable
from functools import cache as remembered
from typing import Any

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from relations.edition_cache import freshness

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


class Health:
    """A WSGI application around another, which answers `/healthz` and `/readyz` in its place."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        check = CHECKS.get(environ.get("PATH_INFO", ""))
        if check is None:
            return self.application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start_response("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
            return []
        status, body = ("200 OK", b"ok") if check() else ("503 Service Unavailable", b"fail")
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def is_ready() -> bool:
    """Whether database and cache can be reached, and the database is as this version of the program needs it."""
    try:
        return _has_database() and _has_cache() and _is_migrated()
    except Exception:  # whatever the libraries of a database and a cache raise
        logger.exception("The site is not ready.")
        return False


def _has_database() -> bool:
    # On a connection that was lost it begins a new one, which the questions that follow have, too.
    freshness.read(at=timezone.now())
    return True


def _has_cache() -> bool:
    key, value = f"relations.health.{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, 10)
    found = cache.get(key)
    cache.delete(key)
    return bool(found == value)


def _is_migrated() -> bool:
    return _migrations() <= set(MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations())


@remembered
def _migrations() -> set[tuple[str, str]]:
    """The last migration of each application, as the program has them."""
    return set(MigrationLoader(None).graph.leaf_nodes())


CHECKS: dict[str, Callable[[], bool]] = {"/healthz": lambda: True, "/readyz": is_ready}
