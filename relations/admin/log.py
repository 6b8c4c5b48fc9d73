"""The log for administrators: what happened to accounts and what was decided about records, in one order of time.

Both stay where they are written; the page puts the two tables together and copies nothing.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import CharField, Q, Value
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from relations import audit
from relations.admin.pages import PER_PAGE, OwnPages, own_page
from relations.admin.rows import key_of, rows_of
from relations.admin.verbs import address
from relations.models import AuditEntry, AuditKind, Decision, Verb, record_type

ENTRY, DECISION = "entry", "decision"
# Before the name of a verb, in the query of the page.
VERB = "verb-"

FIELDS = {
    "is_active": _("active"),
    "is_staff": _("staff"),
    "is_superuser": _("administers everything"),
    "groups": _("groups"),
    "user_permissions": _("permissions of their own"),
    "permissions": _("permissions"),
}


@admin.register(AuditEntry)
class Log(OwnPages):
    def may_see(self, request: HttpRequest) -> bool:
        return audit.may_read(request.user)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        # By this name Django's index finds it.
        return [path("", view(self.list), name="relations_auditentry_changelist")]

    def list(self, request: HttpRequest) -> HttpResponse:
        """The latest first, of one person or one kind where these are chosen."""
        if not self.may_see(request):
            raise PermissionDenied
        audit.forget_addresses(at=timezone.now())
        person, kind = (request.GET.get(name, "").replace("\0", "") for name in ("person", "kind"))
        page = Paginator(_found(person, kind), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "title": gettext("Log of accounts and decisions"),
            "page": page,
            "lines": _lines(list(page)),
            "query": urlencode({"person": person, "kind": kind}),
            "person": person,
            "kind": kind,
            "people": _people(),
            "kinds": {
                gettext("Accounts"): AuditKind.choices,
                gettext("Decisions about records"): [(f"{VERB}{verb}", label) for verb, label in Verb.choices],
            },
        }
        return own_page(request, "log", context)


def _people() -> list[str]:
    """The names of all who have an account or stand in the log, as those do whose account is gone."""
    entries = AuditEntry.objects.order_by()
    accounts = User.objects.filter(is_staff=True).order_by().values_list("username")
    names = accounts.union(entries.values_list("by_name"), entries.values_list("about_name"))
    return sorted(name for (name,) in names if name)


def _found(person: str, kind: str) -> Any:
    """Which table, which key and when, in the order in which they are shown."""
    entries, decisions = AuditEntry.objects.all(), Decision.objects.all()
    if person:
        entries = entries.filter(Q(by_name=person) | Q(about_name=person))
        decisions = decisions.filter(by__username=person)
    if kind.startswith(VERB):
        entries, decisions = entries.none(), decisions.filter(verb=kind.removeprefix(VERB))
    elif kind:
        entries, decisions = entries.filter(kind=kind), decisions.none()

    def keys(rows: Any, source: str) -> Any:
        named = rows.annotate(source=Value(source, output_field=CharField()))
        return named.order_by().values_list("source", "pk", "at")

    return keys(entries, ENTRY).union(keys(decisions, DECISION), all=True).order_by("-at", "-source", "-pk")


def _lines(keys: list[tuple[str, int, Any]]) -> list[dict[str, Any]]:
    entries = AuditEntry.objects.in_bulk([key for source, key, _at in keys if source == ENTRY])
    decided = [key for source, key, _at in keys if source == DECISION]
    decisions = Decision.objects.select_related("revision", "by").in_bulk(decided)
    rows = rows_of([decision.revision for decision in decisions.values()])
    return [
        _of_entry(entries[key]) if source == ENTRY else _of_decision(decisions[key], rows) for source, key, _at in keys
    ]


def _of_entry(entry: AuditEntry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "what": entry.get_kind_display(),
        "who": entry.by_name or pgettext("who did it", "not known"),
        "about": entry.about_name or entry.detail.get("group", ""),
        "address": entry.address or "",
        "details": list(_in_words(entry.detail)),
    }


def _of_decision(decision: Decision, rows: Any) -> dict[str, Any]:
    revision = decision.revision
    row = rows.get(key_of(revision))
    return {
        "at": decision.at,
        "what": decision.get_verb_display(),
        "who": decision.by.get_username() if decision.by else pgettext("who did it", "the site"),
        "about": f"{record_type(revision)._meta.verbose_name}: {row or revision.slug}",
        "link": address(row, "history") if row else "",
        "details": [decision.comment] if decision.comment else [],
    }


def _in_words(detail: dict[str, Any]) -> Any:
    """What an entry says besides, each a line."""
    if detail.get("by_recovery_code"):
        yield gettext("By a recovery code")
    if detail.get("replaces"):
        yield gettext("In the place of another")
    for name, value in detail.get("access", {}).items():
        yield f"{FIELDS[name]}: {_value(value)}"
    for name, (before, now) in detail.get("changed", {}).items():
        if isinstance(now, list):
            yield f"{FIELDS[name]}: {_difference(before, now)}"
        else:
            yield f"{FIELDS[name]}: {_value(before)} → {_value(now)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return ", ".join(value) or "–"


def _difference(before: list[str], now: list[str]) -> str:
    """What came and what went, for such a list may be long."""
    return ", ".join(
        [f"+ {one}" for one in now if one not in before] + [f"− {one}" for one in before if one not in now]
    )
