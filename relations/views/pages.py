"""Pages that are not about one type of record: home, about, pages of text, errors, and the spine's colours."""

import datetime
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from relations import colours, timeline, updates
from relations.edition_cache import kept, remembered
from relations.models import Agreement, Commitment, CooperationArea, Page, Passage, Relationship, TradeFigure
from relations.views import digests
from relations.views.drafted import is_withdrawn
from relations.views.frame import (
    Headings,
    PublicRequest,
    in_frame,
    live_relationship,
    nothing_here,
    public_page,
    render_page,
)
from relations.views.versions import Subject, find, render_record, version_of

STATIONS_ON_HOME = 7
STATIONS_AHEAD = 2
ROWS_ON_HOME = 6
UPDATES_ON_HOME = 5


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
    context = overview(timezone.localdate()) | {"figures": headline_figures(subject)}
    headed = [*context["figures"], *(event.record for event in context["events"]), *context["areas"]]
    shown = [*context["figures"], *context["agreements"], *context["commitments"], *context["updates"]]
    return render_page(
        request,
        "relations/home.html",
        context,
        section="home",
        shows=[site, *shown, Headings(headed)],
        is_indexed=subject.preview is None,
        preview=subject.preview,
    )


@remembered
def overview(today: datetime.date) -> dict[str, Any]:
    """What the home page tells of the other pages, whatever it says of the site itself."""
    events = timeline.around(today, STATIONS_ON_HOME, ahead=STATIONS_AHEAD)
    agreements = digests.of_agreements(today)
    commitments = Commitment.objects.live()
    return {
        "next_anniversary": next(iter(timeline.anniversaries_ahead(today, 1)), None),
        "events": events,
        "first_after_today": timeline.first_after(events, today),
        "agreements": topical_agreements(agreements),
        "number_of_agreements": len(agreements),
        "statuses": list(digests.count_by_status(agreements).items()),
        "commitments": list(commitments.open().in_kind_order()[:ROWS_ON_HOME]),
        "number_of_commitments": commitments.count(),
        "areas": list(CooperationArea.objects.live()),
        "updates": updates.read(updates.moments()[:UPDATES_ON_HOME]),
    }


def headline_figures(subject: Subject) -> list[TradeFigure]:
    """The figures that the relationship names, in its order; a draft's as far as they are not withdrawn."""
    slugs = subject.record.headline_figures
    if subject.preview is None:
        return public_figures(*slugs)
    figures = TradeFigure.objects.with_indicator().with_passages()
    named = {figure.slug: figure for figure in figures.filter(slug__in=slugs) if not is_withdrawn(figure)}
    return [named[slug] for slug in slugs if slug in named]


@remembered
def public_figures(*slugs: str) -> list[TradeFigure]:
    return list(TradeFigure.objects.with_indicator().with_passages().in_slug_order_of(list(slugs)))


def topical_agreements(all_of_them: list[digests.Digest]) -> list[Agreement]:
    """The agreements that the home page shows: those that wait for an act first."""
    keys = [digest.key for digest in digests.most_topical(all_of_them, ROWS_ON_HOME)]
    found = Agreement.objects.live().with_actions().with_passages().in_bulk(keys)
    return [found[key] for key in keys if key in found]


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


@remembered
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


@kept
@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The spine's two colours as custom properties, so that no page carries an inline style."""
    response = theme_of(live_relationship())
    # Each page asks for it: to ask each time whether it is still true would cost more than it is.
    response["Cache-Control"] = "public, max-age=300"
    return response


def theme_of(site: Relationship | None) -> HttpResponse:
    css = render_to_string("relations/theme.css", {"pairs": _colours(site)})
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@in_frame
def not_found(request: PublicRequest, exception: Exception) -> HttpResponse:
    return nothing_here(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Django's own page looks into the form for a token, and where it is the form that cannot be read it fails again.
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    # Whatever broke may be the database, so this page asks for nothing.
    response = render(request, "500.html", status=500)
    # Django calls this while it handles the error. A database that is away comes back, and nothing else is wrong.
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        response.status_code = 503
        response["Retry-After"] = "60"
    return response
