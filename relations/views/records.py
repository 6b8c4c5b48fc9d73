"""Lists and details of the records, a pair of functions for each type."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from relations import timeline
from relations.models import (
    Agreement,
    Commitment,
    CooperationArea,
    Initiative,
    Milestone,
    Passage,
    Source,
    TradeIndicator,
)
from relations.views.frame import PublicRequest, public_page, render_page

ROWS_ON_A_PAGE = 50
EVENTS_ON_A_PAGE = 100


def _paginated(request: PublicRequest, rows: Any, per_page: int = ROWS_ON_A_PAGE) -> Any:
    """The page of rows that `?page=` asks for; the nearest one there is for any nonsense."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


# Milestones


@public_page
def milestone_list(request: PublicRequest) -> HttpResponse:
    counts = timeline.count_by_kind()
    kind = request.GET.get("kind", "")
    kind = kind if kind in counts else ""
    page = _paginated(request, timeline.events(kind), EVENTS_ON_A_PAGE)
    context = {
        "page": page,
        "decades": timeline.by_decade(page),
        "first_after_today": timeline.first_after(page, timezone.localdate()),
        "kind": kind,
        "kinds": [
            {"value": value, "label": timeline.KINDS.get(value, value), "count": count, "is_current": value == kind}
            for value, count in counts.items()
        ],
        "total": sum(counts.values()),
    }
    shown = [event.record for event in page]
    return render_page(request, "relations/milestone_list.html", context, section="milestones", shows=shown)


@public_page
def milestone_detail(request: PublicRequest, slug: str) -> HttpResponse:
    queryset = Milestone.objects.live().select_related("party").with_passages().with_live("areas", "agreement")
    milestone = get_object_or_404(queryset, slug=slug)
    previous, following = Milestone.objects.live().neighbours(milestone, "date")
    context = {
        "milestone": milestone,
        "anniversary": milestone.next_anniversary(timezone.localdate()),
        "previous": previous,
        "next": following,
    }
    shown = [milestone, *milestone.evidence, *milestone.areas.all()]
    return render_page(
        request,
        "relations/milestone_detail.html",
        context,
        section="milestones",
        shows=shown,
    )


# Agreements


@public_page
def agreement_list(request: PublicRequest) -> HttpResponse:
    agreements = Agreement.objects.live().in_date_order().with_actions().with_passages()
    page = _paginated(request, agreements)
    context = {"page": page}
    return render_page(request, "relations/agreement_list.html", context, section="agreements", shows=page)


@public_page
def agreement_detail(request: PublicRequest, slug: str) -> HttpResponse:
    queryset = (
        Agreement.objects.live()
        .in_date_order()
        .with_actions()
        .with_passages()
        .with_live(
            "areas",
            "milestones",
            "amends",
            "replaces",
            "implements",
            "amended_by",
            "agreements_replacing_it",
            "implemented_by",
        )
    )
    agreement = get_object_or_404(queryset, slug=slug)
    previous, following = Agreement.objects.live().in_date_order().neighbours(agreement, "began")
    context = {"agreement": agreement, "previous": previous, "next": following}
    shown = [agreement, *agreement.evidence, *agreement.areas.all(), *agreement.live_actions]
    return render_page(request, "relations/agreement_detail.html", context, section="agreements", shows=shown)


# Trade


@public_page
def indicator_list(request: PublicRequest) -> HttpResponse:
    page = _paginated(request, TradeIndicator.objects.live().in_measure_order().with_figures())
    context = {"page": page}
    return render_page(request, "relations/indicator_list.html", context, section="trade", shows=page)


@public_page
def indicator_detail(request: PublicRequest, slug: str) -> HttpResponse:
    queryset = TradeIndicator.objects.live().in_measure_order().with_figures().with_live("areas")
    indicator = get_object_or_404(queryset, slug=slug)
    previous, following = TradeIndicator.objects.live().in_measure_order().neighbours(indicator, "measure_rank")
    context = {"indicator": indicator, "previous": previous, "next": following}
    evidence = [record for figure in indicator.figures.all() for record in figure.evidence]
    shown = [indicator, *indicator.areas.all(), *indicator.figures.all(), *evidence]
    return render_page(request, "relations/indicator_detail.html", context, section="trade", shows=shown)


