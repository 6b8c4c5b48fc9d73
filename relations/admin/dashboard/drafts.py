"""Of the dashboard, what concerns drafts: to be reviewed, returned, one's own, scheduled. And the list of them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from relations import publishing, wording
from relations.admin.dashboard.card import FIRST, Card, Line, in_words
from relations.admin.pages import PER_PAGE, own_page
from relations.admin.reach import names, types_open_to, types_seen
from relations.admin.rows import rows_of
from relations.admin.upkeep import MEDIA
from relations.models import Decision, Revision, State, Verb


@dataclass(frozen=True)
class Drafts:
    """The open revisions that somebody may look at, each with the last decision about it; read once for all cards."""

    request: HttpRequest
    all: list[Any]

    @property
    def to_review(self) -> list[Any]:
        """What waits for a review by this person, the longest waiting first."""
        own = {one.pk for one in self.to_review_by_another}
        return [one for one in self._in_review if one.pk not in own]

    @property
    def to_review_by_another(self) -> list[Any]:
        """With FOUR_EYES, what waits for somebody else, since this person has saved a draft of it."""
        if not settings.FOUR_EYES:
            return []
        authors = publishing.authors_of(*self._in_review)
        return [one for one in self._in_review if self.request.user.pk in authors[one]]

    @property
    def _in_review(self) -> list[Any]:
        mine = set(names(types_open_to(self.request, Verb.PUBLISH)))
        return [one for one in self.all if one.state == State.IN_REVIEW and one.record_type in mine]

    @property
    def returned(self) -> list[Any]:
        return [one for one in self._own if one.state == State.DRAFT and one.last_verb == Verb.RETURN]

    @property
    def own(self) -> list[Any]:
        """This person's other drafts, in review or not."""
        returned = {one.pk for one in self.returned}
        return [one for one in self._own if one.state != State.SCHEDULED and one.pk not in returned]

    @property
    def _own(self) -> list[Any]:
        return [one for one in self.all if one.author_id == self.request.user.pk]

    @property
    def scheduled(self) -> list[Any]:
        """What goes live at a time to come, the next one first."""
        return sorted(
            (one for one in self.all if one.state == State.SCHEDULED), key=lambda one: (one.go_live_at, one.pk)
        )


def drafts_for(request: HttpRequest) -> Drafts:
    """One query."""
    last = Decision.objects.filter(revision=OuterRef("pk")).order_by("-pk")
    found = (
        Revision.objects.open()
        .filter(record_type__in=names(types_seen(request)))
        .select_related("author")
        .defer("values")
        .annotate(
            last_verb=Subquery(last.values("verb")[:1]),
            last_at=Subquery(last.values("at")[:1]),
            last_by=Subquery(last.values("by__username")[:1]),
            last_comment=Subquery(last.values("comment")[:1]),
        )
    )
    return Drafts(request, sorted(found, key=lambda one: (one.last_at or one.created_at, one.pk)))


def cards(drafts: Drafts) -> list[Card]:
    """The cards that concern this person, in their order."""
    request, found = drafts.request, []
    if types_open_to(request, Verb.PUBLISH):
        found.append(_card(_("Waiting for my review"), "review", drafts.to_review, _of_others(drafts)))
    if types_open_to(request, Verb.SAVE):
        found.append(_card(_("Returned to me"), "returned", drafts.returned))
        found.append(_card(_("My other drafts"), "own", drafts.own))
    return found


def scheduled(drafts: Drafts) -> Card:
    return _card(_("Scheduled"), "scheduled", drafts.scheduled)


def _of_others(drafts: Drafts) -> str:
    """What is said of the drafts that a second person must review."""
    count = len(drafts.to_review_by_another)
    if not count:
        return ""
    return ngettext(
        "%(count)d draft waits for a second person, since you worked on it yourself.",
        "%(count)d drafts wait for a second person, since you worked on them yourself.",
        count,
    ) % {"count": count}


def _card(title: Any, shown: str, drafts: list[Any], note: str = "") -> Card:
    return Card(
        title, len(drafts), [_line(one) for one in drafts[:FIRST]], note, f"{reverse('admin:drafts')}?show={shown}"
    )


def _line(one: Any) -> Line:
    """A draft, with what happened to it last; whoever shall decide about it compares it with what is public."""
    is_returned = one.state == State.DRAFT and one.last_verb == Verb.RETURN
    page = "change" if one.state == State.DRAFT else "compare"
    comment = one.last_comment if one.last_verb in (Verb.SUBMIT, Verb.RETURN) else ""
    return Line(one, page=page, fact=_fact(one, is_returned), comment=comment or "")


def _fact(one: Any, is_returned: bool) -> str:
    said = {
        "person": one.last_by or one.author or gettext("the site itself"),
        "moment": wording.moment(timezone.localtime(one.last_at or one.created_at)),
    }
    if one.state == State.SCHEDULED:
        said["moment"] = wording.moment(timezone.localtime(one.go_live_at))
        return gettext("Goes live on %(moment)s – scheduled by %(person)s") % said
    if one.state == State.IN_REVIEW and one.last_verb == Verb.RETURN:
        return gettext("Could not go live on %(moment)s, so it is in review again") % said
    if one.state == State.IN_REVIEW:
        return gettext("In review since %(moment)s – submitted by %(person)s") % said
    if is_returned:
        return gettext("Returned on %(moment)s by %(person)s") % said
    return gettext("Draft, saved on %(moment)s by %(person)s") % said


# What the list of drafts can be narrowed to, by what stands in its address.
SHOWN: dict[str, tuple[Any, Callable[[Drafts], list[Any]]]] = {
    "all": (_("All drafts"), lambda drafts: drafts.all),
    "review": (_("Waiting for my review"), lambda drafts: drafts.to_review),
    "returned": (_("Returned to me"), lambda drafts: drafts.returned),
    "own": (_("My other drafts"), lambda drafts: drafts.own),
    "scheduled": (_("Scheduled"), lambda drafts: drafts.scheduled),
}


def pages(site: admin.AdminSite) -> list[Any]:
    return [path("drafts/", site.admin_view(all_drafts), name="drafts")]


def all_drafts(request: HttpRequest) -> HttpResponse:
    """Every open draft of whatever type, or those that one card of the dashboard counts."""
    chosen = request.GET.get("show", "")
    title, narrow = SHOWN.get(chosen, SHOWN["all"])
    page = Paginator(narrow(drafts_for(request)), PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list)
    context = {
        "title": title,
        "page": page,
        "query": f"show={chosen}&" if chosen in SHOWN else "",
        "choices": [
            {"name": name, "label": label, "is_current": name == chosen or (name == "all" and chosen not in SHOWN)}
            for name, (label, _narrow) in SHOWN.items()
        ],
        "lines": [in_words(_line(one), rows) for one in page.object_list],
        "media": MEDIA,
    }
    return own_page(request, "drafts", context)
