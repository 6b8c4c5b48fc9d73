"""Two revisions of a record beside each other: the page that compares them, and what review pages show of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext

from relations import publishing
from relations.admin import beside, telling, verbs
from relations.admin.comparing import three_ways
from relations.admin.differing import differences
from relations.admin.display import Reading, name_of
from relations.admin.fields import is_key
from relations.admin.pages import above_record, own_page
from relations.merge import Merged, Outcome
from relations.models import Revision
from relations.publishing import Standing
from relations.values import Values, complete, content_fields

COMPARE = "compare"

Pair = tuple[Revision | None, Revision | None]


def urls(admin: Any) -> list[Any]:
    """The address of the comparison of one record type's revisions."""

    def view(request: HttpRequest, object_id: int) -> HttpResponse:
        return compare(admin, request, object_id)

    name = f"relations_{admin.model.type_name()}_{COMPARE}"
    return [path("<int:object_id>/compare/", admin.admin_site.admin_view(view), name=name)]


def compare(admin: Any, request: HttpRequest, object_id: int) -> HttpResponse:
    """Any two revisions, for whoever may look at the record; unless others are chosen, what is public and its draft."""
    row = get_object_or_404(admin.model, pk=object_id)
    if not admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    now = publishing.look(admin.model, row.slug)
    old, new = _chosen(request, now)
    about_draft = new is not None and now.open is not None and new.pk == now.open.pk
    context = {
        "title": gettext("Compare: %(record)s") % {"record": name_of(row)},
        "state": verbs.publicity(now),
        "comparison": comparison(admin, request, now, old, new),
        "choices": _choices(now, old, new),
        "verb_links": verbs.of_the_draft(request, now) if about_draft else [],
        "beside": beside.links(request, now) if about_draft else {},
        "is_of_draft": about_draft,
        "change_address": verbs.address(row, "change"),
    }
    return own_page(request, "compare", context, *above_record(row))


def _chosen(request: HttpRequest, now: Standing) -> Pair:
    """The two revisions that the address names, or the two that matter most. Http404 for what is not this record's."""
    chosen = [_revision(now, request.GET.get(name)) for name in ("old", "new")]
    if chosen == [None, None]:
        return _that_matter(now)
    old, new = chosen
    if new is None:
        return old, now.newest
    # On the left nothing, where somebody has chosen that; where nobody has chosen, the one before.
    return (_before(now, new) if "old" not in request.GET else old), new


def _revision(now: Standing, text: str | None) -> Revision | None:
    if not text:
        return None
    if not is_key(text):
        raise Http404
    return get_object_or_404(_all(now), pk=text)


def _all(now: Standing) -> QuerySet[Revision]:
    revisions: QuerySet[Revision] = Revision.objects.of_type(now.model).filter(slug=now.slug)
    return revisions.select_related("author", "based_on")


def _before(now: Standing, revision: Revision) -> Revision | None:
    return _all(now).filter(pk=revision.previous_id).first() if revision.previous_id else None


def _that_matter(now: Standing) -> Pair:
    """What is public and the open draft; without a draft, the last two versions."""
    if now.open:
        return now.published, now.open
    newest = list(_all(now).filter(~Q(number=None)).order_by("-number")[:2])
    old = newest[1] if len(newest) > 1 else None
    return old, (newest[0] if newest else _all(now).first())


def _choices(now: Standing, old: Revision | None, new: Revision | None) -> list[dict[str, Any]]:
    """The two lists to choose from, each with all revisions."""
    revisions = [(one.pk, telling.in_a_line(one, now)) for one in _all(now).defer("values", "based_on__values")]

    def options(chosen: Revision | None) -> list[dict[str, Any]]:
        return [{"key": key, "text": text, "is_chosen": chosen and chosen.pk == key} for key, text in revisions]

    nothing = {"key": "", "text": gettext("Nothing"), "is_chosen": old is None}
    return [
        {"name": "old", "label": gettext("On the left"), "options": [*options(old), nothing]},
        {"name": "new", "label": gettext("On the right"), "options": options(new)},
    ]


def comparison(
    admin: Any, request: HttpRequest, now: Standing, old: Revision | None, new: Revision | None
) -> dict[str, Any]:
    """What the template `comparison.html` shows of two revisions of a record.

    Of the open draft beside what is public, where that has moved on since: what publishing would show.
    """
    prefetch_related_objects([one for one in (old, new) if one], "author", "load", "decisions__by")
    sides = [telling.revision_in_words(request, one, now) if one else None for one in (old, new)]
    result: dict[str, Any] = {"old": sides[0], "new": sides[1], "columns": len([side for side in sides if side])}
    if new is None:
        return {**result, "nothing": gettext("Nothing has been saved here yet.")}
    if any(one and one.redacted_at for one in (old, new)):
        return {**result, "nothing": gettext("The content of a version was redacted: it cannot be compared any more.")}
    result["nothing"] = gettext("Nothing differs.")
    was = complete(now.model, old.values) if old else None
    will = complete(now.model, new.values)
    if is_of_moved_draft(now, old, new):
        merged = now.rebased()
        result["moved"] = _moved(now, merged)
        result["new"] = {**result["new"], "heading": _of_merged(merged)}
        will = merged.values
    reading = Reading(now.model, *([was, will] if was else [will]))
    found = differences(reading, _in_form_order(admin, request, now), was, will)
    return {**result, "fields": found.fields, "same": found.same}


def _of_merged(merged: Merged) -> str:
    if merged.conflicts:
        return gettext("The draft on top of what is public now")
    return gettext("What publishing the draft would show")


def is_of_moved_draft(now: Standing, old: Revision | None, new: Revision | None) -> bool:
    """Whether this is the open draft beside what was published under it since it was begun."""
    keys = [one.pk if one else None for one in (old, new, now.published, now.open)]
    return keys[:2] == keys[2:] and not now.is_rebased


def _in_form_order(admin: Any, request: HttpRequest, now: Standing) -> list[str]:
    """The fields of a record as its form has them, then those that it does not show."""
    shown = flatten_fieldsets(admin.get_fieldsets(request, now.row))
    fields = content_fields(now.model)
    return list(dict.fromkeys([*(name for name in shown if name in fields), *fields]))


def _moved(now: Standing, merged: Merged) -> dict[str, Any]:
    """What was published since a draft was begun: what it takes over, and where both changed the same."""
    assert now.published is not None
    panes = (gettext("When the draft was begun"), gettext("Public now"), gettext("In the draft"))
    telling_units = [unit for unit in merged.units if unit.outcome in (Outcome.TAKEN, Outcome.CONFLICT)]
    reading = Reading(now.model, *(side for unit in telling_units for side in (unit.base, unit.theirs, unit.ours)))

    def units(outcome: Outcome) -> list[dict[str, Any]]:
        return [
            three_ways(reading, name, unit.base, unit.theirs, unit.ours)
            for unit in telling_units
            for name in unit.fields
            if unit.outcome is outcome and _differs(name, unit.base, unit.theirs, unit.ours)
        ]

    return {
        "number": now.published.number,
        "published_at": now.published.published_at,
        "panes": panes,
        "taken": units(Outcome.TAKEN),
        "conflicts": units(Outcome.CONFLICT),
    }


def _differs(name: str, *sides: Values | Mapping[str, Any]) -> bool:
    return any(side.get(name) != sides[0].get(name) for side in sides)
