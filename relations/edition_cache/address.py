"""What a page is asked for by: what it depends on, and nothing else of the request."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import get_language_from_path, override

Environ = dict[str, Any]

# A question longer than this is none of ours: Django answers it, and nothing is kept.
LONGEST = 2000


class Address(NamedTuple):
    """The address of a page: two requests with the same get the same bytes, but for their encoding."""

    scheme: str
    host: str
    path: str
    query: str


def address_of(environ: Environ, parameters: frozenset[str]) -> Address | None:
    """By what this request asks for a page, of its query only the parameters that any page reads, in one order.

    None where the request cannot be one for a kept page: another method than GET and HEAD, a body, or a question
    that is too long or that Django refuses.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("CONTENT_LENGTH") not in (None, "", "0"):
        return None
    path, query = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if len(path) + len(query) > LONGEST:
        return None
    try:
        query = _known(query, parameters) if query else ""
    except ValueError:  # more fields than may be sent
        return None
    return Address(environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), path, query)


def _known(query: str, parameters: frozenset[str]) -> str:
    pairs = parse_qsl(
        query,
        keep_blank_values=True,
        encoding="utf-8",
        errors="replace",
        max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
    )
    return urlencode(sorted((pair for pair in pairs if pair[0] in parameters), key=lambda pair: pair[0]))


def reduced(environ: Environ, address: Address) -> Environ:
    """The request that Django answers in its place: whole, with nothing in it on which the page may not depend."""
    kept = {
        name: value
        for name, value in environ.items()
        if name not in ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_RANGE") and not name.startswith("HTTP_IF_")
    }
    return kept | {"REQUEST_METHOD": "GET", "QUERY_STRING": address.query}


def view_at(path: str) -> ResolverMatch | None:
    """The view at a path, in whatever language that is; None where there is none."""
    with override(get_language_from_path(path) or None):
        try:
            return resolve(path)
        except Resolver404:
            return None
