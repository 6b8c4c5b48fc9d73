"""Mistakes that readers report: received within limits, answered or dismissed by staff, personal data forgotten.

A reader's network address is never stored, only a mark of it that changes every day and is blanked a day later. An
e-mail address is blanked when its report is closed, else after some months: whenever a report arrives, when staff look
at the list, and by `manage.py forget_reports`.
"""

import datetime
import ipaddress
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from relations.models import RECORD_TYPES, Record, Report, Revision, State, Statement, Verb, record_type
from relations.models.report import ReportQuerySet
from relations.publishing import NotAllowed, NotNow, Reason, may, require
from relations.wording import short_locator

HOUR = datetime.timedelta(hours=1)
MOST_OF_ONE_SENDER = 5
MOST_IN_ALL = 100

EMAIL_IS_KEPT = datetime.timedelta(days=90)
SENDER_IS_KEPT = datetime.timedelta(days=1)


class TooMany(Exception):
    """So many reports came within the last hour, from one sender or in all, that no more is taken."""


def mark_of(address: str, *, at: datetime.datetime) -> str:
    """What tells senders of one day apart, from which nobody reads their address.

    Of the addresses that one connection may take turns with (IPv6), all have the same.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        network = ""
    else:
        network = str(ipaddress.ip_network((parsed, 64 if parsed.version == 6 else 32), strict=False))
    return salted_hmac(f"relations.reports.{at:%Y-%m-%d}", network, algorithm="sha256").hexdigest()


@transaction.atomic
def receive(
    record: Record,
    *,
    version: int | None,
    language: str,
    message: str,
    source: str = "",
    email: str = "",
    sender: str,
    at: datetime.datetime,
) -> Report:
    """Keep what a reader says of a record, with the passages on which it rests now. Raises TooMany.

    Where it has no such version, the current one is meant.
    """
    forget(at=at)
    lately = Report.objects.filter(at__gt=at - HOUR)
    if lately.filter(sender=sender).count() >= MOST_OF_ONE_SENDER or lately.count() >= MOST_IN_ALL:
        raise TooMany
    return Report.objects.create(
        record_type=record.type_name(),
        slug=record.slug,
        version=_version(record, version),
        language=language,
        passages=_passages(record),
        message=message,
        source=source,
        email=email,
        sender=sender,
        at=at,
    )


def _version(record: Record, number: int | None) -> int | None:
    versions = Revision.objects.of(record).exclude(number=None)
    if number is not None and versions.filter(number=number).exists():
        return number
    return versions.filter(state=State.PUBLISHED).values_list("number", flat=True).first()


def _passages(record: Any) -> str:
    """The passages of a statement, one a line: ¶3 “its words”, of which source."""
    if not isinstance(record, Statement):
        return ""
    passages: Any = record.passages
    return "\n".join(
        f"{short_locator(passage.locator)} “{passage.fragment}” – {passage.source.title}"
        for passage in passages.live().in_source_order()
    )


def may_read(user: User | AnonymousUser) -> bool:
    """Whether somebody edits records of any type, so that reports are theirs to read."""
    return any(may(user, Verb.SAVE, model) for model in RECORD_TYPES)


def read_by(user: User | AnonymousUser) -> ReportQuerySet:
    """The reports about what somebody edits."""
    types = [model.type_name() for model in RECORD_TYPES if may(user, Verb.SAVE, model)]
    return Report.objects.filter(record_type__in=types)


def answer(report: Report, *, by: User | None, at: datetime.datetime, note: str = "") -> None:
    """Close a report that was right, or was replied to. Raises NotPermitted or NotNow."""
    _close(report, Report.State.ANSWERED, by=by, at=at, note=note)


def dismiss(report: Report, *, by: User | None, at: datetime.datetime, note: str) -> None:
    """Close a report that leads to nothing, saying why. Raises NotPermitted, NotNow or NotAllowed."""
    if not note.strip():
        raise NotAllowed([Reason("note", _("Say in the note why it is dismissed."))])
    _close(report, Report.State.DISMISSED, by=by, at=at, note=note)


def _close(report: Report, state: Report.State, *, by: User | None, at: datetime.datetime, note: str) -> None:
    require(by, Verb.SAVE, record_type(report))
    closed = {"state": state, "answered_by": by, "answered_at": at, "note": note.strip(), "email": ""}
    if not Report.objects.open().filter(pk=report.pk).update(**closed):
        raise NotNow([Reason("", _("Somebody has closed it already."))])
    report.refresh_from_db()


def forget(*, at: datetime.datetime) -> int:
    """Blank the personal data whose time is over; returns how many e-mail addresses that were."""
    Report.objects.filter(at__lte=at - SENDER_IS_KEPT).exclude(sender="").update(sender="")
    return Report.objects.filter(at__lte=at - EMAIL_IS_KEPT).exclude(email="").update(email="")
