"""The log of accounts: what is added to it, what is forgotten of it, who may read it.

What people decide about records has its own log, `Decision`; the page of the log shows both, and nothing is written
twice. Not recorded is what whoever has the server does there past the site (`createsuperuser`, `changepassword`).
"""

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, User

from relations.models import AuditEntry, AuditKind
from relations.publishing.roles import REDACT

ADDRESS_KEPT = datetime.timedelta(days=90)

# What an account may do is decided by these, its groups and its own permissions.
SWITCHES = ("is_active", "is_staff", "is_superuser")

# What somebody may do: the switches, and names of groups and permissions.
Access = dict[str, bool | list[str]]


def record(
    kind: AuditKind,
    *,
    at: datetime.datetime,
    by: User | AnonymousUser | None = None,
    about: User | None = None,
    address: str | None = None,
    **detail: Any,
) -> None:
    """Add an entry.

    by: who did it; None where that is not known.
    about: whose account it concerns, where that is not the person's own.
    address: from where; kept for a time only, and not at all where no account is concerned.
    detail: what else there is to know, as JSON; no secret, and nothing that a stranger typed.
    """
    person = by if isinstance(by, User) else None
    # request.user is a lazy object, which no column takes for a user.
    AuditEntry.objects.create(
        kind=kind,
        at=at,
        by_id=person.pk if person else None,
        by_name=person.get_username() if person else "",
        about_id=about.pk if about else None,
        about_name=about.get_username() if about else "",
        address=(address or None) if person or about else None,
        detail=detail,
    )
    if address:
        forget_addresses(at=at)


def forget_addresses(*, at: datetime.datetime) -> int:
    """Blank the network addresses that are older than 90 days, and return how many."""
    return AuditEntry.objects.filter(at__lt=at - ADDRESS_KEPT, address__isnull=False).update(address=None)


def may_read(user: User | AnonymousUser) -> bool:
    """Whether somebody may read the log: the administrators."""
    return user.is_active and user.has_perm(REDACT)


def access_of(user: User) -> Access:
    """What an account may do, as it is in the database."""
    stored = User.objects.get(pk=user.pk)
    names = {
        "groups": sorted(stored.groups.values_list("name", flat=True)),
        "user_permissions": sorted(stored.user_permissions.values_list("codename", flat=True)),
    }
    return {name: getattr(stored, name) for name in SWITCHES} | names


def record_access(
    user: User, before: Access | None, *, by: User | AnonymousUser, at: datetime.datetime, address: str | None
) -> None:
    """Record what an account may do since it was created, or what of that somebody has changed.

    before: what `access_of` said before the change; None for an account that is new.
    """
    now = access_of(user)
    changed = {name: [before[name] if before else None, value] for name, value in now.items()}
    if before is None:
        record(AuditKind.ACCOUNT_CREATED, by=by, about=user, at=at, address=address, access=now)
    elif now != before:
        changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
        record(AuditKind.ACCESS_CHANGED, by=by, about=user, at=at, address=address, changed=changed)


def permissions_of(group: Group) -> list[str]:
    return sorted(group.permissions.values_list("codename", flat=True))
