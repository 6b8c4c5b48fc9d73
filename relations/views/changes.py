"""What changed in one version of a record: it against the one before, the words that differ marked."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import translate_url
from django.utils.translation import gettext

from relations import languages
from relations.changes import changed_languages, changes
from relations.models import (
    Agreement,
    AgreementAction,
    Commitment,
    CooperationArea,
    Initiative,
    Milestone,
    Page,
    Party,
    Passage,
    Record,
    Relationship,
    Revision,
    Source,
    TradeFigure,
    TradeIndicator,
)
from relations.parts import has_a_page, page_address, part_name
from relations.values import Values, complete
from relations.views.frame import Gone, PublicRequest, public_page, render_page
from relations.views.versions import find

# The record types whose versions are compared, by the names of their pages, or by their own where they have none.
COMPARED: dict[str, type[Record]] = {
    "about": Relationship,
    "milestone_detail": Milestone,
    "agreement_detail": Agreement,
    "indicator_detail": TradeIndicator,
    "area_detail": CooperationArea,
    "initiative_detail": Initiative,
    "commitment_detail": Commitment,
    "source_detail": Source,
    "page_detail": Page,
    **{model.type_name(): model for model in (AgreementAction, TradeFigure, Passage, Party)},
}


@public_page
def version_changes(request: PublicRequest, of: str, number: int, slug: str = Relationship.SLUG) -> HttpResponse:
    """One version of a record against the one before it, in the reader's language."""
    if of not in COMPARED:
        raise Http404
    model: Any = COMPARED[of]
    record = find(model._default_manager.select_related(*model.identifying), slug).record
    versions = {
        version.number: version for version in Revision.objects.of(record).filter(number__in=(number - 1, number))
    }
    if number not in versions or number - 1 not in versions:
        raise Http404
    new, old = versions[number], versions[number - 1]
    if new.redacted_at:
        sentence = gettext("The content of this version has been removed")
        raise Gone(sentence, onward=gettext("Read the page as it is now:"), to=record if has_a_page(record) else None)
    context = {
        "record": record,
        "title": getattr(record, record.identifying[0]).heading if record.identifying else record.heading,
        "detail": part_name(record) if record.identifying else "",
        "address": page_address(record),
        "version_address": f"{page_address(record)}versions/" if has_a_page(record) else "",
        "old": old,
        "new": new,
    }
    if not old.redacted_at:
        context |= _differences(request, model, complete(model, old.values), complete(model, new.values))
    shows = [new.change_note, *context.get("changes", ()), context["title"]]
    return render_page(
        request, "relations/changes.html", context, shows=[_Shown(text) for text in shows], is_indexed=False
    )


class _Shown:
    """A text, or something else that knows whether it stands in for a missing translation."""

    def __init__(self, text: Any) -> None:
        self.has_fallback = bool(getattr(text, "fallback", False))


def _differences(request: PublicRequest, model: type[Record], old: Values, new: Values) -> dict[str, Any]:
    found = changes(model, old, new)
    shown = {languages.current_language(), *(change.lang for change in found if change.lang)}
    return {
        "changes": found,
        # In these, other texts changed than are shown here.
        "other_languages": [
            {"name": languages.own_name(code), "code": code, "address": translate_url(request.path, code)}
            for code in changed_languages(model, old, new)
            if code not in shown
        ],
    }
