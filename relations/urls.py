"""The public addresses below a language prefix, as section headings of the site name them; and those of previews."""

from typing import Any

from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter

from relations.views import pages, preview, records


class VersionNumber(IntConverter):
    """The number of a version, written in one way only and small enough for any database."""

    regex = "[1-9][0-9]{0,8}"


register_converter(VersionNumber, "version")


def of_record(route: str, view: Any, name: str) -> list[URLPattern]:
    """The address of a record's page, and below it that of each of its versions."""
    return [path(route, view, name=name), path(f"{route}versions/<version:number>/", view, name=name)]


urlpatterns = [
    path("", pages.home, name="home"),
    *of_record("about/", pages.about, "about"),
    path("milestones/", records.milestone_list, name="milestone_list"),
    *of_record("milestones/<slug:slug>/", records.milestone_detail, "milestone_detail"),
    path("agreements/", records.agreement_list, name="agreement_list"),
    *of_record("agreements/<slug:slug>/", records.agreement_detail, "agreement_detail"),
    path("trade/", records.indicator_list, name="indicator_list"),
    *of_record("trade/<slug:slug>/", records.indicator_detail, "indicator_detail"),
    path("cooperation/", records.area_list, name="area_list"),
    *of_record("cooperation/<slug:slug>/", records.area_detail, "area_detail"),
    path("initiatives/", records.initiative_list, name="initiative_list"),
    *of_record("initiatives/<slug:slug>/", records.initiative_detail, "initiative_detail"),
    path("commitments/", records.commitment_list, name="commitment_list"),
    *of_record("commitments/<slug:slug>/", records.commitment_detail, "commitment_detail"),
    path("sources/", records.source_list, name="source_list"),
    *of_record("sources/<slug:slug>/", records.source_detail, "source_detail"),
    *of_record("pages/<slug:slug>/", pages.page_detail, "page_detail"),
]

# Without a prefix: they name their language themselves, and belong to no list of the site's addresses.
previews = [
    path("preview/<str:token>/theme.css", preview.preview_theme, name="preview_theme"),
    path("preview/<str:token>/<str:language>/", preview.preview, name="preview"),
    path("preview/<str:token>/<str:language>/about/", preview.preview_about, name="preview_about"),
]
