"""What the site answers at an address: its own application is asked, in this process and without a network."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from django.conf import settings


@dataclass(frozen=True)
class Answer:
    """What is sent to whoever asks: `kind` is the type of its content, without parameters."""

    status: int
    kind: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(application: WSGIApplication, address: str) -> Answer:
    """The answer of an application to a reader who asks for an address of the site."""
    told: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        names = {name.lower(): value for name, value in headers}
        told.update(status=int(status.split()[0]), kind=names.get("content-type", "").partition(";")[0])

    parts = application(environ_of(address), start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return Answer(told["status"], told["kind"], body)


def environ_of(address: str) -> dict[str, Any]:
    """The request for an address, as a server hands it to an application (PEP 3333)."""
    path, _separator, query = address.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": urlsplit(settings.SITE_URL).netloc,
        # Else everything would be an answer that sends to https.
        "wsgi.url_scheme": "https",
    }
    setup_testing_defaults(environ)
    return environ
