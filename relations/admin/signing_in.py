"""Signing in, in two steps at one address: name and password, then a code of the second factor.

In between somebody is signed in for Django but not for the admin (`is_due`): wherever they go, they come to the
second step, and what they typed comes with them (`relations.admin.keeping`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import django_otp
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from relations import audit, limits, second_factor
from relations.admin import setting_up
from relations.models import AuditKind

TOO_MANY = 429
LONGEST_NAME = User._meta.get_field("username").max_length or 150
# Whoever has fewer recovery codes left is told to make new ones.
FEW_CODES = 4


class PasswordForm(AdminAuthenticationForm):
    """The first step; whoever has to wait reads why."""

    def clean(self) -> dict[str, Any]:
        # No account has so long a name, and the counter of attempts none either: PostgreSQL would refuse it.
        if len(self.cleaned_data.get("username", "")) > LONGEST_NAME:
            raise self.get_invalid_login_error()
        return super().clean()

    def get_invalid_login_error(self) -> ValidationError:
        if self.request and limits.is_refused(self.request):
            return ValidationError(limits.words(), code="locked")
        return super().get_invalid_login_error()


class CodeForm(forms.Form):
    """A code of the second factor, of either kind."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("The six digits that your app shows now, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )

    def __init__(self, request: HttpRequest) -> None:
        """Bound where the request posts a code."""
        super().__init__(request.POST if "code" in request.POST else None)
        self.request = request
        self.device: Any = None

    def clean_code(self) -> str:
        """Verify it; a wrong one is counted and recorded, the last one by the lock that it brings."""
        code, user, name = self.cleaned_data["code"], self.request.user, self.request.user.get_username()
        if limits.is_locked(self.request, name):
            self.request.axes_locked_out = True  # type: ignore[attr-defined]
            raise ValidationError(limits.words(), code="locked")
        self.device = second_factor.verify(user, code)  # type: ignore[arg-type]
        if self.device is None:
            limits.count(self.request, name)
            if limits.is_refused(self.request):
                raise ValidationError(limits.words(), code="locked")
            note(self.request, AuditKind.CODE_WRONG)
            raise ValidationError(_wrong_code(), code="wrong")
        return code


def _wrong_code() -> str:
    return gettext(
        "This code was not taken. Each code is taken once and for half a minute: wait for the next one. "
        "If none is taken, see that the clock of your phone is right."
    )


def is_due(request: HttpRequest) -> bool:
    """Whether somebody has signed in by password but not yet by the second factor that is asked of them."""
    user: Any = request.user
    if not (user.is_active and user.is_staff) or getattr(user, "otp_device", None):
        return False
    if not hasattr(user, "has_second_factor"):  # asked several times in a request, and once of the database
        user.has_second_factor = second_factor.has_one(user)
    return second_factor.is_required() or user.has_second_factor


def in_two_steps(login: Callable[..., Any]) -> Callable[..., Any]:
    """Let Django's sign-in be followed by the second step for those of whom it is asked."""

    @wraps(login)
    @never_cache
    def page(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = extra_context or {}
        gives_password = "username" in request.POST  # perhaps as somebody else than in another tab
        if gives_password or not is_due(request):
            if request.method == "POST" and not gives_password and admin.site.has_permission(request):
                return HttpResponseRedirect(after(request, context))  # from the page of the recovery codes
            response = login(request, context)
            if response.status_code != 302 or not is_due(request):
                return _refused(request, response)
        return _second_step(request, context)

    return page


def _second_step(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Ask for the code, or let those who have no second factor yet set it up."""
    user: Any = request.user
    context = {"next": after(request, context), "kept": context.get("kept")}
    if not second_factor.has_one(user):
        return setting_up.page(request, {**context, "is_first": True}, "signing_in")
    form = CodeForm(request)
    if form.is_valid():
        _signed_in(request, form.device)
        return HttpResponseRedirect(context["next"])
    return _refused(request, step(request, "second_step", {"title": gettext("Second step"), "form": form, **context}))


def _signed_in(request: HttpRequest, device: Any) -> None:
    user: Any = request.user
    django_otp.login(request, device)
    # Whoever knew the session before the code was given shall not have it after.
    request.session.cycle_key()
    limits.forget(request, user.get_username())
    by_recovery_code = second_factor.is_recovery(device)
    note(request, AuditKind.SIGNED_IN, by_recovery_code=by_recovery_code)
    if by_recovery_code and (left := second_factor.recovery_codes_left(user)) < FEW_CODES:
        text = ngettext(
            "You have %(count)d recovery code left: make new ones under “Second factor”.",
            "You have %(count)d recovery codes left: make new ones under “Second factor”.",
            left,
        )
        messages.warning(request, text % {"count": left})


def step(request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    """A page on the way into the admin, without anything of the admin around it."""
    frame = {**admin.site.each_context(request), "has_permission": False, "available_apps": []}
    return TemplateResponse(request, f"admin/relations/{template}.html", {**frame, **context})


def after(request: HttpRequest, context: dict[str, Any]) -> str:
    """Where somebody wanted to go before they were asked to sign in; the first page where they came by themselves."""
    wanted = context.get("next") or request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_here else reverse("admin:index")


def note(request: HttpRequest, kind: AuditKind, **detail: Any) -> None:
    """Record what somebody who is known has just done."""
    audit.record(kind, by=request.user, at=timezone.now(), address=limits.address_of(request), **detail)


def _refused(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same page, which also says to programs that there were too many attempts."""
    if limits.is_refused(request):
        response.status_code = TOO_MANY
    return response
