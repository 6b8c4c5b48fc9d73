"""Setting a second factor up: a secret for the app, as a picture and as text; a code; the recovery codes, shown once.

It is done on the way into the admin where it is required, and from the page about one's own second factor.
"""

from base64 import b32encode
from typing import Any

import django_otp
import segno
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from relations import audit, limits, second_factor
from relations.models import AuditKind

# In the session: the secret that was shown, and that its owner may put it in the place of another.
SECRET, REPLACES = "second_factor_secret", "second_factor_replaces"


def page(request: HttpRequest, context: dict[str, Any], frame: str) -> TemplateResponse:
    """The secret; on the way back, the recovery codes, or that the code was wrong.

    context: `next`, where one goes on from there; `kept`, what is to be sent then.
    frame: the template around it.
    """
    user: Any = request.user
    secret = request.session.setdefault(SECRET, second_factor.new_secret())
    is_wrong = False
    if "code" in request.POST:
        done = second_factor.set_up(
            user,
            secret,
            request.POST["code"],
            at=timezone.now(),
            replaces=request.session.get(REPLACES, False),
            address=limits.address_of(request),
        )
        if done:
            return _is_set_up(request, context, frame, *done)
        is_wrong = True
    device = second_factor.unsaved(user, secret)
    context = {
        **context,
        "title": gettext("Set up your second factor"),
        "picture": _picture(device.config_url),
        "secret": _in_groups(b32encode(device.bin_key).decode()),
        "is_wrong": is_wrong,
        "is_required": second_factor.is_required(),
    }
    return _shown(request, "second_factor_set_up", context, frame)


def _is_set_up(
    request: HttpRequest, context: dict[str, Any], frame: str, device: Any, codes: list[str]
) -> TemplateResponse:
    """Go on as one who has given a code."""
    del request.session[SECRET]
    request.session.pop(REPLACES, None)
    django_otp.login(request, device)
    request.session.cycle_key()
    if context.get("is_first"):
        user: Any = request.user
        audit.record(AuditKind.SIGNED_IN, by=user, at=timezone.now(), address=limits.address_of(request))
        limits.forget(request, user.get_username())
    return codes_once(request, codes, context, frame)


def codes_once(request: HttpRequest, codes: list[str], context: dict[str, Any], frame: str) -> TemplateResponse:
    """The page with new recovery codes, which nobody can open again."""
    context = {**context, "title": gettext("Your recovery codes"), "codes": [_in_groups(code) for code in codes]}
    return _shown(request, "recovery_codes", context, frame)


def _shown(request: HttpRequest, name: str, context: dict[str, Any], frame: str) -> TemplateResponse:
    surroundings = {**admin.site.each_context(request), "frame": f"admin/relations/{frame}.html"}
    if context.get("is_first"):
        surroundings |= {"has_permission": False, "available_apps": []}
    return TemplateResponse(request, f"admin/relations/{name}.html", {**surroundings, **context})


def _in_groups(text: str) -> str:
    """Groups of four, which are read and typed more easily."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _picture(text: str) -> SafeString:
    """A QR code as SVG within the page, dark on white in any scheme: its parts are attributes, not styles."""
    return mark_safe(segno.make(text).svg_inline(scale=5, light="#fff"))  # noqa: S308
