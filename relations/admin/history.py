"""The history of a record: its revisions, what each changed, and who decided what about it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from relations import publishing
from relations.admin import telling, verbs
from relations.admin.differing import changed_names
from relations.admin.display import name_of
from relations.admin.fields import is_key
from relations.admin.pages import above_record, own_page
from relations.admin.revisions import COMPARE
from relations.models import Revision, State, Verb, record_type
from relations.publishing import Standing, label
from relations.values import complete, content_fields

# So many revisions are shown on a page, and so many of the fields that one changed are named.
REVISIONS_PER_PAGE = 50
FIELDS_NAMED = 4
# From so many rows on, the button to compare two stands below them, too.
SEEN_AT_ONCE = 8


def history_view(admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The revisions of a record, the latest first, each with what it changed and what was decided about it."""
    if not is_key(object_id):
        raise Http404
    row = get_object_or_404(admin.model, pk=object_id)
    if not admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    now = publishing.look(admin.model, row.slug)
    revisions = (
        Revision.objects.of(row)
        .select_related("author", "load")
        .defer("load__receipt")
        .prefetch_related("decisions__by")
    )
    page = Paginator(revisions, REVISIONS_PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    before = _before(shown)
    context = {
        "title": gettext("History: %(record)s") % {"record": name_of(row)},
        "state": verbs.publicity(now),
        "entries": [
            {
                **telling.revision_in_words(request, revision, now),
                "changed": _changed(revision, before),
                "links": _links(request, now, revision),
                "name": telling.in_a_line(revision, now),
                "is_old": place == min(1, len(shown) - 1),
                "is_new": place == 0,
            }
            for place, revision in enumerate(shown)
        ],
        "page": page,
        "compare_address": verbs.address(row, COMPARE),
        "can_compare": len(shown) > 1,
        "is_long": len(shown) > SEEN_AT_ONCE,
    }
    return own_page(request, "history", context, *above_record(row))


def _before(shown: list[Revision]) -> dict[int, Revision]:
    """The revisions that these continue, by key: those among them, and in one query the others."""
    found = {revision.pk: revision for revision in shown}
    wanted = {revision.previous_id for revision in shown if revision.previous_id} - set(found)
    return found | Revision.objects.in_bulk(wanted)


def _changed(revision: Revision, before: dict[int, Revision]) -> str:
    """What a revision changed against the one that it continues: Title [en], Summary [es] and 3 more fields."""
    former = before.get(revision.previous_id) if revision.previous_id else None
    if revision.redacted_at:
        return gettext("Content redacted")
    if former is None:
        return gettext("Everything is new")
    if former.redacted_at:
        return gettext("Not known: the content of the one before was redacted")
    model = record_type(revision)
    old, new = (complete(model, one.values) for one in (former, revision))
    names = changed_names(content_fields(model), old, new)
    text = ", ".join(label(model, name) for name in names[:FIELDS_NAMED])
    more = len(names) - FIELDS_NAMED
    if more > 0:
        message = ngettext("%(fields)s and %(count)d more", "%(fields)s and %(count)d more", more)
        return message % {"fields": text, "count": more}
    return text or gettext("No field")


def _links(request: HttpRequest, now: Standing, revision: Revision) -> list[dict[str, Any]]:
    """What may be done with a revision: compare it and, if it is past, restore or redact it."""
    return [*_comparisons(now, revision), *_verbs(request, now, revision)]


def _comparisons(now: Standing, revision: Revision) -> list[dict[str, Any]]:
    """The addresses of two comparisons: what was past stands on the left, what is to come on the right."""
    if revision.redacted_at:
        return []
    pairs = {}
    if revision.previous_id:
        pairs[gettext("Compare with the one before")] = (revision.previous_id, revision.pk)
    if now.published and now.published.pk not in (revision.pk, revision.previous_id):
        is_past = not revision.is_open and revision.pk < now.published.pk
        pair = (revision.pk, now.published.pk) if is_past else (now.published.pk, revision.pk)
        pairs[gettext("Compare with what is public")] = pair
    return [{"label": words, "address": _comparison(now, *pair)} for words, pair in pairs.items()]


def _comparison(now: Standing, old: int, new: int) -> str:
    assert now.row is not None
    return f"{verbs.address(now.row, COMPARE)}?{urlencode({'old': old, 'new': new})}"


def _verbs(request: HttpRequest, now: Standing, revision: Revision) -> list[dict[str, Any]]:
    assert now.row is not None
    by: Any = request.user
    links = []
    if not revision.is_open and revision.redacted_at is None and publishing.may(by, Verb.RESTORE, now.model):
        links.append({"label": gettext("Restore as a draft"), "address": _address(now.row, Verb.RESTORE, revision)})
    is_past = revision.state == State.SUPERSEDED and revision.is_version and revision.redacted_at is None
    if is_past and publishing.may(by, Verb.REDACT, now.model):
        links.append({"label": gettext("Redact this version"), "address": _address(now.row, Verb.REDACT, revision)})
    return links


def _address(row: Any, verb: Verb, revision: Revision) -> str:
    return reverse(f"admin:relations_{row.type_name()}_{verb}", args=[row.pk, revision.pk])
