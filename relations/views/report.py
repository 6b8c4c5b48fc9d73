"""A reader reports a mistake: without cookie, session or account, from this site's own form only."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from relations import reports
from relations.languages import current_language
from relations.models import RECORD_TYPES, AgreementAction, Passage, Record, TradeFigure
from relations.models.report import MESSAGE_LENGTH, SOURCE_LENGTH
from relations.parts import page_address, part_name
from relations.views.frame import Headings, PublicRequest, in_frame, public_page, render_page
from relations.views.versions import find

# What a report is about: a record by type and slug, and if it is known which version was read.
ABOUT = re.compile(r"([a-z]{1,30})/([a-z0-9-]{1,100})(?:/([1-9][0-9]{0,8}))?")
TYPES = {model.type_name(): model for model in RECORD_TYPES}

# The statements that stand on the pages of others.
PARTS: tuple[Any, ...] = (AgreementAction, TradeFigure, Passage)

# A field that readers do not see: who fills it in is a program.
TRAP = "website"


ELSEWHERE = _("Your browser does not say that this was sent from a page of this site. Please send it again from here.")
TOO_MANY = _(
    "Too many reports have come within the last hour. Please send it again later: what you wrote is still here."
)


class ReportForm(forms.Form):
    message = forms.CharField(
        max_length=MESSAGE_LENGTH,
        error_messages={"required": _("Say what is wrong."), "max_length": _("Write at most 2000 characters.")},
    )
    source = forms.CharField(
        max_length=SOURCE_LENGTH, required=False, error_messages={"max_length": _("Write at most 500 characters.")}
    )
    email = forms.EmailField(
        max_length=254,
        required=False,
        error_messages={"invalid": _("Write an e-mail address like name@example.org, or leave it empty.")},
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_frame
def report(request: PublicRequest) -> HttpResponse:
    """The form, and what is done with what was written in it."""
    if request.method != "POST":
        about = f"{request.GET.get('about', '')}/{request.GET.get('version', '')}".removesuffix("/")
        record, version = _live_subject(about)
        return _form(request, record, version, ReportForm())
    record, version = _public_once(request.POST.get("about", ""))
    # A browser sends each line's end as two characters, and counts it as one.
    form = ReportForm({name: str(text).replace("\r\n", "\n") for name, text in request.POST.items()})
    if not _is_from_here(request):
        return _form(request, record, version, form, refusal=ELSEWHERE, status=403)
    if not form.is_valid():
        return _form(request, record, version, form, status=422)
    if not request.POST.get(TRAP):
        try:
            _receive(request, record, version, form)
        except reports.TooMany:
            response = _form(request, record, version, form, refusal=TOO_MANY, status=429)
            response["Retry-After"] = "3600"
            return response
    return HttpResponseRedirect(reverse("report_thanks"))


@public_page
def thanks(request: PublicRequest) -> HttpResponse:
    return render_page(request, "relations/report_thanks.html", {}, is_indexed=False)


def _receive(request: HttpRequest, record: Record, version: int | None, form: ReportForm) -> None:
    at = timezone.now()
    said = form.cleaned_data
    reports.receive(
        record,
        version=version,
        language=current_language(),
        message=said["message"],
        source=said["source"],
        email=said["email"],
        sender=reports.mark_of(request.META.get("REMOTE_ADDR", ""), at=at),
        at=at,
    )


def _read(about: str) -> tuple[Any, str, int | None]:
    """The record type, slug and version that a report names. Raises Http404 for nonsense."""
    match = ABOUT.fullmatch(about)
    if match is None or match[1] not in TYPES:
        raise Http404
    model: Any = TYPES[match[1]]
    return model, match[2], int(match[3]) if match[3] else None


def _live_subject(about: str) -> tuple[Any, int | None]:
    """The public record that a report is about. Raises Http404 or Gone."""
    model, slug, version = _read(about)
    return find(model._default_manager.select_related(*model.identifying), slug).record, version


def _public_once(about: str) -> tuple[Any, int | None]:
    """The same for a form that is sent: even if the record was withdrawn meanwhile, what was written is kept."""
    model, slug, version = _read(about)
    once = model._default_manager.select_related(*model.identifying).exclude(first_published_at=None)
    record = once.filter(slug=slug).first()
    if record is None:
        raise Http404
    return record, version


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    sent_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        host = urlsplit(sent_from).netloc.lower()
    except ValueError:
        return False
    return host in {request.get_host().lower(), urlsplit(settings.SITE_URL).netloc.lower()}


def _form(
    request: PublicRequest, record: Any, version: int | None, form: ReportForm, *, refusal: Any = "", status: int = 200
) -> HttpResponse:
    whole = getattr(record, record.identifying[0]) if record.identifying else record
    context = {
        "title": whole.heading,
        "detail": part_name(record) if record.identifying else "",
        "address": page_address(record),
        "about": _about(record, version),
        "statements": _statements(whole, record, version),
        "form": form,
        "message_length": MESSAGE_LENGTH,
        "source_length": SOURCE_LENGTH,
        "refusal": refusal,
        "trap": TRAP,
    }
    response = render_page(
        request, "relations/report.html", context, shows=[Headings([whole])], status=status, is_indexed=False
    )
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


def _about(record: Record, version: int | None = None) -> str:
    return f"{record.type_name()}/{record.slug}" + (f"/{version}" if version else "")


def _statements(whole: Any, record: Any, version: int | None) -> list[dict[str, Any]]:
    """What can be meant on a page where more than one statement stands: all of it, or one of its parts."""
    part = next(
        (model for model in PARTS if model._meta.get_field(model.identifying[0]).related_model is type(whole)), None
    )
    if part is None:
        return []
    parts = part._default_manager.live().filter(**{part.identifying[0]: whole})
    choices = [(whole, gettext("The page as a whole")), *((one, _label(one)) for one in parts)]
    return [
        {"value": _about(one, version if one == record else None), "label": label, "is_chosen": one == record}
        for one, label in choices
    ]


def _label(part: Any) -> str:
    name = str(part_name(part))
    return f"{name} “{part.fragment}”" if isinstance(part, Passage) else name
