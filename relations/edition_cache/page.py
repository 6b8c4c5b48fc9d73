"""A kept page: its body in each encoding, with the headers that go with it, ready to be sent."""

import gzip
import hashlib
import re
from functools import lru_cache

import brotli
from django.conf import settings

from relations.edition_cache.freshness import State

Headers = list[tuple[str, str]]

# As hard as pays for a page that is compressed once and sent often.
BROTLI_QUALITY, GZIP_LEVEL = 7, 6
# Smaller bodies would not get smaller.
COMPRESSED_FROM = 500

# What the cache says anew of every page, whatever Django said.
OWN_HEADERS = {"content-length", "etag", "vary"}


class Page:
    """What Django answered with 200, as it can be sent again and again."""

    __slots__ = ("_answers", "body", "etag", "headers", "not_modified", "state")

    def __init__(self, state: State, headers: Headers, body: bytes) -> None:
        """`state` is that in which the page is true; `headers` are Django's."""
        self.state = state
        self.body = body
        # Weak: the same page in whatever encoding. Whoever asks with it is told by weak comparison (RFC 9110, 13.1.2).
        self.etag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
        kept = [(name, value) for name, value in headers if name.lower() not in OWN_HEADERS]
        said = next((value for name, value in kept if name.lower() == "cache-control"), None)
        own = [("ETag", self.etag), ("Vary", "Accept-Encoding")]
        fresh = [("Cache-Control", said or cache_control())]
        self.headers = kept + own + (fresh if said is None else [])
        # A 304 repeats what a cache may have to renew (RFC 9110, 15.4.5).
        self.not_modified = own + fresh
        self._answers: dict[str, tuple[Headers, bytes]] = {}

    @property
    def size(self) -> int:
        """The bytes of its bodies, in memory."""
        return len(self.body) + sum(len(body) for _headers, body in self._answers.values() if body is not self.body)

    def has(self, encoding: str) -> bool:
        """Whether it was asked for in this encoding before."""
        return encoding in self._answers

    def answer(self, encoding: str) -> tuple[Headers, bytes]:
        """Headers and body in an encoding; compressed the first time it is asked for."""
        if encoding not in self._answers:
            self._answers[encoding] = self._encoded(encoding)
        return self._answers[encoding]

    def _encoded(self, encoding: str) -> tuple[Headers, bytes]:
        if len(self.body) < COMPRESSED_FROM:
            encoding = ""
        body = _COMPRESSED[encoding](self.body)
        extra = [("Content-Length", str(len(body)))] + ([("Content-Encoding", encoding)] if encoding else [])
        return self.headers + extra, body

    def is_known_by(self, if_none_match: str) -> bool:
        """Whether whoever sent this header has the page already."""
        if not if_none_match:
            return False
        if if_none_match.strip() == "*":
            return True
        return self.etag.removeprefix("W/") in re.findall(r'"[^"]*"', if_none_match)


_COMPRESSED = {
    "": bytes,
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
    "br": lambda body: brotli.compress(body, quality=BROTLI_QUALITY),
}


def cache_control() -> str:
    """Browsers ask each time whether it is still true; a shared cache in front may wait as long as it is told to."""
    if settings.CDN_MAX_AGE:
        return f"public, max-age=0, must-revalidate, s-maxage={settings.CDN_MAX_AGE}"
    return "public, no-cache"


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """The best encoding that an Accept-Encoding header allows (RFC 9110, 12.5.3); nothing for none."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _separator, parameter = part.strip().partition(";")
        try:
            weights[name.strip()] = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
    other = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda name: weights.get(name, other))  # the first, of equals
    return best if weights.get(best, other) > 0 else ""
