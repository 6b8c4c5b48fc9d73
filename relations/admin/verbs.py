"""Making public and withdrawing from a record's page: the buttons, the state shown, the answer."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from relations import publishing, wording
from relations.models import Record


def state(record: Record) -> str:
    """Public since 3 May 2024; Not public."""
    if record.first_published_at is None:
        return gettext("Public.") if record.live else gettext("Not public.")
    day = wording.day(timezone.localdate(record.first_published_at))
    if record.live:
        return gettext("Public since %(day)s.") % {"day": day}
    return gettext("Not public: withdrawn. It was first public on %(day)s.") % {"day": day}


def offered(admin: Any, request: HttpRequest, record: Record | None) -> dict[str, Any]:
    """What the page of a record says of its state, and the buttons that apply to it."""
    may = admin.has_change_permission(request, record)
    return {
        "record_state": state(record) if record else "",
        "show_publish": may and not (record and record.live),
        "show_withdraw": may and bool(record and record.live),
    }


def publish_changes(record: Record) -> None:
    """A public record was changed: what the public now sees is published anew."""
    publishing.publish(record, at=timezone.now())


def carry_out(admin: Any, request: HttpRequest, record: Record) -> HttpResponse | None:
    """Do what the button said, if it was one of ours and applies; the record itself is saved by now."""
    if not admin.has_change_permission(request, record):
        return None
    if "_publish" in request.POST and not record.live:
        _publish(admin, request, record)
    elif "_withdraw" in request.POST and record.live:
        _withdraw(admin, request, record)
    else:
        return None
    if IS_POPUP_VAR in request.POST:
        # Django's answer closes the window and hands the record to the form that asked for it.
        return None
    return HttpResponseRedirect(reverse(f"admin:relations_{record._meta.model_name}_change", args=[record.pk]))


def _publish(admin: Any, request: HttpRequest, record: Record) -> None:
    try:
        publishing.publish(record, at=timezone.now())
    except publishing.NotPublishable as error:
        refusal = gettext("“%(record)s” is saved, but cannot be made public yet.")
        _tell_reasons(admin, request, record, refusal, error)
    else:
        admin.log_change(request, record, gettext("Made public."))
        admin.message_user(request, gettext("“%(record)s” is public now.") % {"record": record}, messages.SUCCESS)


def _withdraw(admin: Any, request: HttpRequest, record: Record) -> None:
    try:
        publishing.withdraw(record, at=timezone.now())
    except publishing.NotPublishable as error:
        refusal = gettext("“%(record)s” is saved, but cannot be withdrawn.")
        _tell_reasons(admin, request, record, refusal, error)
    else:
        admin.log_change(request, record, gettext("Withdrawn."))
        admin.message_user(request, gettext("“%(record)s” is withdrawn.") % {"record": record}, messages.SUCCESS)


def _tell_reasons(
    admin: Any, request: HttpRequest, record: Record, refusal: str, error: publishing.NotPublishable
) -> None:
    admin.message_user(request, refusal % {"record": record}, messages.WARNING)
    for field, reason in error.reasons:
        column: Any = record._meta.get_field(field) if field else None
        text = f"{capfirst(str(column.verbose_name))}: {reason}" if column else str(reason)
        admin.message_user(request, text, messages.ERROR)
