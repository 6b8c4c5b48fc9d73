"""Which languages a record's texts are missing in: as a column of lists, and as a filter."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations.languages import codes, name_in_current_language
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


def languages_lacking(record: Record) -> list[str]:
    """The languages in which a record lacks a text that another one has."""
    filled = {
        code: {name for name, column in columns_in(type(record), code).items() if getattr(record, column)}
        for code in codes()
    }
    anywhere = set().union(*filled.values())
    return [code for code in codes() if filled[code] != anywhere]


def language_summary(record: Record) -> str:
    """en, es – lacking: ko."""
    lacking = languages_lacking(record)
    complete = ", ".join(code for code in codes() if code not in lacking)
    if not lacking:
        return complete
    missing = gettext("lacking: %(languages)s") % {"languages": ", ".join(lacking)}
    return f"{complete} – {missing}" if complete else missing


class TranslationFilter(admin.SimpleListFilter):
    title = _("missing translation")
    parameter_name = "lacking"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, capfirst(name_in_current_language(code))) for code in codes()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        code = self.value()
        return queryset.filter(lacks(code, queryset.model)) if code in codes() else queryset
