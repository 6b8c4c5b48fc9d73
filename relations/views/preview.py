"""Previews: a draft on its real page, as the public would see it, for whoever has the address.

They ask who has the address and never who is signed in, and no cache keeps them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from relations.languages import codes, current_language
from relations.models import (
    Agreement,
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
    TradeIndicator,
    record_type,
)
from relations.publishing import NoPreview, look, read_token
from relations.views import pages, records
from relations.views.drafted import give_draft, let_show
from relations.views.frame import Preview, PublicRequest, View, framed, live_relationship, render_page
from relations.views.versions import Subject

# Of each record type with a page of its own: its rows with what the page needs, and the page.
PAGES: dict[type[Record], tuple[Callable[[], Any], Callable[[PublicRequest, Subject], HttpResponse]]] = {
    Milestone: (records.milestones, records.milestone_page),
    Agreement: (records.agreements, records.agreement_page),
    TradeIndicator: (records.indicators, records.indicator_page),
    CooperationArea: (records.areas, records.area_page),
    Initiative: (records.initiatives, records.initiative_page),
    Commitment: (records.commitments, records.commitment_page),
    Source: (records.sources, records.source_page),
    Page: (Page.objects.all, pages.text_page),
}


@dataclass(frozen=True)
class Drafted:
    """A row with the values of its draft, the draft, and the token by which it is seen."""

    record: Any
    revision: Revision
    token: str

    def address(self, name: str) -> str:
        """The address of a page of this preview in the reader's language."""
        return reverse(name, kwargs={"token": self.token, "language": current_language()})

    def preview(self, public_address: str, *onward: tuple[str, Any]) -> Preview:
        is_of_frame = isinstance(self.record, (Relationship, Party))
        theme = reverse("preview_theme", kwargs={"token": self.token}) if is_of_frame else reverse("theme")
        return Preview(self.revision, theme, public_address, onward)


def unlisted(view: View) -> View:
    """Mark a view's answers, whatever they are, as kept by no cache and found by no search engine.

    The admin may show them in a frame.
    """

    @wraps(view)
    def wrapper(request: PublicRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(xframe_options_sameorigin(wrapper))


@unlisted
@require_safe
def preview(request: PublicRequest, token: str, language: str) -> HttpResponse:
    """The page that shows the record of a draft; of the relationship, the home page; of a party, the one about it."""
    return _in_language(request, token, language, _page)


@unlisted
@require_safe
def preview_about(request: PublicRequest, token: str, language: str) -> HttpResponse:
    """The page about the site, beside the home page that the preview of the relationship shows."""
    return _in_language(request, token, language, _page_about)


@unlisted
@require_safe
def preview_theme(request: PublicRequest, token: str) -> HttpResponse:
    """The spine's colours as a draft of the relationship or of a party has them."""
    return _answer(request, token, _theme)


def _in_language(request: PublicRequest, token: str, language: str, page: View) -> HttpResponse:
    if language not in codes():
        return pages.not_found(request, Http404())
    with override(language):
        response = _answer(request, token, page)
    # Else it would be the language that the reader's browser asks for.
    response["Content-Language"] = language
    return response


def _answer(request: PublicRequest, token: str, page: View) -> HttpResponse:
    """Answer by a view that takes what is drafted, in the frame that this makes."""
    site = live_relationship()
    try:
        draft = read_token(token, at=timezone.now())
        record = _row_of(draft)
    except NoPreview as refused:
        return framed(request, site, _refuse, refused)
    if isinstance(record, Relationship):
        site = _with_both_parties(record)
    elif isinstance(record, Party) and site:
        _replace_party(site, record)
    return framed(request, site, page, Drafted(record, draft, token))


def _row_of(draft: Revision) -> Record:
    """The row of an open revision's record with its values. Raises NoPreview if the row is gone."""
    model: Any = record_type(draft)
    rows = PAGES[model][0]() if model in PAGES else model._default_manager.select_related(*model.identifying)
    if model is Passage:
        rows = rows.with_statements()
    record = rows.filter(slug=draft.slug).first()
    now = look(model, draft.slug)
    if record is None or now.open is None or now.open.pk != draft.pk:
        raise NoPreview(gettext("This preview has ended."), draft)
    give_draft(record)
    return record


def _with_both_parties(site: Relationship) -> Relationship:
    """A draft may lack what the frame of every page shows: a party without a name stands there then."""
    site.home_party = site.home_party or Party()
    site.partner_party = site.partner_party or Party()
    return site


def _replace_party(site: Relationship, party: Party) -> None:
    if site.home_party_id == party.pk:
        site.home_party = party
    if site.partner_party_id == party.pk:
        site.partner_party = party


def _page(request: PublicRequest, drafted: Drafted) -> HttpResponse:
    record = drafted.record
    if isinstance(record, Party):
        return _page_about(request, drafted)
    if isinstance(record, Relationship):
        address = reverse("home") if _is_public(record) else ""
        about = (drafted.address("preview_about"), _("This draft on the page about the site"))
        return pages.home_page(request, Subject(record, preview=drafted.preview(address, about)))
    shown, part = (record, None) if type(record) in PAGES else (_whole(record), record)
    subject = Subject(shown, preview=drafted.preview(public_address(record)), part=part)
    return PAGES[type(shown)][1](request, subject)


def _page_about(request: PublicRequest, drafted: Drafted) -> HttpResponse:
    match drafted.record:
        case Relationship():
            onward = [(drafted.address("preview"), _("This draft on the home page"))]
        case Party():
            onward = []
        case _:
            raise Http404
    site = pages.with_evidence(request.relationship)
    made = drafted.preview(public_address(drafted.record), *onward)
    return pages.about_page(request, Subject(site, preview=made))


def _theme(request: PublicRequest, drafted: Drafted) -> HttpResponse:
    return pages.theme_of(request.relationship)


def _whole(part: Record) -> Record:
    """The record whose page shows one without a page of its own, showing it as it is in memory."""
    whole = getattr(part, part.identifying[0])
    shown = PAGES[type(whole)][0]().get(pk=whole.pk)
    if shown.first_published_at is None:  # a draft itself
        give_draft(shown)
    let_show(shown, part)
    return shown


def public_address(record: Record) -> str:
    """Where the public reads of a record now, or of what it is part of; empty where it sees neither."""
    if isinstance(record, Party):
        return reverse("about")
    parts: list[Any] = [record, *(getattr(record, name) for name in record.identifying)]
    return next((one.get_absolute_url() for one in parts if _is_public(one)), "")


def _is_public(record: Record) -> bool:
    return type(record)._default_manager.live().filter(pk=record.pk).exists()


def _refuse(request: PublicRequest, refused: NoPreview) -> HttpResponse:
    """Say in the site's own page why there is no preview, and where the public reads instead."""
    if refused.revision is None:
        raise Http404
    model: Any = record_type(refused.revision)
    record = model._default_manager.select_related(*model.identifying).filter(slug=refused.revision.slug).first()
    context = {"sentence": refused.sentence, "public_address": public_address(record) if record else ""}
    return render_page(request, "relations/preview_ended.html", context, status=410, is_indexed=False)
