"""The first page of the admin: what waits for the person who signed in, and what the public site needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from relations.admin.dashboard import drafts, public
from relations.admin.dashboard.card import Card, in_words
from relations.admin.rows import rows_of
from relations.models import Edition


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """What the template `dashboard.html` shows: cards for whom they concern, those with nothing by name only.

    Queries grow with the kinds of things that wait, not with their number.
    """
    cards = _cards(request)
    shown = [card for card in cards if not card.is_empty]
    rows = rows_of(line.about for card in shown for line in card.lines if line.about)
    edition = Edition.objects.first()
    return {
        "cards": [
            {
                "title": card.title,
                "count": card.count,
                "lines": [in_words(line, rows) for line in card.lines],
                "note": card.note,
                "more": card.more,
                "address": card.address,
                "is_counted": card.is_counted,
            }
            for card in shown
        ],
        "quiet": [card.title for card in cards if card.is_empty],
        "edition": edition.number if edition else 0,
        "time_zone": settings.TIME_ZONE,
    }


def _cards(request: HttpRequest) -> list[Card]:
    """All that are looked at for this person, in their order."""
    open_drafts = drafts.drafts_for(request)
    found = [
        *drafts.cards(open_drafts),
        public.conflicts(request),
        public.reported_mistakes(request),
        drafts.scheduled(open_drafts),
        public.translations(request),
        public.support(request),
        public.review_dates(request),
        public.anniversaries(request),
        public.last_load(request),
    ]
    return [card for card in found if card is not None]
