"""The records that belong to one: listed on its page with links, edited on their own."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from relations.models import Record


def related_lists(admin: Any, request: HttpRequest, record: Record, name: str) -> dict[str, Any]:
    """An agreement's actions, a source's passages, an indicator's figures; and where to add one."""
    relation: Any = record._meta.get_field(name)
    model = relation.related_model
    other = admin.admin_site.get_model_admin(model)
    address = f"admin:relations_{model._meta.model_name}"
    rows: Any = []
    if other.has_view_permission(request):
        own = other.get_queryset(request).filter(**{relation.field.name: record})
        rows = own.select_related(*other.list_select_related).order_by(*model._meta.ordering)
    return {
        "name": model._meta.verbose_name,
        "heading": model._meta.verbose_name_plural,
        "rows": [
            {"line": other.line(row), "live": row.live, "address": reverse(f"{address}_change", args=[row.pk])}
            for row in rows
        ],
        "add": f"{reverse(f'{address}_add')}?{relation.field.name}={record.pk}"
        if other.has_add_permission(request)
        else "",
    }
