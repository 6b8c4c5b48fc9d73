"""The second factor of the staff: a code from an app on their phone, or one of ten recovery codes on paper.

The secrets and codes are in the tables of django-otp, which takes each code once and, after a wrong one, lets the
next wait twice as long each time. A secret becomes a device there only once its owner has shown that their app knows
it; until then it is in their session alone.
"""

import datetime
from binascii import unhexlify

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.models import Session
from django.db import transaction
from django_otp import verify_token
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from relations import audit
from relations.models import AuditKind

RECOVERY_CODES = 10
# An app shows so many digits; recovery codes are longer.
DIGITS = 6


def is_required() -> bool:
    """Whether nobody works in the admin without one."""
    return bool(settings.SECOND_FACTOR)


def has_one(user: User | AnonymousUser) -> bool:
    """Whether somebody has set one up, which is then asked of them wherever they sign in."""
    return app_of(user) is not None


def app_of(user: User | AnonymousUser) -> TOTPDevice | None:
    """What is known of somebody's app: its secret, since when, when it was used last."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).first()


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user_id=user.pk).count()


def new_secret() -> str:
    """A secret for an app, in hexadecimal digits."""
    return default_key()


def unsaved(user: User, secret: str) -> TOTPDevice:
    """The device that a secret would make, to be shown to its owner."""
    return TOTPDevice(user=user, key=secret)


@transaction.atomic
def set_up(
    user: User, secret: str, code: str, *, at: datetime.datetime, replaces: bool = False, address: str | None = None
) -> tuple[TOTPDevice, list[str]] | None:
    """Make an app somebody's second factor, if the code shows that it knows the secret.

    replaces: whether it may take the place of another one, whose code its owner has given before.
    Returns the device and its recovery codes, which nobody can see again; None if the code is wrong or there is a
    second factor already.
    """
    User.objects.select_for_update().get(pk=user.pk)
    app = TOTP(unhexlify(secret))
    app.time = at.timestamp()
    code = _bare(code)
    if not (_is_of_app(code) and app.verify(int(code), tolerance=1)) or (has_one(user) and not replaces):
        return None
    _delete(user)
    device = TOTPDevice.objects.create(user_id=user.pk, key=secret, drift=app.drift, last_t=app.t())
    codes = _new_codes(user)
    audit.record(AuditKind.FACTOR_SET_UP, by=user, at=at, address=address, replaces=replaces)
    return device, codes


def verify(user: User, typed: str) -> Device | None:
    """What somebody has shown to have by typing a code of it: the app, or the list of recovery codes.

    None where the code is wrong, was used before, or comes too soon after wrong ones.
    """
    code = _bare(typed)
    kind = TOTPDevice if _is_of_app(code) else StaticDevice
    device = kind.objects.filter(user_id=user.pk, confirmed=True).first()
    return device and verify_token(user, device.persistent_id, code)


def is_recovery(device: Device) -> bool:
    return isinstance(device, StaticDevice)


@transaction.atomic
def renew_codes(user: User, *, at: datetime.datetime, address: str | None = None) -> list[str]:
    """Make ten recovery codes in the place of those there are. Nobody can see them again."""
    codes = _new_codes(user)
    audit.record(AuditKind.CODES_RENEWED, by=user, at=at, address=address)
    return codes


@transaction.atomic
def remove(user: User, *, at: datetime.datetime, address: str | None = None) -> None:
    """Let somebody do without, who has given a code of it. Raises PermissionError where it is required."""
    if is_required():
        raise PermissionError("the second factor is required")
    _delete(user)
    audit.record(AuditKind.FACTOR_REMOVED, by=user, at=at, address=address)


@transaction.atomic
def reset(user: User, *, by: User | None, at: datetime.datetime, address: str | None = None) -> None:
    """Take the second factor from somebody who has lost it, and end their sessions, which the finder may have.

    by: the administrator; None for the operator of the server.
    """
    _delete(user)
    for session in Session.objects.filter(expire_date__gte=at):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    audit.record(AuditKind.FACTOR_RESET, by=by, about=user, at=at, address=address)


def _bare(typed: str) -> str:
    """A code without the spaces and hyphens in which it is easier to read."""
    return "".join(typed.split()).replace("-", "").lower()


def _is_of_app(code: str) -> bool:
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def _delete(user: User) -> None:
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.filter(user_id=user.pk).delete()


def _new_codes(user: User) -> list[str]:
    device, _created = StaticDevice.objects.get_or_create(user_id=user.pk)
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
