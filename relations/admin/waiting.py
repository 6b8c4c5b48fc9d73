"""Which records have a draft that waits: as a column of lists, and as a filter."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from relations.models import OPEN, Revision


def open_state(model: Any) -> Any:
    """The state of each row's open revision, as a subquery."""
    waiting = Revision.objects.of_type(model).open().filter(slug=models.OuterRef("slug")).order_by()
    return models.Subquery(waiting.values("state")[:1])


class DraftFilter(admin.SimpleListFilter):
    title = pgettext_lazy("column", "draft")
    parameter_name = "draft"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(state), state.label) for state in OPEN]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(open_state=self.value()) if self.value() in OPEN else queryset
