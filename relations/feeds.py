"""The updates as an Atom feed (RFC 4287): names that stay, addresses of the site's own, times of publication.

The same content gives the same bytes: nothing in it is the time at which it is asked for.
"""

import datetime
import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import translate_url
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from relations.languages import codes, current_language
from relations.models import Relationship
from relations.parts import page_address
from relations.updates import VERSION, Update, heading, label

CONTENT_TYPE = Atom1Feed.content_type
TYPE = "application/atom+xml"

# So many pages of a load are named in its entry.
PAGES_NAMED = 30

# For a site whose rows were written past the verbs: when they were published is not known.
UNKNOWN = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

# What a text may hold and XML may not.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Feed(Atom1Feed):
    """An Atom feed that names itself and its page in the other languages, too."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for link in self.feed["links"]:
            handler.addQuickElement("link", "", link)

    def latest_post_date(self) -> datetime.datetime:
        return super().latest_post_date() if self.items else self.feed["changed"]


def atom(site: Relationship, updates: list[Update], *, title: str, page: str, own: str) -> str:
    """These updates as a feed in the reader's language; `page` and `own` are the paths of its page and of itself."""
    feed = _Feed(
        title=_plain(title),
        link=_absolute(page),
        description=None,
        language=current_language(),
        author_name=_plain(site.publisher),
        feed_url=_absolute(own),
        feed_guid=_absolute(own),
        feed_copyright=_plain(site.data_licence) or None,
        links=_in_other_languages(page, own),
        changed=site.updated_at or UNKNOWN,
    )
    for update in updates:
        feed.add_item(
            title=_plain(heading(update)),
            link=_absolute(update.address),
            description=_plain(_summary(update)),
            unique_id=_name(update),
            pubdate=update.at,
            updateddate=update.at,
            categories=[_plain(word) for word in dict.fromkeys(map(label, _records(update)))],
        )
    return feed.writeString("utf-8")


def _plain(text: Any) -> str:
    return _NOT_IN_XML.sub("", str(text))


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _in_other_languages(page: str, own: str) -> list[dict[str, str]]:
    return [
        {"rel": "alternate", "type": kind, "hreflang": code, "href": _absolute(translate_url(path, code))}
        for code in codes()
        if code != current_language()
        for path, kind in ((page, "text/html"), (own, TYPE))
    ]


def _records(update: Update) -> list[Any]:
    return [*(written.whole if update.is_load else written.record for written in update.written), *update.withdrawn]


def _name(update: Update) -> str:
    """A name that no other entry ever has (RFC 4151), whatever becomes of its addresses; one for each language."""
    what = f"{update.kind}/{update.key}"
    if update.kind == VERSION:
        written = update.written[0]
        what = f"{written.record.type_name()}/{written.record.slug}/{written.number}"
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{update.at.astimezone(datetime.UTC):%Y-%m-%d}:{current_language()}/{what}"


def _summary(update: Update) -> str:
    """What is told of an update, as HTML: its note, and the pages of a load."""
    parts = [format_html('<p lang="{}">{}</p>', update.note.lang, update.note)] if update.note else []
    if update.is_load and not update.is_about_one:
        parts.append(_linked([(written.address, written.title) for written in update.written[:PAGES_NAMED]]))
    elif update.withdrawn:
        parts.append(_linked([(page_address(record), page_address(record)) for record in update.withdrawn]))
    elif update.written[0].changes_address:
        parts.append(_linked([(update.written[0].changes_address, gettext("what changed"))]))
    return "".join(parts)


def _linked(pages: list[tuple[str, Any]]) -> SafeString:
    items = format_html_join("", '<li><a href="{}">{}</a></li>', ((_absolute(path), text) for path, text in pages))
    return format_html("<ul>{}</ul>", items) if pages else SafeString()
