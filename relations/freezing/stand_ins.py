"""What the copy has where the site needs a server: pages that say so in the reader's language and lead on."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext, override

from relations.freezing.asking import environ_of
from relations.languages import codes, main_language, own_name
from relations.models import CooperationArea
from relations.sections import SECTIONS
from relations.views.frame import in_frame, render_page

TEMPLATE = "relations/frozen.html"


def stand_ins() -> Iterator[tuple[str, str]]:
    """The addresses and pages that are the copy's own, in every language."""
    yield "/", _choice_of_language()
    for code in codes():
        with override(code):
            yield reverse("search"), _page(reverse("search"), _searching())
            yield reverse("brief"), _page(reverse("brief"), _briefs())
            yield reverse("report"), _page(reverse("report"), _reporting())
            yield f"{reverse('home')}404.html", _page(f"{reverse('home')}404.html", _missing())
    with override(main_language()):
        yield "/404.html", _page("/404.html", _missing())


def in_place_of_a_form() -> str:
    """What stands where a page of the site has a form, in the current language."""
    return render_to_string("relations/frozen_form.html")


def _page(address: str, context: dict[str, Any]) -> str:
    request = WSGIRequest(environ_of(address))
    try:
        request.resolver_match = resolve(address)
    except Resolver404:
        request.resolver_match = None
    in_the_frame = in_frame(lambda request: render_page(request, TEMPLATE, context, is_indexed=False))
    return in_the_frame(request).content.decode()


def _choice_of_language() -> str:
    """A plain server does not know the reader's language: the main one it is, with the others to choose."""
    homes = []
    for code in codes():
        with override(code):
            homes.append({"code": code, "name": own_name(code), "address": reverse("home")})
    with override(main_language()):
        return render_to_string("relations/frozen_home.html", {"homes": homes, "site_url": settings.SITE_URL})


def _searching() -> dict[str, Any]:
    return {
        "title": gettext("Search"),
        "lede": gettext("Nothing can be searched in this copy of the site. All of its pages are here:"),
        "links": _sections(),
    }


def _briefs() -> dict[str, Any]:
    return {
        "title": gettext("Brief"),
        "lede": gettext("In this copy of the site nothing can be chosen. These briefs are ready to print:"),
        "links": [
            {"address": "?make=1", "label": gettext("Everything")},
            *({"address": f"?area={area.slug}", "label": area.title} for area in CooperationArea.objects.live()),
        ],
    }


def _reporting() -> dict[str, Any]:
    return {
        "title": gettext("Report a mistake"),
        "lede": gettext(
            "Nothing can be sent from this copy of the site. Please come back when the site itself can be reached "
            "again, or write to its publisher, who is named below."
        ),
        "links": [],
    }


def _missing() -> dict[str, Any]:
    return {
        "title": gettext("There is no page at this address"),
        "lede": gettext("This is a copy of the site. All of its pages are here:"),
        "links": _sections(),
        "is_missing": True,
    }


def _sections() -> list[dict[str, Any]]:
    return [
        {"address": reverse("home"), "label": gettext("Overview")},
        *({"address": reverse(section.view), "label": section.label} for section in SECTIONS),
        {"address": reverse("data"), "label": gettext("All data as files")},
    ]
