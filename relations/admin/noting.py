"""What Django and the counter of attempts say about sign-ins, recorded in the log. Connected in `relations.apps`."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from relations import audit, limits, second_factor
from relations.models import AuditKind


def signed_in(sender: Any, request: HttpRequest, user: User, **options: Any) -> None:
    """The password was right; where a code is asked for besides, that is the first step only."""
    if second_factor.is_required() or second_factor.has_one(user):
        kind = AuditKind.PASSWORD_GIVEN
    else:
        kind = AuditKind.SIGNED_IN
        limits.forget(request, user.get_username())
    audit.record(kind, by=user, **_now(request))


def signed_out(sender: Any, request: HttpRequest, user: User | None, **options: Any) -> None:
    if user is not None:
        audit.record(AuditKind.SIGNED_OUT, by=user, **_now(request))


def refused(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **options: Any) -> None:
    """A wrong name or password. The last one is recorded by the lock that it brings, and those during it not at all."""
    if request is not None and not limits.is_refused(request):
        audit.record(AuditKind.PASSWORD_WRONG, about=_account(credentials.get("username")), **_now(request))


def locked_out(sender: Any, request: HttpRequest, username: str | None, **options: Any) -> None:
    """A lock has begun; that somebody tries during one is not recorded."""
    if getattr(request, "axes_failures_since_start", None) is not None:
        audit.record(AuditKind.LOCKED_OUT, about=_account(username), **_now(request))


def _account(name: str | None) -> User | None:
    """Whose name was typed; a name that nobody has may be a password in the wrong field, and is not recorded."""
    return User.objects.filter(username=name).first() if name else None


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"at": timezone.now(), "address": limits.address_of(request)}
