"""What somebody's phone shows."""

import time
from binascii import unhexlify
from typing import Any

from django_otp.oath import hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations import second_factor

STEP = 30


def code_of(secret: str, step: int | None = None) -> str:
    """The code of a secret, at this time or in a given step of time."""
    return f"{hotp(unhexlify(secret), int(time.time()) // STEP if step is None else step):06}"


def next_code(user: Any) -> str:
    """The first code that was not taken yet: if this one was, the one of the next half minute, which is taken, too."""
    app = TOTPDevice.objects.get(user=user)
    return code_of(app.key, max(int(time.time()) // STEP, app.last_t + 1))


def wrong_code(user: Any) -> str:
    """Six digits that the phone shows neither now nor soon."""
    app = TOTPDevice.objects.get(user=user)
    now = int(time.time()) // STEP
    near = {code_of(app.key, step) for step in range(now - 5, now + 8)}
    return next(code for code in map("{:06}".format, range(100)) if code not in near)


def with_second_factor(user: Any) -> list[str]:
    """Set up a second factor, a while ago, and return its recovery codes."""
    TOTPDevice.objects.create(user=user, key=second_factor.new_secret())
    return second_factor._new_codes(user)
