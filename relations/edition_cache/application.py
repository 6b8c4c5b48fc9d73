"""In front of Django: a public page that is kept and still true is sent at once; else Django renders it, once."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from http import HTTPStatus
from threading import Lock
from typing import Any, TypeVar

from django.utils import timezone

from relations.edition_cache import freshness
from relations.edition_cache.address import Address, Environ, address_of, reduced, view_at
from relations.edition_cache.freshness import State, Unreadable
from relations.edition_cache.memory import Memory
from relations.edition_cache.page import Headers, Page, best_encoding
from relations.edition_cache.remembering import Remembered, remembering
from relations.edition_cache.shared import Shared

Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
View = TypeVar("View", bound=Callable[..., Any])

# So many seconds those who want a page wait for the one who renders it; then each renders it himself.
PATIENCE = 20


def kept(view: View) -> View:
    """Mark a view whose answers are the same for everybody, until the next edition or the next day."""
    view.is_kept = True  # type: ignore[attr-defined]
    return view


class EditionCache:
    """A WSGI application around Django's.

    `parameters` are those of a query that any page reads; `publish_due(at=…)` is called when the time of something
    scheduled has come, before the edition is read again; `most` is how many bytes of pages a process keeps: with
    none, Django answers everything.
    """

    def __init__(
        self, application: Application, *, parameters: Iterable[str], publish_due: Callable[..., object], most: int
    ) -> None:
        self.application = application
        self.memory = Memory(most)
        self.shared = Shared()
        self._parameters = frozenset(parameters)
        self._publish_due = publish_due
        self._rendering: dict[tuple[Address, State], Future[Page | None]] = {}
        self._remembered: Remembered = {}
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        address = address_of(environ, self._parameters) if self.memory.most else None
        if address is None:
            return self.application(environ, start_response)
        try:
            state = self._state()
        except Unreadable:
            found: Page | Application | None = self.memory.get(address)  # of whatever edition: better than nothing
        else:
            found = self._found(environ, address, state)
        if isinstance(found, Page):
            return self._send(found, address, environ, start_response)
        return (found or self.application)(environ, start_response)

    def _state(self) -> State:
        now = timezone.now()
        state = freshness.read(at=now)
        if state.is_over(at=now):
            self._publish_due(at=now)
            state = freshness.read(at=now)
        return state

    def _found(self, environ: Environ, address: Address, state: State) -> Page | Application | None:
        """The page as it is in this state: kept, or made by the first who asks; else whatever answers instead."""
        page = self.memory.get(address)
        if page is not None and (page.state is state or page.state == state):
            return page
        if not _is_kept(address.path):
            return None
        with self._lock:
            others = self._rendering.get((address, state))
            if others is None:
                own = self._rendering[address, state] = Future()
        if others is not None:
            return _waited_for(others)
        page = None
        try:
            made = self.shared.get(address, state) or self._made(environ, address, state)
            if isinstance(made, Page):
                page = made
                self.memory.put(address, page)
            return made
        finally:
            with self._lock:
                del self._rendering[address, state]
            own.set_result(page)

    def _made(self, environ: Environ, address: Address, state: State) -> Page | Application:
        """What Django renders: a page to be kept, or an answer that is for this request only."""
        with remembering(state, self._remembered):
            answer = _Answer(self.application, reduced(environ, address))
        names = {name.lower() for name, _value in answer.headers}
        if answer.status.split()[0] != str(HTTPStatus.OK.value) or "set-cookie" in names:
            return answer
        page = Page(state, answer.headers, answer.body)
        self.shared.put(address, page)
        return page

    def _send(self, page: Page, address: Address, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if page.is_known_by(environ.get("HTTP_IF_NONE_MATCH", "")):
            start_response("304 Not Modified", list(page.not_modified))
            return []
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        is_grown = not page.has(encoding)
        headers, body = page.answer(encoding)
        if is_grown:
            self.memory.put(address, page)
        start_response("200 OK", list(headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


class _Answer:
    """What an application answered to a request, read to its end; to be sent in answer to the same."""

    def __init__(self, application: Application, environ: Environ) -> None:
        self.status = ""
        self.headers: Headers = []
        parts = application(environ, self._start)
        try:
            self.body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def _start(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status, self.headers = status, headers

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        start_response(self.status, self.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


def _waited_for(others: "Future[Page | None]") -> Page | None:
    """The page that somebody else renders; None where it is none to be kept, or takes too long."""
    try:
        return others.result(PATIENCE)
    except TimeoutError:
        return None


def _is_kept(path: str) -> bool:
    """Whether the view at a path says that its answers are to be kept."""
    match = view_at(path)
    return match is not None and getattr(match.func, "is_kept", False)
