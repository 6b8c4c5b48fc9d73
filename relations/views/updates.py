"""What changed on the site: all updates by day, and as feeds."""

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page

from relations import feeds, updates
from relations.models import RECORD_TYPES
from relations.sections import SECTIONS
from relations.views.frame import PublicRequest, public_page, render_page

UPDATES_ON_A_PAGE = 30
UPDATES_IN_A_FEED = 50


@public_page
def update_list(request: PublicRequest) -> HttpResponse:
    with_minor = request.GET.get("changes") == "all"
    page = Paginator(updates.moments(with_minor=with_minor), UPDATES_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = updates.read(page)
    context = {
        "page": page,
        "page_query": {"changes": "all"} if with_minor else {},
        "with_minor": with_minor,
        "days": by_day(shown),
        "feeds": [{"label": section.label, "address": feed_address(section.name)} for section in SECTIONS],
    }
    return render_page(request, "relations/updates.html", context, section="updates", shows=shown)


def by_day(shown: list[updates.Update]) -> list[dict[str, Any]]:
    """Updates, which are in order, by the site's day."""
    days = groupby(shown, key=lambda update: timezone.localtime(update.at).date())
    return [{"day": day, "updates": list(of_day)} for day, of_day in days]


# Feeds


def feed_address(section: str = "") -> str:
    return reverse("section_feed", kwargs={"section": section}) if section else reverse("feed")


@conditional_page
@public_page
def feed(request: PublicRequest, section: str = "") -> HttpResponse:
    """The latest updates as Atom, of the whole site or of one section."""
    chosen = next((one for one in SECTIONS if one.name == section), None)
    if section and chosen is None:
        raise Http404
    types = chosen.types if chosen else RECORD_TYPES
    latest = updates.read(updates.moments(types)[:UPDATES_IN_A_FEED], types)
    text = feeds.atom(
        request.relationship,
        latest,
        title=f"{request.relationship.site_title}: {chosen.label if chosen else gettext('updates')}",
        page=reverse(chosen.view) if chosen else reverse("update_list"),
        own=feed_address(section),
    )
    return HttpResponse(text, content_type=feeds.CONTENT_TYPE)
