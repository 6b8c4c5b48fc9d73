"""The history of a record: its revisions, and who decided what about each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from relations import publishing
from relations.admin.pages import above_record, may_load, own_page
from relations.models import Revision, State, Verb


def history_view(admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """All revisions of a record, the latest first, each with what was decided about it."""
    row = get_object_or_404(admin.model, pk=object_id)
    if not admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    revisions = (
        Revision.objects.of(row)
        .select_related("author", "load")
        .defer("load__receipt")
        .prefetch_related("decisions__by")
    )
    context = {
        "title": gettext("History: %(record)s") % {"record": row},
        "entries": [
            {"revision": revision, "load": _load(request, revision), "links": _links(request, row, revision)}
            for revision in revisions.prefetch_related("decisions__by")
        ],
    }
    return own_page(request, "history", context, *above_record(row))


def _load(request: HttpRequest, revision: Revision) -> dict[str, Any] | None:
    """The load that wrote a revision, with its address for those who may look at its receipt."""
    if revision.load is None:
        return None
    address = reverse("admin:load", args=[revision.load_id]) if may_load(request) else ""
    return {"number": revision.load_id, "title": revision.load.manifest["title"], "address": address}


def _links(request: HttpRequest, row: Any, revision: Revision) -> list[dict[str, Any]]:
    """What may be done with a past revision."""
    by: Any = request.user
    links = []
    if not revision.is_open and revision.redacted_at is None and publishing.may(by, Verb.RESTORE, type(row)):
        links.append({"label": gettext("Restore as a draft"), "address": _address(row, Verb.RESTORE, revision)})
    is_past = revision.state == State.SUPERSEDED and revision.is_version and revision.redacted_at is None
    if is_past and publishing.may(by, Verb.REDACT, type(row)):
        links.append({"label": gettext("Redact this version"), "address": _address(row, Verb.REDACT, revision)})
    return links


def _address(row: Any, verb: Verb, revision: Revision) -> str:
    return reverse(f"admin:relations_{row.type_name()}_{verb}", args=[row.pk, revision.pk])
