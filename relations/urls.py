"""The public addresses below a language prefix, as section headings of the site name them; and those of previews."""

from typing import Any

from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter

from relations.views import brief, changes, data, lists, pages, preview, records, report, search, security, updates


class VersionNumber(IntConverter):
    """The number of a version, written in one way only and small enough for any database."""

    regex = "[1-9][0-9]{0,8}"


register_converter(VersionNumber, "version")


def of_record(route: str, view: Any, name: str) -> list[URLPattern]:
    """The address of a record's page, below it that of each of its versions, and of what changed in it."""
    version = f"{route}versions/<version:number>/"
    what_changed = path(f"{version}changes/", changes.version_changes, {"of": name}, name=f"{name}_changes")
    return [path(route, view, name=name), path(version, view, name=name), what_changed]


urlpatterns = [
    path("", pages.home, name="home"),
    *of_record("about/", pages.about, "about"),
    path("milestones/", lists.milestone_list, name="milestone_list"),
    *of_record("milestones/<slug:slug>/", records.milestone_detail, "milestone_detail"),
    path("agreements/", lists.agreement_list, name="agreement_list"),
    *of_record("agreements/<slug:slug>/", records.agreement_detail, "agreement_detail"),
    path("trade/", lists.indicator_list, name="indicator_list"),
    *of_record("trade/<slug:slug>/", records.indicator_detail, "indicator_detail"),
    path("cooperation/", lists.area_list, name="area_list"),
    *of_record("cooperation/<slug:slug>/", records.area_detail, "area_detail"),
    path("initiatives/", lists.initiative_list, name="initiative_list"),
    *of_record("initiatives/<slug:slug>/", records.initiative_detail, "initiative_detail"),
    path("commitments/", lists.commitment_list, name="commitment_list"),
    *of_record("commitments/<slug:slug>/", records.commitment_detail, "commitment_detail"),
    path("sources/", lists.source_list, name="source_list"),
    *of_record("sources/<slug:slug>/", records.source_detail, "source_detail"),
    *of_record("pages/<slug:slug>/", pages.page_detail, "page_detail"),
    path("search/", search.search, name="search"),
    path("brief/", brief.brief, name="brief"),
    path("report/", report.report, name="report"),
    path("report/thanks/", report.thanks, name="report_thanks"),
    path("updates/", updates.update_list, name="update_list"),
    path("updates/<str:of>/<slug:slug>/<version:number>/", changes.version_changes, name="part_changes"),
    path("feed.atom", updates.feed, name="feed"),
    path("<str:section>/feed.atom", updates.feed, name="section_feed"),
    path("data/", data.data_page, name="data"),
    path("calendar.ics", data.calendar, name="calendar"),
]

# Without a prefix: the same whatever the reader's language.
files = [
    path("data/<slug:name>.csv", data.data_csv, name="data_csv"),
    path("data/<slug:name>.json", data.data_json, name="data_json"),
    path("data/trade-figure/<slug:slug>.csv", data.indicator_csv, name="indicator_csv"),
    path("data/trade-figure/<slug:slug>.json", data.indicator_json, name="indicator_json"),
    path("sitemap.xml", data.sitemap, name="sitemap"),
    path("sitemap-<version:number>.xml", data.sitemap_part, name="sitemap_part"),
    path("robots.txt", data.robots, name="robots"),
    path(".well-known/security.txt", security.security, name="security"),
]

# Without a prefix: they name their language themselves, and belong to no list of the site's addresses.
previews = [
    path("preview/<str:token>/theme.css", preview.preview_theme, name="preview_theme"),
    path("preview/<str:token>/<str:language>/", preview.preview, name="preview"),
    path("preview/<str:token>/<str:language>/about/", preview.preview_about, name="preview_about"),
]
