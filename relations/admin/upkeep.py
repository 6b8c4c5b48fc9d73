"""Looking at records again: until when one is to be looked at, on a page of its own, and the list of what is due."""

import calendar
import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from relations import publishing, wording
from relations.admin.display import name_of
from relations.admin.evidence import evidence
from relations.admin.pages import PER_PAGE, above_record, own_page
from relations.admin.reach import names, types_seen
from relations.admin.rows import key_of, rows_of
from relations.models import Decision, Passage, Record, Source, Statement, Verb
from relations.publishing import Due, NotAllowed, NotPermitted

MEDIA = forms.Media(css={"all": ["admin/css/overview.css"]})

# Days ahead in which a review counts as coming soon.
SOON = 90

HALF_A_YEAR, A_YEAR, A_DAY, NEVER = "half", "year", "day", "never"


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month if it has none such."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


class ReviewForm(forms.Form):
    """When a record is to be looked at again, from today on."""

    when = forms.ChoiceField(
        label=_("I have looked at it today. It is to be looked at again"), widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, today: datetime.date, data: Any = None) -> None:
        super().__init__(data, initial={"when": A_YEAR})
        self.days = {HALF_A_YEAR: months_after(today, 6), A_YEAR: months_after(today, 12)}
        field: Any = self.fields["when"]
        field.choices = [
            (HALF_A_YEAR, gettext("in half a year: %(day)s") % {"day": wording.day(self.days[HALF_A_YEAR])}),
            (A_YEAR, gettext("in a year: %(day)s") % {"day": wording.day(self.days[A_YEAR])}),
            (A_DAY, gettext("by the day that you give below")),
            (NEVER, gettext("never: it does not change")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == A_DAY and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Give a day."))
        return cleaned

    @property
    def chosen(self) -> datetime.date | None:
        """The day, None for never."""
        when = self.cleaned_data["when"]
        return self.days.get(when, self.cleaned_data["day"] if when == A_DAY else None)


def urls(of_type: Any) -> list[Any]:
    """The address of the page about the review date, for one record type."""

    def view(request: HttpRequest, object_id: int) -> HttpResponse:
        return review_by(of_type, request, object_id)

    name = f"relations_{of_type.model.type_name()}_{Verb.REVIEW_BY}"
    return [path(f"<int:object_id>/{Verb.REVIEW_BY}/", of_type.admin_site.admin_view(view), name=name)]


def pages(site: admin.AdminSite) -> list[Any]:
    return [path("review-due/", site.admin_view(review_due), name="review_due")]


def review_by(of_type: Any, request: HttpRequest, object_id: int) -> HttpResponse:
    """What a record rests on and when somebody looked at it last; on the way back, until when that is enough."""
    row = get_object_or_404(of_type.model, pk=object_id)
    if not of_type.has_view_or_change_permission(request, row):
        raise PermissionDenied
    form = None
    if publishing.may(request.user, Verb.REVIEW_BY, of_type.model):
        form = ReviewForm(timezone.localdate(), request.POST if request.method == "POST" else None)
    elif request.method == "POST":
        raise PermissionDenied
    if form and form.is_valid() and _set(request, row, form):
        return HttpResponseRedirect(_address(row, "change"))
    looked_at = Decision.objects.filter(
        revision__record_type=row.type_name(), revision__slug=row.slug, verb=Verb.REVIEW_BY
    ).select_related("by")
    context = {
        "title": gettext("Review: %(record)s") % {"record": name_of(row)},
        "record": row,
        "review_by": row.review_by and wording.day(row.review_by),
        "has_passed": has_passed(row),
        "looked_at": looked_at.first(),
        "evidence": evidence(_passages(row)),
        "form": form,
        "change": _address(row, "change"),
        "media": MEDIA,
    }
    return own_page(request, "review_by", context, *above_record(row))


def _set(request: HttpRequest, row: Record, form: ReviewForm) -> bool:
    """Carry it out and say so; what stands against it is said at its field, and nothing typed is lost."""
    by: Any = request.user
    try:
        publishing.set_review_by(row, form.chosen, by=by, at=timezone.now())
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except NotAllowed as error:
        for reason in error.reasons:
            form.add_error("day" if reason.field else None, str(reason.message))
        return False
    if form.chosen:
        said = gettext("“%(record)s” is to be looked at again by %(day)s.")
    else:
        said = gettext("“%(record)s” need not be looked at again.")
    day = wording.day(form.chosen) if form.chosen else ""
    messages.success(request, said % {"record": name_of(row), "day": day})
    return True


def _passages(row: Any) -> Any:
    """The passages to compare a record with: those that it cites; of a source, its own; a passage itself."""
    if isinstance(row, Statement):
        return row.passages.in_source_order()
    if isinstance(row, Source):
        return row.passages.live().in_source_order()
    return Passage.objects.filter(pk=row.pk).in_source_order() if isinstance(row, Passage) else []


def has_passed(row: Record) -> bool:
    return row.review_by is not None and row.review_by < timezone.localdate()


def review_line(row: Record) -> str:
    """Until when a record is to be looked at, as a link to the page that changes it; nothing of a mere draft."""
    if row.review_by is None:
        if not row.live:
            return ""
        text = gettext("No date is set for looking at it again.")
    elif has_passed(row):
        text = gettext("It was to be looked at again by %(day)s.") % {"day": wording.day(row.review_by)}
    else:
        text = gettext("To be looked at again by %(day)s.") % {"day": wording.day(row.review_by)}
    css = "review-passed" if has_passed(row) else "review-date"
    return format_html('<a class="{}" href="{}">{}</a>', css, _address(row, Verb.REVIEW_BY), text)


def _address(row: Record, page: str) -> str:
    return reverse(f"admin:relations_{row.type_name()}_{page}", args=[row.pk])


def due_for(request: HttpRequest) -> list[Due]:
    """What is due of the types that somebody may look at."""
    seen = set(names(types_seen(request)))
    return [due for due in publishing.review_due(timezone.localdate()) if due.record_type in seen]


def review_due(request: HttpRequest) -> HttpResponse:
    """All public records whose review date has passed, the longest overdue first."""
    page = Paginator(due_for(request), PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list)
    lines = [_due_line(due, rows[key_of(due)]) for due in page.object_list if key_of(due) in rows]
    context = {"title": gettext("To be looked at again"), "page": page, "lines": lines, "media": MEDIA}
    return own_page(request, "review_due", context)


def _due_line(due: Due, row: Record) -> dict[str, Any]:
    return {
        "name": name_of(row),
        "type": row._meta.verbose_name,
        "day": wording.day(due.review_by),
        "published_at": row.last_published_at,
        "address": _address(row, Verb.REVIEW_BY),
    }


class ReviewFilter(admin.SimpleListFilter):
    """Of lists of records: those to be looked at again."""

    title = _("review date")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("passed", _("Passed")),
            ("soon", gettext("Within %(days)d days") % {"days": SOON}),
            ("none", pgettext("review date", "None")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        public: Any = queryset.model._default_manager.live()
        match self.value():
            case "passed":
                return queryset.filter(pk__in=public.filter(review_by__lt=today).values("pk"))
            case "soon":
                coming = (today, today + datetime.timedelta(days=SOON))
                return queryset.filter(pk__in=public.filter(review_by__range=coming).values("pk"))
            case "none":
                return queryset.filter(review_by=None)
        return queryset
