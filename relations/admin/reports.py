"""Mistakes that readers have reported: read beside the record and its passages, and answered or dismissed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relations import languages, publishing, reports
from relations.admin import verbs
from relations.admin.pages import PER_PAGE, OwnPages, Step, own_page
from relations.admin.rows import key_of, rows_of
from relations.models import Record, Report, Verb, record_type
from relations.parts import has_a_page, page_address, part_of_whole
from relations.publishing import NotAllowed, NotPermitted

DONE = {
    Report.State.ANSWERED: _("The report is closed as answered; its e-mail address is deleted."),
    Report.State.DISMISSED: _("The report is dismissed; its e-mail address is deleted."),
}


@admin.register(Report)
class Reports(OwnPages):
    def may_see(self, request: HttpRequest) -> bool:
        return reports.may_read(request.user)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.list), name="reports"),
            # By this name Django's index finds it.
            path("", view(self.list), name="relations_report_changelist"),
            path("<int:report_id>/", view(self.read), name="report"),
        ]

    def list(self, request: HttpRequest) -> HttpResponse:
        """What was reported and is open, or all of it, the latest first."""
        if not self.may_see(request):
            raise PermissionDenied
        reports.forget(at=timezone.now())
        found = reports.read_by(request.user)
        waiting = found.open()
        shows_all = request.GET.get("state") == "all"
        page = Paginator(found if shows_all else waiting, PER_PAGE).get_page(request.GET.get("page"))
        rows = rows_of(page.object_list)
        context = {
            "title": gettext("Reported mistakes"),
            "page": page,
            "shows_all": shows_all,
            "waiting": waiting.count(),
            "reports": [{"report": report, "record": _named(report, rows.get(key_of(report)))} for report in page],
        }
        return own_page(request, "reports", context)

    def read(self, request: HttpRequest, report_id: int) -> HttpResponse:
        """One report beside what it is about; on the way back, close it."""
        report = get_object_or_404(Report.objects.select_related("answered_by"), pk=report_id)
        if not publishing.may(request.user, Verb.SAVE, record_type(report)):
            raise PermissionDenied
        note = ""
        if request.method == "POST":
            note = request.POST.get("note", "").replace("\0", "")
            if _close(request, report, note):
                return HttpResponseRedirect(reverse("admin:reports"))
        row = rows_of([report]).get(key_of(report))
        context = {
            "title": gettext("A reported mistake"),
            "report": report,
            "record": _named(report, row),
            "passages": report.passages.splitlines(),
            "language": languages.name_in_current_language(report.language),
            "note": note,
        }
        return own_page(request, "report", context, Step(gettext("Reported mistakes"), reverse("admin:reports")))


def _named(report: Report, row: Record | None) -> dict[str, Any]:
    """What a report is about: its title, its form, and where the public reads it, or the version that was read."""
    name = record_type(report)._meta.verbose_name
    public = page_address(row) if row and row.live else ""
    version = f"{public}versions/{report.version}/" if row and public and has_a_page(row) and report.version else ""
    return {
        "title": _title(row) if row else report.slug,
        "note": f"{name} – {report.slug}",
        "form": verbs.address(row, "change") if row else "",
        "public": public,
        "version": version,
    }


def _title(row: Record) -> str:
    return part_of_whole(row) if row.identifying else str(row)


def _close(request: HttpRequest, report: Report, note: str) -> bool:
    """Carry out what the pressed button says, and say how it went."""
    who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "note": note}
    acts: dict[str, Callable[[], None]] = {
        Report.State.ANSWERED: partial(reports.answer, report, **who),
        Report.State.DISMISSED: partial(reports.dismiss, report, **who),
    }
    act = acts.get(request.POST.get("decision", ""))
    if act is None:
        messages.error(request, gettext("Choose whether it is answered or dismissed."))
        return False
    try:
        act()
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except NotAllowed as error:
        for reason in error.reasons:
            messages.error(request, str(reason.message))
        return False
    messages.success(request, DONE[Report.State(report.state)])
    return True
