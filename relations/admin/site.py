"""The admin's own frame: what stands on its first page, and what surrounds every other."""

from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations import audit, limits
from relations.admin import keeping, second_factor, support, translating, unsaved, upkeep
from relations.admin.choosing import RecordsFound
from relations.admin.dashboard import dashboard, drafts
from relations.admin.richtext import import_map
from relations.admin.signing_in import PasswordForm, in_two_steps, is_due
from relations.models import AuditKind

# What is written every week comes first, what is written once comes last; what is not named here follows.
ORDER = (
    "Milestone",
    "Agreement",
    "AgreementAction",
    "TradeIndicator",
    "TradeFigure",
    "CooperationArea",
    "Initiative",
    "Commitment",
    "Source",
    "Passage",
    "Relationship",
    "Page",
    "Party",
)


def in_no_frame(view: Any) -> Any:
    """Mark a view's answers as shown in no frame, though our own pages may frame those that are public.

    Browsers hold what the policy says; for older ones there is the setting X_FRAME_OPTIONS.
    """
    return csp_replace({"frame-ancestors": [NONE]})(view)


class Administration(admin.AdminSite):
    site_header = _("Relations – administration")
    site_title = _("Relations – administration")
    index_title = _("What waits")
    login_form = PasswordForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may enter: one of the staff, by all the steps of signing in that are asked of them."""
        return super().has_permission(request) and not is_due(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits for the person who signed in, above the lists of all records."""
        return super().index(request, {**(extra_context or {}), "dashboard": dashboard(request)})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Records first, in the order in which one works with them; accounts after them."""
        apps = super().get_app_list(request, app_label)
        own = [app for app in apps if app["app_label"] == "relations"]
        for app in own:
            app["models"].sort(key=lambda model: _rank(model["object_name"]))
        return [*own, *(app for app in apps if app not in own)]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the admin gets, and of that `base_site.html` the import map."""
        return {**super().each_context(request), "import_map": import_map(request)}

    def get_urls(self) -> list[Any]:
        """Beside the pages of each model, those that are about records of every type."""
        own = (drafts, upkeep, support, translating, second_factor)
        # Who is at the second step of signing in may sign out, too, which Django allows only those who are in.
        out = path("logout/", in_no_frame(self.logout), name="logout")
        return [out, *(page for pages in own for page in pages.pages(self)), *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return RecordsFound.as_view(admin_site=self)(request)  # type: ignore[return-value]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        page = keeping.over_sign_in(super().admin_view(view, cacheable))
        return in_no_frame(unsaved.over_a_failing_database(page))

    def unkept_view(self, view: Any) -> Any:
        """As `admin_view`, for pages of which nothing is kept over a sign-in."""
        return in_no_frame(super().admin_view(view))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return in_no_frame(keeping.through_sign_in(in_two_steps(super().login)))(request, extra_context)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("admin:index"))
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        response = super().password_change(request, extra_context)
        if response.status_code == 302:  # not the form again
            address = limits.address_of(request)
            audit.record(AuditKind.PASSWORD_CHANGED, by=request.user, at=timezone.now(), address=address)
        return response


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
