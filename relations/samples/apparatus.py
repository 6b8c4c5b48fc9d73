"""What stands around the content: versions, updates, search, brief, data, forms; as (component, context, inside)."""

import datetime
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relations.briefs import Part, Place, Row
from relations.citation import Citation
from relations.dates import PartialDate
from relations.differences import differences
from relations.languages import Text, current_language
from relations.models import Change, Revision
from relations.opendata import TABLES, dictionary
from relations.quotes import Quote
from relations.samples.records import TODAY, Invented, known_columns, text
from relations.updates import Update, Written

Entry = tuple[str, dict[str, Any], str]

AT = datetime.datetime.combine(TODAY, datetime.time(9, 30), datetime.UTC)


def apparatus(invented: Invented) -> dict[str, list[Entry]]:
    return {
        _("This page and its versions"): versions(invented),
        _("Updates"): updates(invented),
        _("Search"): search(invented),
        _("Brief"): brief(invented),
        _("Data"): data(),
        _("Report a mistake"): report(),
    }


def note() -> Text:
    return Text(_("What changed"), current_language())


def revision(number: int, **values: Any) -> Revision:
    words = known_columns(
        Revision, text("change_note", "Says it better.", es="Lo dice mejor.", ko="더 분명히 적었습니다.")
    )
    return Revision(number=number, published_at=AT, change=Change.MAJOR, **words, **values)


def versions(invented: Invented) -> list[Entry]:
    home = reverse("home")
    old, new = revision(1), revision(2)
    shown = {"revision": new, "number": 2, "address": home, "changes_address": home, "is_shown": True}
    first = {"revision": old, "number": 1, "address": home, "parts": [_("Passages")]}
    citation = Citation((invented.site.publisher, invented.agreements[0].title, f"“{home}”"), "@misc{invented}")
    this_page = {
        "updated_at": AT,
        "entries": [shown, first],
        "shown": shown,
        "permanent_address": "https://example.org/en/agreements/bridges/versions/2/",
        "citation": citation,
        "quotes": [Quote([[invented.agreements[0].title, ". ", invented.agreements[0].summary]])],
        "report_address": home,
    }
    pieces = differences("It opened in spring.", "It opened in early spring.")
    preview = {"saved": "1 June 2030, 09:30", "public_address": home, "onward": [(home, _("Overview"))]}
    return [
        ("this_page", {"this_page": this_page}, ""),
        ("version_notice", {"version": old, "live_address": home}, ""),
        ("preview_notice", {"preview": preview}, ""),
        ("versions_compared", {"old": old, "new": new, "version_address": home}, ""),
        ("changed", {"pieces": pieces}, ""),
    ]


def updates(invented: Invented) -> list[Entry]:
    written = [Written(invented.agreements[0], 2, False), Written(invented.milestones[0], 1, False)]
    version = Update("version", 1, AT, note(), written=written[:1])
    load = Update("load", 2, AT, note(), written=written, count=40, is_cut=True)
    withdrawal = Update("withdrawal", 3, AT, note(), withdrawn=[invented.initiative])
    feeds = [{"address": reverse("feed"), "label": _("Agreements")}]
    return [
        *(("update", {"update": update, "level": 3}, "rows") for update in (version, load, withdrawal)),
        ("latest_updates", {"updates": [version]}, ""),
        ("feeds", {"feeds": feeds}, ""),
    ]


def search(invented: Invented) -> list[Entry]:
    pieces = [SimpleNamespace(text="Night ", is_marked=False), SimpleNamespace(text="ferry", is_marked=True)]
    excerpt = {"pieces": pieces, "lang": "en", "is_quotation": True}
    result = {"record": invented.initiative, "title": pieces, "lang": "en", "excerpt": excerpt}
    address = reverse("search")
    group = {"label": _("Initiatives"), "count": 3, "results": [result], "address": address}
    kinds = [{"address": address, "label": _("Initiatives"), "count": 1, "is_current": True}]
    sections = [{"address": address, "label": _("Milestones"), "count": 12}]
    similar = [{"address": address, "word": "ferry"}]
    nothing = {"query": "fery", "missing": ["fery"], "similar": similar, "sections": sections}
    return [
        ("search_form", {"query": "ferry"}, ""),
        ("search_types", {"types": kinds, "address": address, "is_all": False, "total": 3}, ""),
        ("search_group", {"group": group}, ""),
        ("nothing_found", nothing, ""),
    ]


def brief(invented: Invented) -> list[Entry]:
    frame = {"site": invented.site, "today": TODAY}
    agreement, initiative = invented.agreements[1], invented.initiative
    rows = [
        Row(agreement, agreement, agreement.summary, [1], "status", PartialDate(2029)),
        Row(initiative, initiative, initiative.summary, [1, 2], "initiative_standing", has_parties=True),
    ]
    places = [Place(1, invented.passages[0]), Place(2, invented.passages[1], is_same_source=True)]
    areas = [{"label": invented.area.title, "value": invented.area.slug, "is_chosen": True}]
    parts = [{"label": _("Agreements"), "value": "agreements", "is_chosen": False}]
    links = [{"is_current": True, "absolute": "https://example.org/en/brief/"}]
    return [
        ("brief_form", {"areas": areas, "parts": parts}, ""),
        ("brief_title", {"areas": [invented.area], "site": invented.site}, ""),
        ("brief_head", {"brief": {"latest": PartialDate(2030)}, "count": 2, **frame}, ""),
        ("brief_part", {"part": Part(_("Agreements"), rows, left_out=3), **frame}, ""),
        ("brief_sources", {"places": places, "links": links}, ""),
        ("printed_sources", {"places": places}, ""),
    ]


def data() -> list[Entry]:
    return [
        ("data_file", {"file": {"table": TABLES[0], "count": 12}}, "table"),
        ("data_dictionary", {"part": dictionary()[0], "is_open": True}, ""),
    ]


def report() -> list[Entry]:
    errors = {"message": {"errors": [_("Say what is wrong.")]}, "source": {}, "email": {}}
    statements = [{"value": "agreement/bridges", "label": _("The whole page"), "is_chosen": True}]
    lengths = {"message_length": 2000, "source_length": 500}
    return [("report_form", {"form": errors, "statements": statements, "trap": "website", **lengths}, "")]
