"""A WSGI application that answers 20 KB without a thought: no page under the same server can be faster."""

from collections.abc import Callable, Iterable
from typing import Any

BODY = (b"<!doctype html><title>ceiling</title><p>" + b"words " * 4000)[:20480]
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", list(HEADERS))
    return [BODY]
