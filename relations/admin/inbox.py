"""The inbox: what a load could not decide, each unit in three panes, to be kept, taken, or written anew."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relations import publishing
from relations.admin import verbs
from relations.admin.comparing import compared
from relations.admin.pages import PER_PAGE, OwnPages, Step, may_load, own_page
from relations.admin.rows import key_of, rows_of
from relations.admin.writing import WriteForm
from relations.models import RECORD_TYPES, Conflict, Record, Verb, record_type
from relations.publishing import NotAllowed, NotNow, NotPermitted, conflicts

DONE = {
    Conflict.Outcome.KEEP: _("“%(record)s”: the site’s is kept."),
    Conflict.Outcome.TAKE: _("“%(record)s”: the file’s is taken."),
    Conflict.Outcome.WRITE: _("“%(record)s”: what you wrote is public now."),
}


@admin.register(Conflict)
class Inbox(OwnPages):
    def may_see(self, request: HttpRequest) -> bool:
        return request.user.has_perm(publishing.PUBLISH)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.inbox), name="inbox"),
            # By this name Django's index finds it.
            path("", view(self.inbox), name="relations_conflict_changelist"),
            path("<int:conflict_id>/", view(self.decide), name="decide_conflict"),
        ]

    def inbox(self, request: HttpRequest) -> HttpResponse:
        """All that waits, by record."""
        if not self.may_see(request):
            raise PermissionDenied
        waiting = _that_one_may_decide(request)
        keys = waiting.order_by("record_type", "slug").values_list("record_type", "slug").distinct()
        page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
        found = _of_records(waiting, page.object_list)
        rows = rows_of(found)
        by_record: dict[tuple[str, str], dict[str, Any]] = {}
        for conflict in found:
            key = key_of(conflict)
            record = by_record.setdefault(key, {**_heading(conflict, rows.get(key)), "conflicts": []})
            record["conflicts"].append(_shown(request, conflict, rows.get(key)))
        context = {
            "title": gettext("Conflicts"),
            "page": page,
            "count": waiting.count(),
            "records": list(by_record.values()),
            "media": _media(one for record in by_record.values() for one in record["conflicts"]),
        }
        return own_page(request, "inbox", context)

    def decide(self, request: HttpRequest, conflict_id: int) -> HttpResponse:
        """One conflict on a page of its own; on the way back, decide it."""
        conflict = get_object_or_404(Conflict.objects.select_related("load", "decided_by"), pk=conflict_id)
        if not publishing.may(request.user, Verb.PUBLISH, record_type(conflict)):
            raise PermissionDenied
        form = None
        if request.method == "POST":
            row = rows_of([conflict]).get(key_of(conflict))
            if request.POST.get("decision") == Conflict.Outcome.WRITE:
                form = WriteForm(conflict, conflicts.on_site(conflict, row), request.POST)
            if _decide(request, conflict, row, form):
                return HttpResponseRedirect(f"{reverse('admin:inbox')}?page={_page(request)}")
            conflict = Conflict.objects.select_related("load", "decided_by").get(pk=conflict_id)
        row = rows_of([conflict]).get(key_of(conflict))
        shown = _shown(request, conflict, row, form)
        context = {
            "title": gettext("A conflict"),
            "record": _heading(conflict, row),
            "conflict": shown,
            "media": _media([shown]),
        }
        return own_page(request, "decide_conflict", context, Step(gettext("Conflicts"), reverse("admin:inbox")))


def _that_one_may_decide(request: HttpRequest) -> QuerySet[Conflict]:
    types = [model.type_name() for model in RECORD_TYPES if publishing.may(request.user, Verb.PUBLISH, model)]
    waiting: QuerySet[Conflict] = Conflict.objects.waiting().filter(record_type__in=types)
    return waiting.select_related("load", "decided_by")


def _of_records(waiting: QuerySet[Conflict], keys: Iterable[tuple[str, str]]) -> list[Conflict]:
    wanted = Q(pk__in=[])
    for name, slug in keys:
        wanted |= Q(record_type=name, slug=slug)
    return list(waiting.filter(wanted))


def _heading(conflict: Conflict, row: Record | None) -> dict[str, Any]:
    title, name = str(row or conflict.slug), record_type(conflict)._meta.verbose_name
    return {
        "title": title,
        "note": name if title == conflict.slug else f"{name} – {conflict.slug}",
        "slug": conflict.slug,
        "address": verbs.address(row, "change") if row else "",
    }


def _shown(
    request: HttpRequest, conflict: Conflict, row: Record | None, form: WriteForm | None = None
) -> dict[str, Any]:
    """One conflict as its template shows it."""
    site = conflicts.on_site(conflict, row)
    is_new = row is None or not (row.live or row.is_withdrawn)
    may_write = not conflict.is_presence and row is not None and row.live and not settings.FOUR_EYES
    waits = not conflict.outcome
    return {
        **compared(conflict, site, is_new=is_new),
        "pk": conflict.pk,
        "waits": waits,
        "outcome": conflict,
        "address": reverse("admin:decide_conflict", args=[conflict.pk]),
        "seen": conflicts.mark(conflict, site),
        "page": _page(request),
        "load": conflict.load,
        "load_address": reverse("admin:load", args=[conflict.load_id]) if may_load(request) else "",
        "form": form or (WriteForm(conflict, site) if may_write and waits else None),
        "is_open": form is not None,
        "needs_second_person": settings.FOUR_EYES and not conflict.is_presence,
    }


def _media(shown: Iterable[dict[str, Any]]) -> Media:
    """What the forms of the conflicts on a page need."""
    return sum((conflict["form"].media for conflict in shown if conflict["form"]), Media())


def _page(request: HttpRequest) -> int:
    text = (request.POST if request.method == "POST" else request.GET).get("page", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1


def _decide(request: HttpRequest, conflict: Conflict, row: Record | None, form: WriteForm | None) -> bool:
    """Carry out what the pressed button says, and say how it went."""
    # Who shows no mark has seen nothing.
    who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "seen": request.POST.get("seen") or "nothing"}
    chosen = request.POST.get("decision")
    act: Callable[[], None]
    if form is not None:
        if not form.is_valid():
            messages.error(request, gettext("What you wrote cannot be published yet: see below."))
            return False
        act = partial(conflicts.write, conflict, form.values(), **form.said, **who)
    elif chosen == Conflict.Outcome.KEEP:
        act = partial(conflicts.keep, conflict, **who)
    elif chosen == Conflict.Outcome.TAKE:
        act = partial(conflicts.take, conflict, **who)
    else:
        messages.error(request, gettext("Choose whether to keep the site’s, take the file’s, or write another."))
        return False
    return _attempt(request, conflict, row, form, act)


def _attempt(
    request: HttpRequest, conflict: Conflict, row: Record | None, form: WriteForm | None, act: Callable[[], None]
) -> bool:
    name = {"record": row or conflict.slug}
    try:
        act()
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except NotAllowed as error:
        messages.warning(request, verbs.REFUSED % name)
        if form is not None and not isinstance(error, NotNow):
            form.add_reasons(error.reasons)
            return False
        for reason in error.reasons:
            messages.error(request, verbs.in_words(reason, row) if row else str(reason.message))
        return False
    messages.success(request, DONE[Conflict.Outcome(conflict.outcome)] % name)
    return True
