"""The brief: areas and parts are chosen, and one page is made of them that can be printed and carried."""

from typing import Any

from django.http import HttpResponse

from relations.briefs import PARTS, compile_brief
from relations.models import CooperationArea
from relations.views.frame import PublicRequest, public_page, render_page
from relations.views.pages import with_evidence


@public_page
def brief(request: PublicRequest) -> HttpResponse:
    """The choices; and once anything is chosen, the brief. What is not ticked at all is not narrowed down."""
    asked = request.GET
    is_made = any(name in asked for name in ("area", "type", "make"))
    areas = list(CooperationArea.objects.live())
    chosen = [area for area in areas if area.slug in asked.getlist("area")]
    parts = [name for name in PARTS if name in asked.getlist("type")]
    context: dict[str, Any] = {
        "is_made": is_made,
        "chosen": chosen,
        "area_choices": [{"value": area.slug, "label": area.title, "is_chosen": area in chosen} for area in areas],
        "part_choices": [{"value": name, "label": PARTS[name], "is_chosen": name in parts} for name in PARTS],
    }
    shown: list[Any] = []
    if is_made:
        site = with_evidence(request.relationship)
        made = compile_brief(site, chosen, parts or PARTS)
        context |= {"brief": made, "count": len(made.rows)}
        shown = [*made.rows, *(place.source for place in made.places)]
    return render_page(request, "relations/brief.html", context, section="brief", shows=shown, is_indexed=False)
