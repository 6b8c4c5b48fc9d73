"""A whole run: the site is walked through from its entries, along every link, and written file by file."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import WSGIApplication
from xml.etree import ElementTree

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_from_path, override

from relations.edition_cache import freshness
from relations.freezing.addresses import NoFile, address_of, file_of, path_of
from relations.freezing.asking import Answer, ask
from relations.freezing.folder import Folder
from relations.freezing.links import in_styles, rewritten
from relations.freezing.stand_ins import in_place_of_a_form, stand_ins
from relations.languages import codes

# Where a walk begins: what no link may lead to. The rest is found.
ENTRIES = ("home", "feed", "calendar", "data", "sitemap", "robots", "theme")
# What answers to a public address: a page, or that it was withdrawn, which a plain server sends as a page like others.
WRITTEN = (200, 410)
# So many times the site is walked through in all, if it changes meanwhile.
WALKS = 3

LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@dataclass(frozen=True)
class Frozen:
    """What a run did: how many files were written, are as they were, and were removed; and what went wrong."""

    written: int
    unchanged: int
    removed: int
    failures: list[str]


def freeze(root: Path, application: WSGIApplication, *, clock: Callable[[], datetime.datetime]) -> Frozen:
    """Write the public site into a folder, as `application` answers for it; all of it of one edition and one day.

    If anything goes wrong, nothing is removed: what an earlier run wrote there stays. Raises NotOurs if the folder is
    somebody else's, OSError if it cannot be written, `freshness.Unreadable` if the database cannot be read.
    """
    folder = Folder(root)
    for _number in range(WALKS):
        before = freshness.read(at=clock())
        folder.files.clear()
        failures = _Walk(application, folder).failures
        if freshness.read(at=clock()) == before:
            break
    else:
        failures.append("The site changed again and again while it was written: parts of it are of another edition.")
    if not failures:
        folder.tidy()
    unchanged = len(folder.files - folder.written)
    return Frozen(len(folder.written & folder.files), unchanged, len(folder.removed), failures)


class _Walk:
    def __init__(self, application: WSGIApplication, folder: Folder) -> None:
        self.failures: list[str] = []
        self._application, self._folder = application, folder
        self._known: set[str] = set()
        self._waiting: list[tuple[str, str]] = []
        own = dict(stand_ins())
        self._known |= set(own)
        for address in _entries():
            self._come_to(address, "")
        self._walk()
        if not self.failures:
            for address, page in own.items():
                self._write(address, self._page(page, address).encode())
            self._walk()

    def _walk(self) -> None:
        while self._waiting:
            self._freeze(*self._waiting.pop())

    def _come_to(self, address: str, from_page: str) -> None:
        if address not in self._known:
            self._known.add(address)
            self._waiting.append((address, from_page))

    def _freeze(self, address: str, from_page: str) -> None:
        answer = ask(self._application, address)
        if answer.status not in WRITTEN:
            self.failures.append(
                f"{address} answers {answer.status}" + (f"; {from_page} leads there" * bool(from_page))
            )
            return
        self._write(address, self._content(answer, address))

    def _content(self, answer: Answer, address: str) -> bytes:
        """What the file of an address holds. Where it leads is to be written, too."""
        if answer.kind == "text/html":
            return self._page(answer.text, address).encode()
        if answer.kind == "text/css":
            for link in in_styles(answer.text):
                self._follow(link, address)
        elif answer.kind == "application/xml":
            for element in ElementTree.fromstring(answer.body).iter(LOCATION):  # noqa: S314 – the site's own
                self._follow(element.text or "", address)
        return answer.body

    def _page(self, page: str, address: str) -> str:
        def link(written: str) -> str:
            if not written or written.startswith("#"):
                return written
            to = self._follow(written, address)
            # An absolute address says where the site is, not where the copy is.
            return written if to is None or "?" not in written or _is_absolute(written) else to + _fragment(written)

        with override(get_language_from_path(address) or None):
            form = in_place_of_a_form()
        return rewritten(page, link, form)

    def _follow(self, link: str, page: str) -> str | None:
        """Have the file written to which a link leads; its address in the copy, or None where that is elsewhere."""
        address = address_of(link, page)
        if address is None:
            return None
        try:
            path = path_of(address)
        except NoFile:
            self.failures.append(f"{address} cannot be a file; {page} leads there")
            return None
        self._come_to(address, page)
        return path

    def _write(self, address: str, content: bytes) -> None:
        try:
            self._folder.put(file_of(address), content)
        except NoFile:
            self.failures.append(f"{address} cannot be a file")


def _entries() -> Iterator[str]:
    for code in codes():
        with override(code):
            yield from (reverse(name) for name in ENTRIES)
    if settings.SECURITY_CONTACT:
        yield reverse("security")


def _is_absolute(link: str) -> bool:
    return link.startswith(settings.SITE_URL)


def _fragment(link: str) -> str:
    _before, separator, fragment = link.partition("#")
    return separator + fragment
