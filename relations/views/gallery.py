"""The staff's gallery: every component of the public pages, with invented content, in each language and scheme.

It shows them by the public stylesheets. Those go by what the reader's browser prefers; here the scheme is chosen, so
they are served as one, in which that question is answered.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from relations.languages import codes, main_language, own_name
from relations.samples.components import Sample, all_samples
from relations.samples.records import Invented
from relations.views.pages import theme_of

SCHEMES = {"light": _("Light"), "dark": _("Dark")}
IS_DARK = "(prefers-color-scheme: dark)"
ANSWERS = {"light": "not all", "dark": "all"}


@staff_member_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The page, in the language and scheme that its query names."""
    language = _chosen(request, "language", codes(), main_language())
    scheme = _chosen(request, "scheme", list(SCHEMES), "light")
    with override(language):
        context = {
            "scheme": scheme,
            "choices": list(_choices(language, scheme)),
            "subjects": {subject: list(_shown(samples)) for subject, samples in all_samples().items()},
        }
        return render(request, "gallery/gallery.html", context)


@staff_member_required
@require_safe
def gallery_sheet(request: HttpRequest, scheme: str) -> HttpResponse:
    """All public stylesheets as one, as a reader who prefers that scheme has them."""
    if scheme not in SCHEMES:
        return HttpResponseNotFound()
    folder = Path(settings.BASE_DIR, "static", "css")
    # The common one first, as on every page; after it, those of the drawings do not get in each other's way.
    names = sorted(folder.glob("*.css"), key=lambda path: (path.name != "site.css", path.name))
    sheets = [theme_of(Invented().site).content.decode(), *(path.read_text("utf-8") for path in names)]
    css = "\n".join(sheets).replace(IS_DARK, ANSWERS[scheme])
    css = css.replace("color-scheme: light dark", f"color-scheme: {scheme}")
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def _chosen(request: HttpRequest, name: str, known: list[str], default: str) -> str:
    value = request.GET.get(name, default)
    return value if value in known else default


def _choices(language: str, scheme: str) -> Iterator[dict[str, Any]]:
    for code in codes():
        query = urlencode({"language": code, "scheme": scheme})
        yield {"label": own_name(code), "address": f"?{query}", "is_current": code == language}
    for name, label in SCHEMES.items():
        query = urlencode({"language": language, "scheme": name})
        yield {"label": label, "address": f"?{query}", "is_current": name == scheme}


def _shown(samples: list[Sample]) -> Iterator[dict[str, Any]]:
    for number, sample in enumerate(samples, start=1):
        yield {
            "component": sample.component,
            "number": number,
            "frame": f"gallery/{sample.inside or 'bare'}.html",
            "html": render_to_string(sample.template, sample.context),
        }
