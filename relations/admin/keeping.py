"""What somebody typed is kept while they sign in again, and is then sent once more: nothing typed is ever lost.

The text travels in a hidden field of the sign-in page and comes back from there: it is stored nowhere, and works
without JavaScript. Nothing is carried out in passing; the person presses a button first.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib import admin
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from relations.admin.pages import own_page

_SALT = "relations.admin.kept"
# Pages of which nothing is kept, beside every form that holds a password.
OF_NO_USE = ("login", "logout", "password_change")


@dataclass(frozen=True)
class Kept:
    """What was posted, as a browser writes it into an address, and to which page; files cannot be kept."""

    path: str
    posted: str
    lost_files: bool

    # The name of the hidden field that brings it back.
    name: ClassVar[str] = "_kept"

    @property
    def token(self) -> str:
        """All of it for the hidden field: compressed, since percent signs would be escaped a second time."""
        return signing.dumps([self.path, self.posted, self.lost_files], salt=_SALT, compress=True)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Names and values in their order; a name that was sent several times stands here as often."""
        return [(name, value) for name, values in QueryDict(self.posted).lists() for value in values]


def posted(request: HttpRequest) -> Kept | None:
    """What a request posted to one of the admin's pages; None where there is nothing that may be kept."""
    path = request.get_full_path()
    if request.method != "POST" or not _is_ours(path) or any("password" in name for name in request.POST):
        return None
    typed = request.POST.copy()
    for name in ("csrfmiddlewaretoken", Kept.name):
        typed.pop(name, None)
    return Kept(path, typed.urlencode(), bool(request.FILES))


def brought(request: HttpRequest) -> Kept | None:
    """What the hidden field of the sign-in page brings back; None if it is not there, or is not as it went out."""
    try:
        kept = Kept(*signing.loads(request.POST.get(Kept.name, ""), salt=_SALT))
    except signing.BadSignature:
        return None
    return kept if _is_ours(kept.path) else None


def _is_ours(path: str) -> bool:
    """Whether an address is on this host, and one of the admin's pages of which something is kept."""
    place = unquote(urlsplit(path).path)
    # A browser would take the dots for another page than we do.
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None) or ".." in place.split("/"):
        return False
    try:
        page = resolve(place.removeprefix(get_script_prefix().rstrip("/")))
    except Resolver404:
        return False
    return page.namespace == "admin" and page.url_name is not None and page.url_name not in OF_NO_USE


def over_sign_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a page of the admin that gets a form from somebody signed out ask to sign in, and keep what was typed."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        kept = None if admin.site.has_permission(request) else posted(request)
        return _sign_in_again(request, kept) if kept else view(request, *args, **kwargs)

    return page


def through_sign_in(login: Callable[..., Any]) -> Callable[..., Any]:
    """Let the sign-in page carry what was kept, through wrong passwords too, and offer it once somebody is in."""

    @wraps(login)
    def page(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        kept = brought(request)
        response = login(request, {"kept": kept, **(extra_context or {})})
        is_in = response.status_code == 302 and admin.site.has_permission(request)
        return _go_on(request, kept) if kept and is_in else response

    return page


def _sign_in_again(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The sign-in page, which carries what was kept."""
    asked = copy(request)
    asked.method = "GET"  # what was posted are no credentials
    return admin.site.login(asked, {"kept": kept, "next": kept.path, "app_path": reverse("admin:login")})


@never_cache
def _go_on(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The page with the button that sends it again, with a fresh token."""
    return own_page(request, "kept", {"title": gettext("Your text is kept"), "kept": kept})


@csp_replace({"frame-ancestors": [NONE]})
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What is answered to a form whose token is not, or no longer, the right one.

    Signing in changes the token, so a form that was opened before and is sent after comes with an old one. Where it
    comes from one of our own pages, it is shown to be sent again. That opens no door: the browser itself writes
    the headers by which we tell where a form comes from, and no page of another site can change them; nothing is
    done but to show the person what their own browser sent; and it goes on only if they press the button, on a
    page that no other site can frame, with a token that none can read. Any other form is refused.
    """
    kept = (brought(request) or posted(request)) if _comes_from_here(request) else None
    if kept is None:
        return render(request, "403_csrf.html", status=403)
    return _go_on(request, kept) if admin.site.has_permission(request) else _sign_in_again(request, kept)


def _comes_from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages sent a form: by the header Origin, or else by Referer."""
    here = f"{request.scheme}://{request.get_host()}"
    if "Origin" in request.headers:
        return request.headers["Origin"] == here
    return request.headers.get("Referer", "").startswith(f"{here}/")
