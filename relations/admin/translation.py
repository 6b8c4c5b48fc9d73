"""In which languages a record's texts are missing or behind: as a column of lists, as a filter, and one by one."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations import publishing
from relations.languages import codes, main_language, name_in_current_language
from relations.models import Record


def columns_in(model: type[Record], code: str) -> dict[str, str]:
    """The columns that hold a record type's texts in one language, by name of the text, in the model's order."""
    columns = {to_attribute(name, code): name for name in model.translated_names()}
    return {columns[field.name]: field.name for field in model._meta.concrete_fields if field.name in columns}


def lacks(code: str, model: type[Record]) -> Q:
    """Records with a text that another language has and this one has not."""
    condition = Q(pk__in=[])
    for name, column in columns_in(model, code).items():
        elsewhere = Q(pk__in=[])
        for other in codes():
            if other != code:
                elsewhere |= ~Q(**{to_attribute(name, other): ""})
        condition |= Q(**{column: ""}) & elsewhere
    return condition


@dataclass(frozen=True)
class Missing:
    """A public record that lacks, in a language, a text that it has in another one."""

    record_type: str
    slug: str
    language: str


def missing(models: list[type[Record]]) -> list[Missing]:
    """What public records of these types lack. One query."""
    each = [
        model._default_manager.live()
        .filter(lacks(code, model))
        .order_by()
        .values_list(Value(model.type_name()), "slug", Value(code))
        for model in models
        for code in codes()
    ]
    return [Missing(*row) for row in each[0].union(*each[1:], all=True)] if each else []


def texts_missing(record: Record, code: str) -> list[str]:
    """The columns of one language that are empty while another language has the text."""
    return [
        column
        for name, column in columns_in(type(record), code).items()
        if not getattr(record, column) and any(getattr(record, to_attribute(name, other)) for other in codes())
    ]


def language_summary(record: Any) -> str:
    """en – lacking: ko; behind: es. What is behind is known of records that stand in a list."""
    lacking = [code for code in codes() if texts_missing(record, code)]
    behind = getattr(record, "languages_behind", ())
    complete = [code for code in codes() if code not in (*lacking, *behind)]
    said = {gettext("lacking: %(languages)s"): lacking, gettext("behind: %(languages)s"): behind}
    faults = "; ".join(message % {"languages": ", ".join(those)} for message, those in said.items() if those)
    return " – ".join(filter(None, [", ".join(complete), faults]))


class RecordList(ChangeList):
    """A page of a list whose records know in which languages they are behind; two queries for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        languages: dict[str, list[str]] = defaultdict(list)
        for one in publishing.behind_of(*self.result_list):
            languages[one.slug].append(one.language)
        for record in self.result_list:
            record.languages_behind = languages[record.slug]


class TranslationFilter(admin.SimpleListFilter):
    """Of lists of records: those that lack a text in a language, and the public ones that are behind in it."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        said = {"missing": gettext("%(language)s: missing"), "behind": gettext("%(language)s: behind")}
        return [
            (f"{code}-{state}", message % {"language": capfirst(name_in_current_language(code))})
            for code in codes()
            for state, message in said.items()
            if state == "missing" or code != main_language()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        code, _dash, state = (self.value() or "").rpartition("-")
        if code not in codes():
            return queryset
        if state == "behind":
            behind = publishing.behind(queryset.model)
            return queryset.filter(slug__in=[one.slug for one in behind if one.language == code])
        return queryset.filter(lacks(code, queryset.model)) if state == "missing" else queryset
