"""The components of the public pages, by subject, each with something to show in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from relations import timeline
from relations.dates import PartialDate, next_anniversary
from relations.languages import codes, current_language, own_name
from relations.models import AgreementStatus
from relations.samples.apparatus import apparatus
from relations.samples.records import TODAY, Invented
from relations.templatetags.chart_tags import figures_of, ranks_of
from relations.timeline import Ahead, Decade, Event


@dataclass(frozen=True)
class Sample:
    """One component with a context; those that it includes are shown along with it.

    `inside` is the element that it must stand in: rows, list, definitions, table, timeline; `head` for what has
    nothing to see and belongs to the head of a page.
    """

    component: str
    context: dict[str, Any] = field(default_factory=dict)
    inside: str = ""

    @property
    def template(self) -> str:
        return f"components/{self.component}.html"


def all_samples() -> dict[str, list[Sample]]:
    """Every sample, by subject. No query."""
    invented = Invented()
    subjects: dict[str, Callable[[Invented], Iterator[Sample]]] = {
        _("Frame"): frame,
        _("Heads of pages"): heads,
        _("Where this comes from"): provenance,
        _("Rows"): rows,
        _("Timeline and line of actions"): drawings,
        _("Figures"): figures,
        _("Overview"): overview,
        _("Lists"): lists,
    }
    shown = {subject: list(samples(invented)) for subject, samples in subjects.items()}
    others = {subject: [Sample(*entry) for entry in entries] for subject, entries in apparatus(invented).items()}
    return shown | others


def language_links() -> list[dict[str, Any]]:
    here = current_language()
    names = [(code, own_name(code)) for code in codes()]
    address = reverse("home")
    return [
        {"code": code, "name": name, "url": address, "absolute": address, "is_current": code == here}
        for code, name in names
    ]


def frame(invented: Invented) -> Iterator[Sample]:
    address = reverse("home")
    links = [{"label": _("Overview"), "address": address, "current": "page"}]
    links += [{"label": word, "address": address, "current": ""} for word in (_("Milestones"), _("Agreements"))]
    yield Sample("masthead", {"site": invented.site, "language_links": language_links()})
    yield Sample("navigation", {"entries": [*links, {"label": _("Search"), "address": address, "current": ""}]})
    yield Sample("fallback_notice")
    yield Sample("crumb", {"address": address, "label": _("Agreements")})
    yield Sample("footer", {"site": invented.site, "pages": [invented.page]})
    yield Sample("addresses", {"links": language_links(), "default": address, "site": invented.site}, "head")
    yield Sample("feed_links", {"site": invented.site, "section": "agreements"}, "head")
    yield Sample("preview_addresses", {}, "head")
    yield Sample("version_addresses", {"canonical": address}, "head")


def heads(invented: Invented) -> Iterator[Sample]:
    agreement = invented.agreements[0]
    yield Sample("list_head", {"title": _("Agreements"), "lede": agreement.summary})
    yield Sample("page_title", {"title": agreement.title})
    yield Sample("lede", {"record": agreement})
    yield Sample("body", {"body": invented.commitments[0].summary})
    yield Sample("source_aside", {"source": invented.source}, "definitions")
    yield Sample("as_it_is_now", {"heading": _("Passages"), "address": reverse("home"), "label": _("As they are now")})


def provenance(invented: Invented) -> Iterator[Sample]:
    statement = invented.milestones[1]
    passage = invented.passages[0]
    passage._prefetched_objects_cache = {  # type: ignore[attr-defined]
        relation.field.related_query_name(): [statement] if relation.related_model is type(statement) else []
        for relation in type(passage).statement_relations()
    }
    yield Sample("provenance", {"statement": statement, "today": TODAY})
    yield Sample("passage", {"passage": passage})
    relations = [{"label": _("Amends"), "agreements": [invented.agreements[1]]}]
    yield Sample("related_agreements", {"relations": relations, "milestones": invented.milestones[:1]})


def rows(invented: Invented) -> Iterator[Sample]:
    frame = {"site": invented.site, "today": TODAY}
    for agreement in invented.agreements:
        yield Sample("agreement_row", {"agreement": agreement, **frame}, "rows")
    for commitment in invented.commitments:
        yield Sample("commitment_row", {"commitment": commitment, **frame}, "rows")
    yield Sample("initiative_row", {"initiative": invented.initiative, **frame}, "rows")
    yield Sample("milestone_row", {"milestone": invented.milestones[2], **frame}, "rows")
    yield Sample("area_row", {"area": invented.area, **frame}, "rows")
    yield Sample("source_row", {"source": invented.source, **frame}, "rows")
    yield Sample("agreement_section", {"agreements": invented.agreements[:1], **frame})
    yield Sample("commitment_section", {"commitments": invented.commitments[:1], **frame})


def events(invented: Invented) -> list[Event]:
    milestones = invented.milestones
    return [Event(milestone, milestone.date, milestone.party) for milestone in milestones]


def drawings(invented: Invented) -> Iterator[Sample]:
    frame = {"site": invented.site, "today": TODAY}
    yield Sample("key", {"site": invented.site})
    yield Sample("decade", {"decade": Decade(1900, events(invented)[:1], gap=(1830, 1890))}, "timeline")
    for event in events(invented):
        yield Sample("event", {"event": event, "summary": True, **frame}, "timeline")
    yield Sample("after_today", {}, "timeline")
    for agreement in invented.agreements:
        yield Sample("line_of_actions", {"agreement": agreement, **frame})


def figures(invented: Invented) -> Iterator[Sample]:
    exports, rank = invented.exports, invented.rank
    drawn = figures_of(exports, exports.figures.all())
    yield Sample("figure", {"figure": exports.latest_figure})
    yield Sample("indicator_row", {"indicator": exports}, "rows")
    yield Sample("chart", {"figures": drawn, "title": exports.title})
    yield Sample("figures_table", {"figures": drawn})
    yield Sample("ranks", {"ranks": ranks_of(rank, rank.figures.all())})
    context = {"indicator": exports, "figure": exports.latest_figure, "site": invented.site, "today": TODAY}
    yield Sample("indicator_aside", context)


def overview(invented: Invented) -> Iterator[Sample]:
    frame = {"site": invented.site, "today": TODAY}
    latest = [invented.exports.latest_figure, invented.rank.latest_figure]
    observed = invented.milestones[1]
    coming = next_anniversary(observed.date, TODAY)
    assert coming is not None
    ahead = Ahead(observed, coming)
    shown = events(invented)
    statuses = {AgreementStatus.TO_BE_SIGNED: 1, AgreementStatus.IN_FORCE: 1}.items()
    agreements = {"agreements": invented.agreements, "number": 2, "statuses": statuses}
    yield Sample("headline_figures", {"figures": latest})
    yield Sample("home_anniversary", {"next": ahead})
    yield Sample("anniversaries", {"anniversaries": [ahead]})
    yield Sample("home_timeline", {"events": shown, "first_after_today": timeline.first_after(shown, TODAY), **frame})
    yield Sample("home_agreements", {**agreements, **frame})
    yield Sample("home_commitments", {"commitments": invented.commitments[:1], "number": 3, **frame})


def lists(invented: Invented) -> Iterator[Sample]:
    page = Paginator(range(120), 50).page(2)
    address = reverse("agreement_list")
    statuses = [(AgreementStatus.IN_FORCE, 4, True), (AgreementStatus.SIGNED, 2, False)]
    shown = [
        {"label": status.label, "count": count, "query": f"status={status.value}", "is_current": is_current}
        for status, count, is_current in statuses
    ]
    everything = {"count": 6, "query": "", "is_current": False}
    one = {"label": _("Status"), "all": everything, "choices": shown, "is_useful": True}
    yield Sample("filters", {"filters": [one], "address": address, "are_named": True})
    yield Sample("pagination", {"page": page, "query": {}, "before": _("Earlier"), "after": _("Later")})
    yield Sample("neighbours", {"previous": invented.agreements[0], "next": invented.agreements[1]})
    yield Sample("margin_date", {"date": PartialDate(2012, 5, 10)})
