"""What statements rest on, as staff see it: the passages beside a statement, and the sources in a list of them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from relations import wording
from relations.admin.fields import is_key
from relations.models import Passage, Source
from relations.values import Values


def passages_of(values: Iterable[Values]) -> dict[str, Passage]:
    """The passages that any of these values cite, with their sources, by slug. One query."""
    slugs = {key[0] for one in values for key in one["passages"]}
    return {passage.slug: passage for passage in Passage.objects.filter(slug__in=slugs).in_source_order()}


def evidence(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """What the template `evidence.html` shows of passages; their sources have been fetched."""
    return [
        {
            "place": wording.short_locator(passage.locator),
            "fragment": passage.quotation,
            "gist": passage.gist,
            "source": passage.source,
            "url": passage.source.url,
        }
        for passage in passages
    ]


class SourceFilter(admin.SimpleListFilter):
    """Of lists of statements: those that rest on a source. Only sources that one of them cites are offered."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        cited = model_admin.model._default_manager.order_by().values("passages__source")
        sources = Source.objects.filter(pk__in=cited).in_title_order()
        return [(str(source.pk), Truncator(source).chars(60)) for source in sources]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        key = self.value()
        if key is None or not is_key(key):
            return queryset
        # By a subquery, for a statement that rests on several passages of it stands in the list once.
        return queryset.filter(pk__in=queryset.model._default_manager.filter(passages__source=key).values("pk"))
