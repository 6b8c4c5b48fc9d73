"""The page of each type of record: its rows with what the page needs, finding what an address names, and the page."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

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
from relations.views.drafted import among
from relations.views.frame import Headings, PublicRequest, public_page
from relations.views.versions import Subject, find, render_record


def _neighbours(records: Any, record: Any, by: str) -> dict[str, Any]:
    """The records that stand before and after one in its list; itself, where a draft would move it, is not one."""
    previous, following = records.exclude(pk=record.pk).neighbours(record, by)
    return {"previous": previous, "next": following}


# Milestones


def milestones() -> Any:
    return Milestone.objects.select_related("party").with_passages().with_links("areas", "agreement")


@public_page
def milestone_detail(request: PublicRequest, slug: str, number: int | None = None) -> HttpResponse:
    return milestone_page(request, find(milestones(), slug, number))


def milestone_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    milestone = subject.record
    context = {"milestone": milestone}
    if subject.is_now:
        context["anniversary"] = milestone.next_anniversary(timezone.localdate())
        context |= _neighbours(Milestone.objects.live(), milestone, "date")
    shown = [milestone, *milestone.evidence, Headings(milestone.areas.all())]
    return render_record(
        request, "relations/milestone_detail.html", subject, context, section="milestones", shows=shown
    )


# Agreements


def agreements() -> Any:
    related = ("areas", "milestones", "amends", "replaces", "implements")
    inverse = ("amended_by", "agreements_replacing_it", "implemented_by")
    return Agreement.objects.in_date_order().with_actions().with_passages().with_links(*related, *inverse)


@public_page
def agreement_detail(request: PublicRequest, slug: str, number: int | None = None) -> HttpResponse:
    return agreement_page(request, find(agreements(), slug, number))


def agreement_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    agreement = subject.record
    context = {"agreement": agreement}
    if subject.is_now:
        context |= _neighbours(Agreement.objects.live().in_date_order(), agreement, "began")
    shown = [agreement, *agreement.evidence, Headings(agreement.areas.all()), *agreement.live_actions]
    return render_record(
        request,
        "relations/agreement_detail.html",
        subject,
        context,
        section="agreements",
        shows=shown,
        parts=agreement.live_actions,
    )


# Trade


def indicators() -> Any:
    return TradeIndicator.objects.in_measure_order().with_figures().with_links("areas")


@public_page
def indicator_detail(request: PublicRequest, slug: str, number: int | None = None) -> HttpResponse:
    return indicator_page(request, find(indicators(), slug, number))


def indicator_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    indicator = subject.record
    context = {"indicator": indicator}
    if subject.is_now:
        context |= _neighbours(TradeIndicator.objects.live().in_measure_order(), indicator, "measure_rank")
    figures = list(indicator.figures.all())
    evidence = [record for figure in figures for record in figure.evidence]
    shown = [indicator, Headings(indicator.areas.all()), *figures, *evidence]
    return render_record(
        request, "relations/indicator_detail.html", subject, context, section="trade", shows=shown, parts=figures
    )


# Cooperation


def areas() -> Any:
    return CooperationArea.objects.with_passages()


@public_page
def area_detail(request: PublicRequest, slug: str, number: int | None = None) -> HttpResponse:
    return area_page(request, find(areas(), slug, number))


def area_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    area = subject.record
    lists = _lists_of(area) if subject.is_now else {}
    context = {"area": area, **lists}
    if subject.is_now:
        context |= _neighbours(CooperationArea.objects.live(), area, "order")
    shown = [area, *area.evidence, *(record for records in lists.values() for record in records)]
    return render_record(request, "relations/area_detail.html", subject, context, section="cooperation", shows=shown)


def _lists_of(area: CooperationArea) -> dict[str, list[Any]]:
    """Everything that the two sides do in an area."""
    related: dict[str, Any] = {
        "initiatives": area.initiatives.live().with_passages().in_title_order(),
        "agreements": area.agreements.live().in_date_order().with_actions().with_passages(),
        "milestones": area.milestones.live().with_passages(),
        "commitments": area.commitments.live().in_kind_order(),
        "indicators": area.indicators.live().in_measure_order().with_figures(),
    }
    return {name: list(records) for name, records in related.items()}


def initiatives() -> Any:
    with_parties = Initiative.objects.select_related("from_party", "to_party")
    return with_parties.with_passages().with_links("areas").in_title_order()


@public_page
def initiative_detail(request: PublicRequest, slug: str, number: int | None = None) -> HttpResponse:
    return initiative_page(request, find(initiatives(), slug, number))


def initiative_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    initiative = subject.record
    context = {"initiative": initiative}
    if subject.is_now:
        context |= _neighbours(Initiative.objects.live().in_title_order(), initiative, "shown_title")
    shown = [initiative, *initiative.evidence, Headings(initiative.areas.all())]
    return render_record(
        request, "relations/initiative_detail.html", subject, context, section="cooperation", shows=shown
    )


# Commitments


def commitments() -> Any:
    fulfilled_by = ("fulfilled_by_milestone", "fulfilled_by_action")
    with_relations = Commitment.objects.in_kind_order().with_links("areas").with_live(*fulfilled_by)
    return with_relations.prefetch_related("fulfilled_by_action__agreement")


@public_page
def commitment_detail(request: PublicRequest, slug: str, number: int | None = None) -> HttpResponse:
    return commitment_page(request, find(commitments(), slug, number))


def commitment_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    commitment = subject.record
    context = {"commitment": commitment}
    if subject.is_now:
        context |= _neighbours(Commitment.objects.live(), commitment, "kind")
    shown = [commitment, *commitment.evidence, Headings(commitment.areas.all())]
    return render_record(
        request, "relations/commitment_detail.html", subject, context, section="commitments", shows=shown
    )


# Sources


def sources() -> Any:
    return Source.objects.in_title_order()


@public_page
def source_detail(request: PublicRequest, slug: str, number: int | None = None) -> HttpResponse:
    return source_page(request, find(sources(), slug, number))


def source_page(request: PublicRequest, subject: Subject) -> HttpResponse:
    source = subject.record
    passages: list[Any] = []
    context = {"source": source, "passages": passages}
    if subject.is_now:
        public = Passage.objects.live().filter(source=source).in_source_order().with_statements()
        passages += among(public, subject.part)
        context |= _neighbours(Source.objects.live().in_title_order(), source, "shown_title")
    shown = [source, *passages]
    return render_record(
        request, "relations/source_detail.html", subject, context, section="sources", shows=shown, parts=passages
    )