# Cooperation


@public_page
def area_list(request: PublicRequest) -> HttpResponse:
    page = _paginated(request, CooperationArea.objects.live().with_passages().with_live("initiatives"))
    context = {"page": page}
    return render_page(request, "relations/area_list.html", context, section="cooperation", shows=page)


@public_page
def area_detail(request: PublicRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(CooperationArea.objects.live().with_passages(), slug=slug)
    previous, following = CooperationArea.objects.live().neighbours(area, "order")
    related = {
        "initiatives": area.initiatives.live().with_passages().in_title_order(),
        "agreements": area.agreements.live().in_date_order().with_actions().with_passages(),
        "milestones": area.milestones.live().with_passages(),
        "commitments": area.commitments.live().in_kind_order(),
        "indicators": area.indicators.live().in_measure_order().with_figures(),
    }
    lists = {name: list(records) for name, records in related.items()}
    context = {"area": area, "previous": previous, "next": following, **lists}
    shown = [area, *area.evidence, *(record for records in lists.values() for record in records)]
    return render_page(request, "relations/area_detail.html", context, section="cooperation", shows=shown)


@public_page
def initiative_list(request: PublicRequest) -> HttpResponse:
    initiatives = Initiative.objects.live().select_related("from_party", "to_party").with_passages().in_title_order()
    page = _paginated(request, initiatives)
    context = {"page": page}
    return render_page(request, "relations/initiative_list.html", context, section="cooperation", shows=page)


@public_page
def initiative_detail(request: PublicRequest, slug: str) -> HttpResponse:
    queryset = Initiative.objects.live().select_related("from_party", "to_party").with_passages().with_live("areas")
    initiative = get_object_or_404(queryset.in_title_order(), slug=slug)
    previous, following = Initiative.objects.live().in_title_order().neighbours(initiative, "shown_title")
    context = {"initiative": initiative, "previous": previous, "next": following}
    shown = [initiative, *initiative.evidence, *initiative.areas.all()]
    return render_page(
        request,
        "relations/initiative_detail.html",
        context,
        section="cooperation",
        shows=shown,
    )


# Commitments


@public_page
def commitment_list(request: PublicRequest) -> HttpResponse:
    page = _paginated(request, Commitment.objects.live().in_kind_order())
    context = {"page": page}
    return render_page(request, "relations/commitment_list.html", context, section="commitments", shows=page)


@public_page
def commitment_detail(request: PublicRequest, slug: str) -> HttpResponse:
    queryset = (
        Commitment.objects.live()
        .in_kind_order()
        .with_live("areas", "fulfilled_by_milestone", "fulfilled_by_action")
        .prefetch_related("fulfilled_by_action__agreement")
    )
    commitment = get_object_or_404(queryset, slug=slug)
    previous, following = Commitment.objects.live().neighbours(commitment, "kind")
    context = {"commitment": commitment, "previous": previous, "next": following}
    shown = [commitment, *commitment.evidence, *commitment.areas.all()]
    return render_page(
        request,
        "relations/commitment_detail.html",
        context,
        section="commitments",
        shows=shown,
    )


# Sources


@public_page
def source_list(request: PublicRequest) -> HttpResponse:
    page = _paginated(request, Source.objects.live().in_title_order())
    context = {"page": page}
    return render_page(request, "relations/source_list.html", context, section="sources", shows=page)


@public_page
def source_detail(request: PublicRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source.objects.live().in_title_order(), slug=slug)
    passages = list(Passage.objects.live().filter(source=source).in_source_order().with_statements())
    previous, following = Source.objects.live().in_title_order().neighbours(source, "shown_title")
    context = {"source": source, "passages": passages, "previous": previous, "next": following}
    shown = [source, *passages]
    return render_page(request, "relations/source_detail.html", context, section="sources", shows=shown)
