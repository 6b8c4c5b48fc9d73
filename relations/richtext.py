"""The small subset of HTML that a `body` may hold. Pure."""

import re
from html import unescape

import nh3

TAGS = {"p", "br", "h2", "h3", "ul", "ol", "li", "strong", "em", "a"}
# What editors and word processors write for the same thing.
_SYNONYMS = (
    (re.compile(r"<(/?)b(?=[\s>])", re.I), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s>])", re.I), r"<\1em"),
)


def sanitise(html: str) -> str:
    """Return `html` with every tag, attribute and link scheme removed that a body may not hold.

    Links keep http and https addresses only; where no word is left, nothing is. What is clean comes back
    unchanged, so it can be applied on the way in and again on the way out.
    """
    for pattern, replacement in _SYNONYMS:
        html = pattern.sub(replacement, html)
    kept = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, attribute_filter=_absolute, link_rel=None)
    return kept if words(kept).strip() else ""


def _absolute(tag: str, attribute: str, value: str) -> str | None:
    """Keep an address that says its scheme; `//host` and `../page` mean another place on every page."""
    return value if value.lower().startswith(("http://", "https://")) else None


def words(html: str) -> str:
    """The words of a sanitised body, without its markup."""
    return unescape(re.sub(r"<[^>]*>", " ", html))
