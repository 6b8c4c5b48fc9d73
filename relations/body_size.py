"""How much a request may carry: more is refused before a byte of it is read.

Django bounds what it keeps in memory, not what it writes to temporary files: without this, anybody could fill the disk.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class BodySize:
    """Middleware: 413 for a body that is longer than any form of ours; staff may send a content set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a length Django reads nothing, however much is sent.
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > _most(request.path_info):
            return HttpResponse(status=413)
        return self.get_response(request)


def _most(path: str) -> int:
    is_staffs = path.startswith(reverse("admin:index"))
    return settings.UPLOAD_MAX_SIZE if is_staffs else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
