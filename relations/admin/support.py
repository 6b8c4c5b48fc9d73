"""The list of statements whose claim was changed without anybody asking whether the passages still support it."""

from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from relations import publishing
from relations.admin import verbs
from relations.admin.display import Reading, name_of
from relations.admin.evidence import evidence, passages_of
from relations.admin.fields import is_key
from relations.admin.pages import PER_PAGE, marked, own_page
from relations.admin.reach import may_see, names, types_seen
from relations.admin.rows import key_of, rows_of
from relations.admin.upkeep import MEDIA
from relations.admin.writing import language_of
from relations.models import Passage, Record, Revision, Verb, record_type
from relations.publishing import Unconfirmed
from relations.publishing.upkeep import STATEMENTS
from relations.values import Values, complete, content_fields


def pages(site: admin.AdminSite) -> list[Any]:
    return [
        path("support/", site.admin_view(support_unconfirmed), name="support_unconfirmed"),
        path("support/confirm/", site.admin_view(require_POST(confirm)), name="confirm_support"),
    ]


def unconfirmed_for(request: HttpRequest) -> list[Unconfirmed]:
    """What waits for a confirmation, of the types that somebody may look at."""
    seen = set(names(types_seen(request)))
    return [one for one in publishing.support_unconfirmed() if one.record_type in seen]


def asked_later_for(request: HttpRequest) -> list[Revision]:
    """The drafts whose support will be asked about once they are published, of those types."""
    seen = set(names(types_seen(request)))
    return [one for one in publishing.drafts_to_be_asked_about() if one.record_type in seen]


def support_unconfirmed(request: HttpRequest) -> HttpResponse:
    """Each with what was changed, word for word, above the passages that it rests on."""
    page = Paginator(unconfirmed_for(request), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    drafts = asked_later_for(request)
    rows = rows_of([*shown, *drafts])
    passages = passages_of(_public(one) for one in shown)
    readings = _readings(shown)
    context = {
        "title": gettext("Support to be confirmed"),
        "page": page,
        "statements": [
            {
                **_statement(request, one, rows[key_of(one)], readings[_kin(one)]),
                "evidence": evidence(_cited(_public(one), passages)),
                "page": page.number,
            }
            for one in shown
            if key_of(one) in rows
        ],
        "drafts": [_draft(rows[key_of(one)]) for one in drafts if key_of(one) in rows],
        "media": MEDIA,
    }
    return own_page(request, "support", context)


def _public(one: Unconfirmed) -> dict[str, Any]:
    return complete(record_type(one), one.published.values)


def _kin(one: Unconfirmed) -> tuple[Any, ...]:
    """What has this in common is read in one way: the figures of an indicator have its unit."""
    model = record_type(one)
    return (model, *(_public(one)[name][0] for name in model.identifying))


def _readings(shown: list[Unconfirmed]) -> dict[tuple[Any, ...], Reading]:
    """What reads the values of each kin aloud, the records in them fetched together."""
    values: dict[tuple[Any, ...], list[Values]] = defaultdict(list)
    for one in shown:
        values[_kin(one)] += [complete(record_type(one), one.supported.values), _public(one)]
    return {kin: Reading(kin[0], *sides) for kin, sides in values.items()}


def _statement(request: HttpRequest, one: Unconfirmed, row: Record, reading: Reading) -> dict[str, Any]:
    model = record_type(one)
    before, after = complete(model, one.supported.values), _public(one)
    return {
        "name": name_of(row),
        "type": model._meta.verbose_name,
        "record_type": one.record_type,
        "slug": one.slug,
        "number": one.published.number,
        "since": one.since,
        "changes": [
            {
                "label": reading.label(name),
                "lang": language_of(content_fields(model)[name]),
                "pieces": marked(reading.text(name, before[name]), reading.text(name, after[name])),
            }
            for name in one.changed
        ],
        "change_address": verbs.address(row, "change"),
        "may_confirm": publishing.may(request.user, Verb.CONFIRM_SUPPORT, model),
    }


def _cited(values: Values, passages: dict[str, Passage]) -> list[Passage]:
    """The passages that values cite, in the order of their sources."""
    slugs = {key[0] for key in values["passages"]}
    return [passage for slug, passage in passages.items() if slug in slugs]


def _draft(row: Record) -> dict[str, Any]:
    return {"name": name_of(row), "type": row._meta.verbose_name, "address": verbs.address(row, "change")}


def confirm(request: HttpRequest) -> HttpResponse:
    """Note that somebody has read the passages and that they support the version that she was shown."""
    types = {model.type_name(): model for model in STATEMENTS}
    model: Any = types.get(request.POST.get("record_type", ""))
    number = request.POST.get("number", "")
    if model is None or not is_key(number):
        raise Http404
    row = get_object_or_404(model, slug=request.POST.get("slug", ""))
    if not may_see(request, model):
        raise PermissionDenied
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    done = gettext("“%(record)s”: you have confirmed that the passages support it.") % {"record": name_of(row)}
    verbs.confirm(request, row, lambda: publishing.confirm_support(row, int(number), **who), done)
    page = request.POST.get("page", "")
    return HttpResponseRedirect(f"{reverse('admin:support_unconfirmed')}?page={page if is_key(page) else 1}")
