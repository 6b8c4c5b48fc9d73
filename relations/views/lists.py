"""The list of each type of record, page by page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations import timeline
from relations.models import (
    Agreement,
    AgreementStatus,
    Commitment,
    CooperationArea,
    Initiative,
    Source,
    TradeIndicator,
)
from relations.views import digests, filters
from relations.views.frame import Headings, PublicRequest, public_page, render_page

ROWS_ON_A_PAGE = 50
EVENTS_ON_A_PAGE = 100
ANNIVERSARIES_ON_A_PAGE = 50

# What agreements are filtered by; areas are records, and so are asked for.
STATUSES = dict(AgreementStatus.choices)
FORMS = dict(Agreement.Form.choices)
AGREEMENT_FILTERS = {"status": _("Status"), "form": _("Form"), "area": _("Area")}


def _paginated(request: PublicRequest, rows: Any, per_page: int = ROWS_ON_A_PAGE) -> Any:
    """The page of rows that `?page=` asks for; the nearest one there is for any nonsense."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


@public_page
def milestone_list(request: PublicRequest) -> HttpResponse:
    today = timezone.localdate()
    counts = timeline.count_by_kind()
    labels = {"kind": {kind: label for kind, label in timeline.KINDS.items() if kind in counts}}
    wanted = filters.chosen(request.GET, labels)
    kind = wanted.get("kind", "")
    page = _paginated(request, timeline.Events(counts, kind), EVENTS_ON_A_PAGE)
    context = {
        "page": page,
        "query": wanted,
        "decades": timeline.by_decade(page),
        "first_after_today": timeline.first_after(page, today),
        "filters": [filters.build_counted("kind", labels["kind"], _("Kind"), counts, kind)],
        "anniversaries": timeline.anniversaries_ahead(today, ANNIVERSARIES_ON_A_PAGE),
    }
    records = [event.record for event in page]
    shown = [*records, Headings([*records, *(ahead.milestone for ahead in context["anniversaries"])])]
    return render_page(request, "relations/milestone_list.html", context, section="milestones", shows=shown)


# Agreements


@public_page
def agreement_list(request: PublicRequest) -> HttpResponse:
    areas = list(CooperationArea.objects.live())
    labels: dict[str, Any] = {"status": STATUSES, "form": FORMS, "area": {area.slug: area.title for area in areas}}
    wanted = filters.chosen(request.GET, labels)
    all_of_them = digests.of_agreements(timezone.localdate())
    page = _paginated(request, [digest.key for digest in all_of_them if filters.matches(digest.values, wanted)])
    agreements = list(Agreement.objects.live().filter(pk__in=list(page)).in_date_order().with_actions().with_passages())
    context = {
        "page": page,
        "query": wanted,
        "agreements": agreements,
        "filters": filters.build([digest.values for digest in all_of_them], labels, AGREEMENT_FILTERS, wanted),
    }
    shown: list[Any] = [*agreements, Headings(areas)]
    return render_page(request, "relations/agreement_list.html", context, section="agreements", shows=shown)


# Trade, cooperation, commitments, sources


@public_page
def indicator_list(request: PublicRequest) -> HttpResponse:
    page = _paginated(request, TradeIndicator.objects.live().in_measure_order().with_figures())
    return render_page(request, "relations/indicator_list.html", {"page": page}, section="trade", shows=page)


@public_page
def area_list(request: PublicRequest) -> HttpResponse:
    page = _paginated(request, CooperationArea.objects.live().with_passages().with_links("initiatives"))
    return render_page(request, "relations/area_list.html", {"page": page}, section="cooperation", shows=page)


@public_page
def initiative_list(request: PublicRequest) -> HttpResponse:
    initiatives = Initiative.objects.live().select_related("from_party", "to_party").with_passages().in_title_order()
    page = _paginated(request, initiatives)
    return render_page(request, "relations/initiative_list.html", {"page": page}, section="cooperation", shows=page)


@public_page
def commitment_list(request: PublicRequest) -> HttpResponse:
    page = _paginated(request, Commitment.objects.live().in_kind_order())
    return render_page(request, "relations/commitment_list.html", {"page": page}, section="commitments", shows=page)


@public_page
def source_list(request: PublicRequest) -> HttpResponse:
    page = _paginated(request, Source.objects.live().in_title_order())
    return render_page(request, "relations/source_list.html", {"page": page}, section="sources", shows=page)
