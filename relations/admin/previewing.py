"""Previews of a draft: the addresses that its form gives out, and taking them back."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from relations import publishing
from relations.admin import beside, verbs
from relations.languages import codes, own_name
from relations.models import Revision, Verb
from relations.publishing import NotAllowed, NotPermitted, Standing

REVOKE = "revoke_previews"


def offered(request: HttpRequest, now: Standing | None) -> dict[str, Any]:
    """What the template `previews.html` shows for a record's open draft to those who may change it."""
    if not (now and now.row and now.open and publishing.may(request.user, Verb.SAVE, now.model)):
        return {"previews": [], "revoke_address": ""}
    return {
        "previews": addresses(now.open),
        "revoke_address": verbs.address(now.row, REVOKE),
        "beside": beside.links(request, now),
        "compare_address": verbs.address(now.row, "compare"),
    }


def addresses(revision: Revision) -> list[dict[str, str]]:
    """The address of an open revision's preview in each language, absolute, to be handed on."""
    token = publishing.preview_token(revision, at=timezone.now())
    return [
        {
            "code": code,
            "name": own_name(code),
            "address": f"{settings.SITE_URL}{reverse('preview', kwargs={'token': token, 'language': code})}",
        }
        for code in codes()
    ]


def urls(admin: Any) -> list[Any]:
    """The address by which previews of one record type are revoked."""
    name = f"relations_{admin.model._meta.model_name}_{REVOKE}"
    return [path("<int:object_id>/revoke_previews/", admin.admin_site.admin_view(_revoking(admin)), name=name)]


def _revoking(admin: Any) -> Callable[..., HttpResponse]:
    @require_POST
    def revoke(request: HttpRequest, object_id: int) -> HttpResponse:
        row = get_object_or_404(admin.model, pk=object_id)
        by: Any = request.user
        if not publishing.may(by, Verb.SAVE, admin.model):
            raise PermissionDenied
        draft = publishing.look(admin.model, row.slug).open
        try:
            if draft:
                publishing.revoke_previews(draft, by=by, at=timezone.now())
        except NotPermitted as error:
            raise PermissionDenied(str(error)) from error
        except NotAllowed as error:
            messages.error(request, str(error))
        else:
            # Without a draft nothing is shown any more either, which is what was asked for.
            messages.success(request, gettext("No address given out before shows this draft any more."))
        return HttpResponseRedirect(verbs.address(row, "change"))

    return revoke
