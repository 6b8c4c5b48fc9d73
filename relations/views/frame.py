"""What every public page shares: its frame, its languages, and the answer while nothing is set up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from relations import languages, metadata, wording
from relations.edition_cache import kept, remembered
from relations.languages import Text
from relations.models import Page, Record, Relationship, Revision
from relations.numbering import Numbering
from relations.views.due import after_what_is_due

# The query parameters that mean something; a language switch keeps them, nothing else is read.
KNOWN_PARAMETERS = ("kind", "status", "form", "area", "page", "q", "type", "changes", "make", "about", "version")


class PublicRequest(HttpRequest):
    """A request to a public page, which knows the relationship that the site is about.

    It numbers the places that its marks name, in the order in which the page comes to them.
    """

    relationship: Relationship
    numbering: Numbering


class HasTexts(Protocol):
    """A record, or something else with translated texts, of which one may not be in the reader's language."""

    @property
    def has_fallback(self) -> bool: ...


@dataclass(frozen=True)
class Headings:
    """Records of which a page prints no more than the heading."""

    records: Iterable[Record]

    @property
    def has_fallback(self) -> bool:
        return any(record.heading.fallback for record in self.records)


class Gone(Exception):
    """At this address something was public once: a sentence that says so, why, and where to go on from there."""

    def __init__(self, sentence: str, *, note: Text | None = None, onward: str = "", to: Record | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.note = note
        self.onward = onward
        self.to = to

    @property
    def has_fallback(self) -> bool:
        texts = [self.note, self.to.heading if self.to else None]
        return any(text.fallback for text in texts if text)


@dataclass(frozen=True)
class Preview:
    """A draft that a page shows as if it were public."""

    draft: Revision
    theme: str  # the address of the spine's colours
    public_address: str = ""  # where the public reads what it sees now; empty where it sees nothing
    onward: tuple[tuple[str, Any], ...] = ()  # other pages of this preview, as (address, what to call it)

    @property
    def saved(self) -> str:
        return wording.moment(timezone.localtime(self.draft.created_at))


View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Mark a view as a public page: GET and HEAD only, 503 until a relationship is live, kept by the edition cache.

    The admin may show it in a frame.
    """
    # Exempt, so that another method is answered by 405 and not by a page about forms.
    return kept(csrf_exempt(xframe_options_sameorigin(require_safe(in_frame(view)))))


def in_frame(view: View) -> View:
    """Give a view the live relationship; without one, answer that nothing is set up yet."""

    @wraps(view)
    def wrapper(request: PublicRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return framed(request, live_relationship(), view, *args, **kwargs)

    return wrapper


@remembered
def live_relationship() -> Relationship | None:
    """The relationship that the public sees, once everything whose time has come is public."""
    return after_what_is_due(Relationship.objects.live().with_parties())


def framed(request: PublicRequest, site: Relationship | None, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer by a view in the frame of this relationship, or that nothing is set up yet."""
    if site is None:
        return not_set_up(request)
    request.relationship = site
    request.numbering = Numbering()
    try:
        return view(request, *args, **kwargs)
    except Http404:
        # As `handler404` would; here, so that it is also seen while developing.
        return nothing_here(request)
    except Gone as gone:
        return no_longer_here(request, gone)


def nothing_here(request: PublicRequest) -> HttpResponse:
    return render_page(request, "404.html", {"path": request.path}, status=404)


def no_longer_here(request: PublicRequest, gone: Gone) -> HttpResponse:
    context = {"gone": gone, "path": request.path}
    return render_page(request, "410.html", context, shows=[gone], status=410, is_indexed=False)


def not_set_up(request: HttpRequest) -> HttpResponse:
    response = render(request, "relations/not_set_up.html", status=503)
    response["Retry-After"] = "300"
    return response


def render_page(
    request: PublicRequest,
    template: str,
    context: dict[str, Any],
    *,
    section: str = "",
    shows: Iterable[HasTexts] = (),
    status: int = 200,
    is_indexed: bool = True,
    preview: Preview | None = None,
) -> HttpResponse:
    """Render a public page in its frame, or the preview of one.

    `section` is the entry of the navigation to mark; `shows` is whatever has texts that the page prints, so
    that its notice can say when one of them is not in the reader's language. What is not indexed says so to
    search engines in a header; its template says it too.
    """
    links = language_links(request)
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    frame = {
        "site": request.relationship,
        "today": timezone.localdate(),
        "section": section,
        "footer_pages": footer_pages(),
        "preview": preview,
        "numbering": request.numbering,
        "language_links": links,
        # Where readers of another language are sent: `/` goes by what their browser asks for.
        "default_address": f"{settings.SITE_URL}/" if view_name == "home" else links[0]["absolute"],
        "metadata": metadata.of_address(view_name, request.relationship),
        "has_fallback": request.relationship.frame_has_fallback or any(shown.has_fallback for shown in shows),
    }
    response = render(request, template, frame | context, status=status)
    if not is_indexed:
        response["X-Robots-Tag"] = "noindex"
    return response


@remembered
def footer_pages() -> list[Page]:
    return list(Page.objects.live().filter(in_footer=True))


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The address of this same page in each language; the home page where it has none."""
    query = _query(request)
    for name in set(query) - set(KNOWN_PARAMETERS):
        del query[name]
    current = languages.current_language()
    links = []
    for code in languages.codes():
        address = _in_language(request, code)
        if not address:
            address = home_in(code)
        elif query:
            address += f"?{query.urlencode()}"
        links.append(
            {
                "code": code,
                "name": languages.own_name(code),
                "url": address,
                "absolute": f"{settings.SITE_URL}{address}",
                "locale": metadata.locale_for_sharing(code),
                "is_current": code == current,
            }
        )
    return links


def _in_language(request: HttpRequest, code: str) -> str:
    """The address of this same page in a language; nothing where it has none."""
    match = request.resolver_match
    if match is None:
        return ""
    if "language" in match.kwargs:  # outside of the prefixes: a preview
        return reverse(match.view_name, kwargs=match.kwargs | {"language": code})
    address = translate_url(request.path, code)
    return address if address != request.path or code == languages.current_language() else ""


def _query(request: HttpRequest) -> QueryDict:
    try:
        return request.GET.copy()
    except TooManyFieldsSent:  # Django refuses it where a view is found; a page that says so must not fail on it
        return QueryDict(mutable=True)


def home_in(code: str) -> str:
    return translate_url(reverse("home"), code)
