"""What a page says of itself to search engines, and to those with whom it is shared. No query."""

import datetime
from dataclasses import dataclass
from typing import Any

from babel.core import get_global
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from relations import linked_data, richtext, wording
from relations.languages import format_locale
from relations.linked_data import Node
from relations.models import Milestone, Page, Relationship, Source, TradeIndicator
from relations.sections import SECTIONS

# What is longer is cut off wherever it is shown.
DESCRIPTION_LENGTH = 300

# What is found on the list of each section, in a sentence.
DESCRIPTIONS = {
    "milestone_list": _(
        "Dated events of the relationship, the acts of its agreements and the initiatives between the two, "
        "oldest first."
    ),
    "agreement_list": _(
        "The instruments between the two parties, oldest first, each with its status as far as a source goes."
    ),
    "indicator_list": _(
        "What is measured between the two economies, each with its latest figure as exact as its source puts it."
    ),
    "area_list": _("The fields in which the two parties work together, and the initiatives in each."),
    "initiative_list": _("Projects, programmes, assistance and forums in which the two parties work together."),
    "commitment_list": _("Goals, positions and undertakings that a party has voiced, and towards whom."),
    "source_list": _("The documents on which every statement of this site rests, passage by passage."),
}

# The pages that are about no record, by the names of their addresses: what each is called, and what is found there.
PAGES: dict[str, tuple[Any, Any]] = {
    **{section.view: (section.label, DESCRIPTIONS[section.view]) for section in SECTIONS},
    "update_list": (
        _("Updates"),
        _("What was published, changed or withdrawn, the latest first, with the note that says why."),
    ),
    "data": (
        pgettext_lazy("page", "Data"),
        _("Everything that this site states, as files for spreadsheets and programs, with what each column means."),
    ),
}

# The list on which a record stands, which is one step above it.
LIST_OF = {section.types[0]: section.view for section in SECTIONS}


@dataclass(frozen=True)
class Metadata:
    """Title and description of a page, what kind of thing it is to whom it is shared with, and its linked data."""

    title: Any
    description: str
    kind: str = "website"
    graph: tuple[Node, ...] = ()

    @property
    def linked_data(self) -> Node:
        """Everything that programs can read of it, in the vocabulary of schema.org."""
        return {"@context": "https://schema.org", "@graph": list(self.graph)}


def of_home(site: Relationship) -> Metadata:
    description = _shortened(site.about or site.introduction)
    graph = (linked_data.publisher(site), linked_data.website(site, description))
    return Metadata(site.site_title, description, graph=graph)


def of_address(name: str, site: Relationship, *more: Node) -> Metadata | None:
    """A page that is about no record, by the name of its address; None for one that has nothing to say of itself."""
    if name == "home":
        return of_home(site)
    if name not in PAGES:
        return None
    title, description = PAGES[name]
    trail = linked_data.trail(linked_data.step_home(site), linked_data.step(name, title))
    return Metadata(title, str(description), graph=(trail, *more))


def of_record(
    record: Any, site: Relationship, *, number: int | None, updated: datetime.datetime | None, on: datetime.date
) -> Metadata:
    """A record's page as it is now: the number of its version, when it last changed, and its state on a day."""
    title = gettext("About this site") if isinstance(record, Relationship) else record.heading
    description = _shortened(describe(record))
    page = linked_data.page(record, site, title=title, description=description, number=number, updated=updated)
    about = linked_data.subject_of(record, site, description=description, on=on)
    if about:
        page["mainEntity"] = about
    above = LIST_OF.get(type(record))
    steps = [linked_data.step(above, PAGES[above][0])] if above else []
    trail = linked_data.trail(linked_data.step_home(site), *steps, linked_data.step_to(record, title))
    return Metadata(title, description, kind="article", graph=(page, trail))


def describe(record: Any) -> str:
    """What a record says of itself in a sentence or two, in the reader's language or else the main one."""
    match record:
        case Relationship():
            return record.about or record.introduction
        case TradeIndicator():
            return record.definition
        case Source():
            return record.note or " · ".join(map(str, filter(None, (record.get_kind_display(), record.author))))
        case Page():
            return richtext.words(richtext.sanitise(record.body))
        case Milestone() if not record.summary and record.date:
            return f"{record.get_kind_display()}, {wording.date(record.date)}"
    return record.summary


def _shortened(text: Any) -> str:
    return Truncator(" ".join(str(text).split())).chars(DESCRIPTION_LENGTH)


def locale_for_sharing(code: str) -> str:
    """A language with the country as which it is written, for Open Graph; the likeliest one where none is set."""
    locale = format_locale(code)
    territory = locale.territory if (locale.territory or "").isalpha() else ""
    if not territory:
        territory = get_global("likely_subtags").get(locale.language, "").rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory else locale.language
