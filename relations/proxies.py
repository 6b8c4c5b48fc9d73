"""From which address a reader asks, where servers of ours stand between: what limits per sender go by."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse


class ReadersAddress:
    """Middleware: `REMOTE_ADDR` is the reader's, as the outermost of `PROXIES` trusted servers saw it.

    Each server appends to X-Forwarded-For whom it was asked by. Only as many entries as there are such servers can be
    believed, counted from the end: what stands before them is whatever the reader wrote there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PROXIES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) >= settings.PROXIES:
            address = _address(entries[-settings.PROXIES].strip())
            request.META["REMOTE_ADDR"] = address or request.META.get("REMOTE_ADDR", "")
        return self.get_response(request)


def _address(entry: str) -> str:
    """The address in an entry, which some servers write with a port; empty if it is none."""
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(ipaddress.ip_address(entry))
    except ValueError:
        return ""
