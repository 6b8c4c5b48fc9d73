"""Of the dashboard, what concerns the public site: conflicts, reports, support, review dates, anniversaries …"""

import datetime
from collections import Counter
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from relations import reports, wording
from relations.admin.dashboard.card import FIRST, Card, Line, Named
from relations.admin.pages import may_load
from relations.admin.plans import counted
from relations.admin.reach import names, types_open_to, types_seen
from relations.admin.support import asked_later_for, unconfirmed_for
from relations.admin.translating import behind_for, missing_for
from relations.admin.upkeep import due_for
from relations.languages import codes, name_in_current_language
from relations.models import Conflict, Load, Milestone, Revision, Verb
from relations.publishing.upkeep import STATEMENTS

# So many days ahead an anniversary is shown, for staff to prepare it.
AHEAD = datetime.timedelta(days=60)


def conflicts(request: HttpRequest) -> Card | None:
    types = types_open_to(request, Verb.PUBLISH)
    if not types:
        return None
    waiting = Conflict.objects.waiting().filter(record_type__in=names(types))
    records = waiting.order_by("record_type", "slug").values("record_type", "slug")
    lines = [
        Line(
            Named(row["record_type"], row["slug"]),
            address=reverse("admin:decide_conflict", args=[row["first"]]),
            fact=ngettext("%(count)d difference", "%(count)d differences", row["number"]) % {"count": row["number"]},
        )
        for row in records.annotate(number=Count("pk"), first=Min("pk"))[:FIRST]
    ]
    count = records.distinct().count() if len(lines) == FIRST else len(lines)
    return Card(_("Conflicts"), count, lines, address=reverse("admin:inbox"))


def translations(request: HttpRequest) -> Card | None:
    """How many records are behind or lack a text, language by language."""
    if not types_open_to(request, Verb.CONFIRM_TRANSLATION):
        return None
    behind = Counter(one.language for one in behind_for(request))
    missing = Counter(one.language for one in missing_for(request))
    address = reverse("admin:translations")
    lines = [
        Line(
            name=capfirst(name_in_current_language(code)),
            address=f"{address}?language={code}",
            fact=", ".join(filter(None, [_behind(behind[code]), _missing(missing[code])])),
        )
        for code in codes()
        if behind[code] or missing[code]
    ]
    return Card(_("Translations"), behind.total() + missing.total(), lines, address=address, is_of_records=False)


def _behind(count: int) -> str:
    return ngettext("%(count)d behind", "%(count)d behind", count) % {"count": count} if count else ""


def _missing(count: int) -> str:
    return ngettext("%(count)d incomplete", "%(count)d incomplete", count) % {"count": count} if count else ""


def support(request: HttpRequest) -> Card | None:
    """Statements whose passages somebody should read again, and drafts about which this will be asked."""
    if not set(STATEMENTS) & set(types_open_to(request, Verb.SAVE)):
        return None
    address = reverse("admin:support_unconfirmed")
    found = unconfirmed_for(request)
    lines = [
        Line(
            one,
            address=f"{address}#of-{one.record_type}-{one.slug}",
            fact=_changed(one.since),
        )
        for one in found[:FIRST]
    ]
    later = len(asked_later_for(request))
    note = ""
    if later:
        note = ngettext(
            "It will be asked about %(count)d draft, when that is published.",
            "It will be asked about %(count)d drafts, when they are published.",
            later,
        ) % {"count": later}
    return Card(_("Support to be confirmed"), len(found), lines, note, address)


def _changed(version: Revision) -> str:
    """When a claim was changed without anybody asking, and by what."""
    assert version.published_at is not None, "a version was published at some time"
    said = {"moment": _moment(version.published_at), "number": version.load_id}
    if version.load_id:
        return gettext("Changed on %(moment)s by load %(number)s") % said
    return gettext("Changed on %(moment)s, past the forms") % said


def review_dates(request: HttpRequest) -> Card | None:
    if not types_open_to(request, Verb.REVIEW_BY):
        return None
    due = due_for(request)
    lines = [
        Line(
            one,
            page=Verb.REVIEW_BY,
            fact=gettext("It was to be looked at again by %(day)s") % {"day": wording.day(one.review_by)},
        )
        for one in due[:FIRST]
    ]
    return Card(_("Review date passed"), len(due), lines, address=reverse("admin:review_due"))


def reported_mistakes(request: HttpRequest) -> Card | None:
    """What readers said is wrong and nobody has answered yet, the longest waiting first."""
    if not reports.may_read(request.user):
        return None
    waiting = reports.read_by(request.user).open()
    lines = [
        Line(
            one,
            address=reverse("admin:report", args=[one.pk]),
            fact=gettext("Reported on %(moment)s") % {"moment": _moment(one.at)},
            comment=one.message,
        )
        for one in waiting.order_by("at", "pk")[:FIRST]
    ]
    count = waiting.count() if len(lines) == FIRST else len(lines)
    return Card(_("Reported mistakes"), count, lines, address=reverse("admin:reports"))


def anniversaries(request: HttpRequest) -> Card | None:
    """Those of observed milestones that fall on a day soon, worded as the public site does."""
    if Milestone not in types_seen(request):
        return None
    today = timezone.localdate()
    ahead: list[Any] = [
        (anniversary.date.first_day, milestone.slug, anniversary)
        for milestone in Milestone.objects.live().filter(observed_yearly=True).exclude(date=None)
        if (anniversary := milestone.next_anniversary(today))
        and anniversary.date.is_full
        and anniversary.date.first_day <= today + AHEAD
    ]
    lines = [
        Line(Named(Milestone.type_name(), slug), fact=f"{wording.anniversary(anniversary)} – {wording.day(day)}")
        for day, slug, anniversary in sorted(ahead, key=lambda one: one[:2])
    ]
    return Card(_("Anniversaries ahead"), len(lines), lines)


def last_load(request: HttpRequest) -> Card | None:
    load = Load.objects.select_related("by").defer("receipt").first()
    if load is None:
        return Card(_("Last load")) if may_load(request) else None
    who = f"{_moment(load.at)} – {load.by}" if load.by else _moment(load.at)
    counts = ", ".join(f"{one['count']} {one['name']}" for one in counted(load.counts))
    left = load.conflicts.filter(outcome="").count()
    note = ngettext("%(count)d conflict of it waits.", "%(count)d conflicts of it wait.", left) % {"count": left}
    line = Line(
        name=gettext("%(set)s, version %(version)d") % {"set": load.manifest["title"], "version": load.version},
        address=reverse("admin:load", args=[load.pk]) if may_load(request) else "",
        fact=f"{who}: {counts}" if counts else who,
    )
    address = reverse("admin:reload") if may_load(request) else ""
    return Card(_("Last load"), 1, [line], note if left else "", address, is_counted=False)


def _moment(at: datetime.datetime) -> str:
    return wording.moment(timezone.localtime(at))
