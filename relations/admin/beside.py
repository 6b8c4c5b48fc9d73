"""What is live and what the draft would show, on the real page, side by side in two frames."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from relations import publishing
from relations.admin import verbs
from relations.admin.display import name_of
from relations.admin.pages import Step, above_record, own_page
from relations.languages import codes, own_name
from relations.models import Party, Record, Relationship, Verb
from relations.publishing import Standing

BESIDE = "beside"


def urls(admin: Any) -> list[Any]:
    """The address of this page for one record type, in each language."""

    def view(request: HttpRequest, object_id: int, language: str) -> HttpResponse:
        return beside(admin, request, object_id, language)

    name = f"relations_{admin.model.type_name()}_{BESIDE}"
    return [path("<int:object_id>/beside/<str:language>/", admin.admin_site.admin_view(view), name=name)]


def links(request: HttpRequest, now: Standing) -> dict[str, Any]:
    """This page in each language, for those who may change the record; nothing without a draft to show."""
    if now.row is None or now.open is None or not publishing.may(request.user, Verb.SAVE, now.model):
        return {}
    label = gettext("The draft on its page, beside what is live:") if now.live else gettext("The draft on its page:")
    languages = [{"code": code, "name": own_name(code), "address": _address(now.row, code)} for code in codes()]
    return {"label": label, "languages": languages}


def beside(admin: Any, request: HttpRequest, object_id: int, language: str) -> HttpResponse:
    """What the public reads now and the preview of the open draft; of what is not public, the preview alone."""
    row = get_object_or_404(admin.model, pk=object_id)
    if language not in codes():
        raise Http404
    if not publishing.may(request.user, Verb.SAVE, admin.model):
        raise PermissionDenied
    now = publishing.look(admin.model, row.slug)
    if now.open is None:
        messages.warning(request, gettext("“%(record)s” has no open draft.") % {"record": row})
        return HttpResponseRedirect(verbs.address(row, "change"))
    # Of this very site, so that no policy keeps them out of a frame: not the address that is handed on.
    token = publishing.preview_token(now.open, at=timezone.now())
    preview = reverse("preview", kwargs={"token": token, "language": language}) + _place(row)
    with override(language):
        public = public_address(row)
    context = {
        "title": gettext("Beside what is live"),
        "original": name_of(row),
        # Two pages need its width.
        "is_nav_sidebar_enabled": False,
        "frames": [
            *([{"title": gettext("What the public reads now"), "address": public}] if public else []),
            {"title": gettext("What the draft would show"), "address": preview},
        ],
        "languages": [
            {"code": code, "name": own_name(code), "address": _address(row, code), "is_current": code == language}
            for code in codes()
        ],
    }
    compare = Step(gettext("Compare"), verbs.address(row, "compare"))
    return own_page(request, BESIDE, context, *above_record(row), compare)


def public_address(row: Record) -> str:
    """Where the public reads of a record now, or of what it is part of; nowhere where it sees neither."""
    if isinstance(row, (Relationship, Party)):
        if not Relationship.objects.live().exists():
            return ""
        return reverse("home" if isinstance(row, Relationship) else "about")
    parts: list[Any] = [row, *(getattr(row, name) for name in row.identifying)]
    return next((part.get_absolute_url() for part in parts if _is_public(part)), "")


def _is_public(record: Record) -> bool:
    return type(record)._default_manager.live().filter(pk=record.pk).exists()


def _place(row: Record) -> str:
    """Where on the page of what it belongs to a record stands."""
    return f"#{row.slug}" if row.identifying else ""


def _address(row: Record, code: str) -> str:
    return reverse(f"admin:relations_{row.type_name()}_{BESIDE}", args=[row.pk, code])
