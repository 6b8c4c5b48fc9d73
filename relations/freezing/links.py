"""The links of a page: found, and made to lead to files of the copy. Everything else stays byte for byte."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from html.parser import HTMLParser

ATTRIBUTE = re.compile(r'(\s(?:href|src)=)"([^"]*)"')
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)""")


def in_styles(sheet: str) -> Iterator[str]:
    """The links of a style sheet, but for what it holds itself."""
    return (link for link in IN_STYLES.findall(sheet) if not link.startswith("data:"))


def rewritten(page: str, link: Callable[[str], str], form: str) -> str:
    """A page with other links: `link` is given each and returns what stands for it; `form` stands for each form."""
    return _Page(page, link, form).rewritten()


class _Page(HTMLParser):
    def __init__(self, page: str, link: Callable[[str], str], form: str) -> None:
        super().__init__()
        self._page, self._link, self._form = page, link, form
        self._lines = [0]  # at which character each line begins
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._edits: list[tuple[int, int, str]] = []
        self._form_at: int | None = None

    def rewritten(self) -> str:
        self.feed(self._page)
        self.close()
        parts, end = [], 0
        for start, stop, text in self._edits:
            parts += [self._page[end:start], text]
            end = stop
        return "".join([*parts, self._page[end:]])

    @property
    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._form_at is not None:
            return
        if tag == "form":
            self._form_at = self._offset
            return
        written = self.get_starttag_text() or ""
        changed = ATTRIBUTE.sub(self._changed, written)
        if changed != written:
            self._edits.append((self._offset, self._offset + len(written), changed))

    def _changed(self, match: re.Match[str]) -> str:
        link = unescape(match[2])
        other = self._link(link)
        return match[0] if other == link else f'{match[1]}"{escape(other)}"'

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form_at is not None:
            self._edits.append((self._form_at, self._page.index(">", self._offset) + 1, self._form))
            self._form_at = None
