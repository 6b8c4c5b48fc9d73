"""Which address of the site is which file of its copy.

No plain server looks at a query, so a filtered list or its second page has a folder of its own: what is
`/en/agreements/?form=treaty&page=2` on the site is the file `en/agreements/form=treaty/page=2/index.html`. A slug has
no equals sign: no record is ever at such an address.
"""

import re
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from django.conf import settings

from relations import edition_cache
from relations.views.frame import KNOWN_PARAMETERS

# What they answer depends on what is typed or sent. In the copy one page stands for all of them.
NEED_A_SERVER = {"search", "report"}

VALUE = re.compile(r"[A-Za-z0-9_-]+")


class NoFile(Exception):
    """No file can have this address."""


def address_of(link: str, page: str) -> str | None:
    """The address on the site to which a link on a page leads, without its fragment; None where it leads elsewhere.

    Of a query, only what the site reads is kept, in one order.
    """
    site = urlsplit(settings.SITE_URL)
    try:
        parts = urlsplit(urljoin(f"{settings.SITE_URL}{page}", link))
    except ValueError:
        return None
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        return None
    query = "" if not parts.query or view_at(parts.path) in NEED_A_SERVER else _known(parts.query)
    return (parts.path or "/") + (f"?{query}" if query else "")


def _known(query: str) -> str:
    pairs = [(name, value) for name, value in parse_qsl(query) if name in KNOWN_PARAMETERS]
    return urlencode(sorted(pair for pair in pairs if pair != ("page", "1")))


def file_of(address: str) -> str:
    """The file of an address, from the folder of the copy. Raises NoFile."""
    path = unquote(path_of(address)).removeprefix("/")
    parts = path.split("/")
    if any(part in ("", ".", "..") or (part.startswith(".") and part != ".well-known") for part in parts[:-1]):
        raise NoFile
    return f"{path}index.html" if path.endswith("/") or not path else path


def path_of(address: str) -> str:
    """Where the copy has what the site has at an address: the same, but for a query. Raises NoFile."""
    path, _separator, query = address.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    if not all(VALUE.fullmatch(value) for _name, value in pairs) or (pairs and not path.endswith("/")):
        raise NoFile
    return path + "".join(f"{name}={quote(value)}/" for name, value in pairs)


@cache
def view_at(path: str) -> str:
    """The name of the view at a path; empty where there is none."""
    match = edition_cache.view_at(path)
    return match.view_name if match else ""
