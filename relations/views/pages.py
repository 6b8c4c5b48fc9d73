"""Pages that are not about one type of record: home, about, pages of text, errors, and the spine's colours."""

import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from relations import colours, timeline
from relations.models import Agreement, Commitment, CooperationArea, Milestone, Page, Passage, Relationship, TradeFigure
from relations.views.drafted import is_withdrawn
from relations.views.frame import PublicRequest, in_frame, live_relationship, nothing_here, public_page, render_page
from relations.views.versions import Subject, find, render_record, version_of

STATIONS_ON_HOME = 7
ROWS_ON_HOME = 8


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Send `/` to the home page in the language that the reader's browser asks for."""
    response = redirect("home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public_page
def home(request: PublicRequest) -> HttpResponse:
    return home_page(request, Subject(with_evidence(request.relationship)))


def home_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    site = subject.record
    today = timezone.localdate()
    figures = headline_figures(subject)
    events = timeline.latest(STATIONS_ON_HOME)
    agreements = list(Agreement.objects.live().in_date_order().with_actions().with_passages()[:ROWS_ON_HOME])
    commitments = list(Commitment.objects.live().open().in_kind_order()[:ROWS_ON_HOME])
    areas = list(CooperationArea.objects.live())
    context = {
        "figures": figures,
        "next_anniversary": next_anniversary(today),
        "events": events,
        "first_after_today": timeline.first_after(events, today),
        "agreements": agreements,
        "commitments": commitments,
        "areas": areas,
    }
    shown = [site, *figures, *(event.record for event in events), *agreements, *commitments, *areas]
    return render_page(
        request,
        "relations/home.html",
        context,
        section="home",
        shows=shown,
        is_indexed=subject.preview is None,
        preview=subject.preview,
    )


def headline_figures(subject: Subject) -> list[TradeFigure]:
    """The figures that the relationship names, in its order; a draft's as far as they are not withdrawn."""
    slugs = subject.record.headline_figures
    figures = TradeFigure.objects.with_indicator().with_passages()
    if subject.preview is None:
        return figures.in_slug_order_of(slugs)
    named = {figure.slug: figure for figure in figures.filter(slug__in=slugs) if not is_withdrawn(figure)}
    return [named[slug] for slug in slugs if slug in named]


def next_anniversary(on: datetime.date) -> dict[str, Any] | None:
    """The anniversary that comes first from a day on, among the observed milestones with a full date."""
    ahead: list[dict[str, Any]] = [
        {"milestone": milestone, "anniversary": anniversary}
        for milestone in Milestone.objects.live().filter(observed_yearly=True)
        if (anniversary := milestone.next_anniversary(on)) and anniversary.date.is_full
    ]
    return min(ahead, key=lambda row: (str(row["anniversary"].date), row["milestone"].slug), default=None)


@public_page
def about(request: PublicRequest, number: int | None = None) -> HttpResponse:
    site = request.relationship
    return about_page(request, version_of(site, number) if number else Subject(with_evidence(site)))


def about_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    relationship = subject.record
    parties = [relationship.home_party, relationship.partner_party] if subject.is_now else []
    return render_record(
        request,
        "relations/about.html",
        subject,
        {"relationship": relationship},
        shows=[relationship, *relationship.evidence],
        parts=parties,
    )


def with_evidence(site: Relationship) -> Relationship:
    """Fetch the passages on which the relationship rests, for the pages that show them; its frame does not.

    A draft has those that it names already.
    """
    prefetch_related_objects([site], Prefetch("passages", Passage.objects.live().in_source_order()))
    return site


@public_page
def page_detail(request: PublicRequest, slug: str, number: int | None = None) -> HttpResponse:
    return text_page(request, find(Page.objects, slug, number))


def text_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    page = subject.record
    return render_record(request, "relations/page_detail.html", subject, {"page": page}, shows=[page])


def _colours(site: Relationship | None) -> dict[str, tuple[str, str]] | None:
    """The pair of legible colours for each scheme; None where a party gives none."""
    parties = (site.home_party, site.partner_party) if site else (None, None)
    home, partner = (party.colour if party else "" for party in parties)
    if not home or not partner:
        return None
    try:
        return {name: colours.derive_pair(home, partner, scheme) for name, scheme in SCHEMES.items()}
    except ValueError:  # a colour that is none, written past the forms
        return None


SCHEMES = {"light": colours.LIGHT, "dark": colours.DARK}


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The spine's two colours as custom properties, so that no page carries an inline style."""
    response = theme_of(live_relationship())
    response["Cache-Control"] = "public, max-age=300"
    return response


def theme_of(site: Relationship | None) -> HttpResponse:
    css = render_to_string("relations/theme.css", {"pairs": _colours(site)})
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@in_frame
def not_found(request: PublicRequest, exception: Exception) -> HttpResponse:
    return nothing_here(request)


def server_error(request: HttpRequest) -> HttpResponse:
    # Whatever broke may be the database, so this page asks for nothing.
    return render(request, "500.html", status=500)
