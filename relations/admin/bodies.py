"""A body as plain text whose markup can still be seen: headings say so, lists have signs, links their address."""

import re
from html.parser import HTMLParser

from django.utils.translation import gettext

BULLET = "•"
INDENT = "   "


def body_in_words(html: str) -> str:
    """The text of a sanitised body, a line for each paragraph, heading and list item."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(line for line in (*reader.lines, reader.line) if line.strip())


class _Reader(HTMLParser):
    """Knows the few elements of `relations.richtext`; what it does not know leaves no trace."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.line = ""
        # The lists that are open: of a numbered one, how many items it has had; of another, nothing.
        self.lists: list[int | None] = []
        self.links: list[str] = []
        # A sign that waits for the first word of its item.
        self.sign = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "br", "h2", "h3", "ul", "ol", "li"):
            self._new_line()
        if tag == "h2":
            self.sign = f"{gettext('Heading')}: "
        elif tag == "h3":
            self.sign = f"{gettext('Subheading')}: "
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.sign = self._sign_of_item()
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        else:
            self._write(_EMPHASIS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in ("p", "h2", "h3", "ul", "ol", "li"):
            self._new_line()
        elif tag == "a" and self.links:
            address = self.links.pop()
            self._write(f" ({address})" if address else "")
        else:
            self._write(_EMPHASIS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        self._write(text if self.line else text.lstrip())

    def _sign_of_item(self) -> str:
        if not self.lists:
            return ""
        indent, count = INDENT * (len(self.lists) - 1), self.lists[-1]
        if count is None:
            return f"{indent}{BULLET} "
        self.lists[-1] = count + 1
        return f"{indent}{count + 1}. "

    def _write(self, text: str) -> None:
        if text:
            self.line += self.sign + text
            self.sign = ""

    def _new_line(self) -> None:
        if self.line:
            self.lines.append(self.line.rstrip())
            self.line = ""


# As in a letter typed on a machine.
_EMPHASIS = {"strong": "*", "em": "_"}
