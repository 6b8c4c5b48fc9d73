"""What is downloaded and subscribed to (the data and the calendar), and what search engines are told of the site."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe
from translated_fields import to_attribute

from relations import calendars, citation, linked_data, metadata, opendata, sitemaps
from relations.languages import codes
from relations.models import Relationship, TradeIndicator
from relations.opendata import Table
from relations.views.frame import PublicRequest, public_page, render_page
from relations.views.versions import find

# The page about the data


@public_page
def data_page(request: PublicRequest) -> HttpResponse:
    site = request.relationship
    counts = [(table, _count(table)) for table in opendata.TABLES]
    changed = max((count["changed"] for _table, count in counts if count["changed"]), default=None)
    title, description = map(str, metadata.PAGES["data"])
    indicators = list(TradeIndicator.objects.live().in_measure_order())
    context = {
        "files": [{"table": table, "count": count["number"]} for table, count in counts],
        "indicators": indicators,
        "dictionary": opendata.dictionary(),
        "citation": citation.of_data(site, title, f"{settings.SITE_URL}{reverse('data')}", _day(changed)),
        "metadata": metadata.of_address("data", site, linked_data.all_data(site, title, description, changed)),
    }
    return render_page(request, "relations/data.html", context, section="data", shows=indicators)


def _count(table: Table) -> dict[str, Any]:
    model: Any = table.model
    return model.objects.live().aggregate(number=Count("pk"), changed=Max("updated_at"))


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localtime(moment).date() if moment else None


# Its files: the same whatever the reader's language


@public_page
def data_csv(request: PublicRequest, name: str) -> HttpResponse:
    table = _table(name)
    return _csv(table, table.records(), table.name)


@public_page
def data_json(request: PublicRequest, name: str) -> HttpResponse:
    table = _table(name)
    return _json(request, table, table.records(), table.name)


@public_page
def indicator_csv(request: PublicRequest, slug: str) -> HttpResponse:
    return _csv(opendata.TRADE_FIGURES, _figures_of(slug), slug)


@public_page
def indicator_json(request: PublicRequest, slug: str) -> HttpResponse:
    return _json(request, opendata.TRADE_FIGURES, _figures_of(slug), slug)


def _table(name: str) -> Table:
    if name not in opendata.BY_NAME:
        raise Http404
    return opendata.BY_NAME[name]


def _figures_of(slug: str) -> Any:
    """The figures of one indicator. Raises Gone if that was withdrawn, Http404 if it was never public."""
    indicator = find(TradeIndicator.objects, slug).record
    return opendata.TRADE_FIGURES.records().filter(indicator=indicator)


def _csv(table: Table, records: Iterable[Any], name: str) -> HttpResponse:
    content = opendata.as_csv(table, records, on=timezone.localdate())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return _for_everybody(response)


def _json(request: PublicRequest, table: Table, records: Any, name: str) -> HttpResponse:
    rows = list(records)
    about = _about(request.relationship, table, f"{settings.SITE_URL}{request.path}", rows)
    content = opendata.as_json(table, rows, about, on=timezone.localdate())
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'inline; filename="{name}.json"'
    return _for_everybody(response)


def _for_everybody(response: HttpResponse) -> HttpResponse:
    """Let programs on other people's pages read it: it is public, and the same for all."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Language"] = ", ".join(codes())
    return response


def _about(site: Relationship, table: Table, address: str, rows: list[Any]) -> dict[str, Any]:
    """What a file of JSON says of itself. Nothing in it depends on when it is asked for."""
    changed = _day(max((row.updated_at for row in rows if row.updated_at), default=None))
    return {
        "type": table.name,
        "address": address,
        "publisher": {code: getattr(site, to_attribute("publisher", code)) for code in codes()},
        "licence": {code: getattr(site, to_attribute("data_licence", code)) for code in codes()},
        "citation": opendata.in_all_languages(lambda: str(citation.of_data(site, table.title, address, changed))),
    }


# The calendar


@public_page
@conditional_page
def calendar(request: PublicRequest) -> HttpResponse:
    """The anniversaries in the reader's language; a program that asks again is told if nothing has changed."""
    content = calendars.anniversaries(request.relationship, on=timezone.localdate())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="anniversaries.ics"'
    return response


# Search engines


@public_page
def sitemap(request: PublicRequest) -> HttpResponse:
    files = sitemaps.files(request.relationship)
    if len(files) == 1:
        return _xml(sitemaps.as_xml(files[0]))
    numbers = range(1, len(files) + 1)
    return _xml(sitemaps.index([f"{settings.SITE_URL}{reverse('sitemap_part', args=[n])}" for n in numbers]))


@public_page
def sitemap_part(request: PublicRequest, number: int) -> HttpResponse:
    files = sitemaps.files(request.relationship)
    if number > len(files):
        raise Http404
    return _xml(sitemaps.as_xml(files[number - 1]))


def _xml(content: str) -> HttpResponse:
    return HttpResponse(content, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but the staff's side, and drafts that somebody was shown."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /preview/",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
