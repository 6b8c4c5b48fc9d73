"""The page about one's own second factor, and the one on which an administrator resets that of a colleague."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from relations import limits, second_factor
from relations.admin import setting_up
from relations.admin.pages import Step, own_page
from relations.admin.signing_in import CodeForm

OWN = "second_factor"


def pages(site: Any) -> list[Any]:
    """Nothing of them is kept over a sign-in, for a code is of no use later."""
    return [
        path("second-factor/", site.unkept_view(own), name=OWN),
        path("second-factor/set-up/", site.unkept_view(set_up), name="second_factor_set_up"),
        path("auth/user/<int:user_id>/second-factor/", site.unkept_view(reset), name="auth_user_second_factor"),
    ]


@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """What one has; on the way back, with a code: another app, new recovery codes, or none any more."""
    user: Any = request.user
    app = second_factor.app_of(user)
    form = CodeForm(request)
    form.fields["code"].widget.attrs.pop("autofocus")
    acts: dict[str, Callable[[HttpRequest], HttpResponse]] = {"replace": _replace, "codes": _codes, "remove": _remove}
    act = acts.get(request.POST.get("act", ""))
    if act == _remove and second_factor.is_required():
        raise PermissionDenied
    if act and app and form.is_valid():
        limits.forget(request, user.get_username())
        return act(request)
    context = {
        "title": gettext("Second factor"),
        "app": app,
        "codes_left": second_factor.recovery_codes_left(user),
        "is_required": second_factor.is_required(),
        "form": form,
    }
    response = own_page(request, "second_factor", context)
    if limits.is_refused(request):
        response.status_code = 429
    return response


@never_cache
def set_up(request: HttpRequest) -> HttpResponse:
    """For those who have none, and those who have just given a code of the one that this will replace."""
    user: Any = request.user
    if second_factor.has_one(user) and not request.session.get(setting_up.REPLACES):
        return HttpResponseRedirect(reverse(f"admin:{OWN}"))
    return setting_up.page(request, _on_own_page(), "own_page")


def _on_own_page() -> dict[str, Any]:
    address = reverse(f"admin:{OWN}")
    return {"next": address, "trail": [Step(gettext("Second factor"), address)]}


def _replace(request: HttpRequest) -> HttpResponse:
    request.session[setting_up.REPLACES] = True
    request.session.pop(setting_up.SECRET, None)
    return HttpResponseRedirect(reverse("admin:second_factor_set_up"))


def _codes(request: HttpRequest) -> HttpResponse:
    codes = second_factor.renew_codes(request.user, **_now(request))  # type: ignore[arg-type]
    return setting_up.codes_once(request, codes, _on_own_page(), "own_page")


def _remove(request: HttpRequest) -> HttpResponse:
    second_factor.remove(request.user, **_now(request))  # type: ignore[arg-type]
    messages.success(request, gettext("Your second factor is removed: from now on your password is enough."))
    return HttpResponseRedirect(reverse(f"admin:{OWN}"))


def may_reset(request: HttpRequest, user: User) -> bool:
    """Whether somebody keeps accounts, and this one is a colleague's: one's own asks for a code.

    Who administers everything is reset only by one who does so, too.
    """
    by: Any = request.user
    keeps_accounts = by.has_perm("auth.change_user") and (by.is_superuser or not user.is_superuser)
    return keeps_accounts and by.pk != user.pk


def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask first; on the way back, take a colleague's second factor from them, who has lost it."""
    user = get_object_or_404(User, pk=user_id)
    if not may_reset(request, user):
        raise PermissionDenied
    account = reverse("admin:auth_user_change", args=[user.pk])
    if request.method == "POST":
        by: Any = request.user
        second_factor.reset(user, by=by, **_now(request))
        told = gettext("The second factor of %(person)s is reset, and they are signed out everywhere.")
        messages.success(request, told % {"person": user})
        return HttpResponseRedirect(account)
    context = {
        "title": gettext("Reset the second factor of %(person)s") % {"person": user},
        "person": user,
        "has_one": second_factor.has_one(user),
        "is_required": second_factor.is_required(),
        "account": account,
    }
    accounts = Step(User._meta.verbose_name_plural, reverse("admin:auth_user_changelist"))
    return own_page(request, "second_factor_reset", context, accounts, Step(user, account))


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"at": timezone.now(), "address": limits.address_of(request)}


def link_on_account(request: HttpRequest, user: User | None) -> dict[str, Any]:
    """What the form of an account needs for its link to the page above."""
    shows = user is not None and may_reset(request, user) and second_factor.has_one(user)
    return {"resets_second_factor": shows}
