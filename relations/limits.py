"""How many wrong passwords and codes are taken before somebody has to wait: counted in the database by django-axes.

A lock is for a name from one network address, so that nobody can lock a colleague out from elsewhere; and for an
address as a whole, from which names are tried in turn. Names that do not exist are counted and locked like others:
nobody learns from a lock whether there is an account.
"""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from axes.utils import reset
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext

# A whole embassy may share an address: only so many times the limit of one name lock it.
NAMES_PER_ADDRESS = 6
# Under this name it is counted who asks for new passwords by mail; no account can have it.
PASSWORD_BY_MAIL = "(password by mail)"  # noqa: S105


class Counter(AxesDatabaseHandler):
    """Counts as the library does, but takes more from an address as a whole than of one name from there."""

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """The number that is held against AXES_FAILURE_LIMIT, for the parameters in the order of the setting."""
        of_name, of_address = (
            attempts.aggregate(all=Sum("failures_since_start"))["all"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(of_name, of_address // NAMES_PER_ADDRESS)


def address_of(request: HttpRequest) -> str | None:
    """The network address that a request comes from, as the server gives it; None if it gives none."""
    return request.META.get("REMOTE_ADDR") or None


def is_locked(request: HttpRequest, name: str) -> bool:
    """Whether nothing is taken for that name from there now."""
    return not AxesProxyHandler.is_allowed(request, get_credentials(name))


def is_refused(request: HttpRequest) -> bool:
    """Whether the attempt that this request was is the one that locked, or came during a lock."""
    return bool(getattr(request, "axes_locked_out", False))


def count(request: HttpRequest, name: str) -> None:
    """Count one wrong code for that name, or one question of the kind that it stands for.

    Wrong passwords are counted by the library itself, which hears of them from Django.
    """
    AxesProxyHandler.user_login_failed("relations", get_credentials(name), request)


def forget(request: HttpRequest, name: str) -> None:
    """Begin to count anew for that name from there; what else comes from the address stays counted."""
    if address := address_of(request):
        reset(ip=address, username=name)


def words() -> str:
    """What is said to those who have to wait."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return gettext(
        "There were too many attempts, so nothing more is taken from you for %(minutes)d minutes. Wait and try again "
        "then. Whoever does not know their password can have a new one sent by mail; whoever has lost their phone "
        "asks an administrator."
    ) % {"minutes": minutes}
