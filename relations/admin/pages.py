"""What the admin has beside records: pages of our own, listed on its index for those who may use them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from relations import publishing
from relations.differences import differences
from relations.models import RECORD_TYPES, Record, Verb

# So many entries are shown on a page of a list.
PER_PAGE = 20

# How `display.in_words` shows that there is no value.
NOTHING = "–"

Pieces = list[dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """A page above the one that is shown."""

    title: Any
    address: str


def own_page(request: HttpRequest, name: str, context: dict[str, Any], *above: Step) -> TemplateResponse:
    """A page of our own in the admin's frame, from `admin/relations/<name>.html`, below the pages `above` it.

    The template gets the context, of which it needs a `title`.
    """
    frame = admin.site.each_context(request)
    return TemplateResponse(request, f"admin/relations/{name}.html", {**frame, "trail": above, **context})


def above_record(row: Record) -> tuple[Step, Step]:
    """The list of a record's type, and the record itself."""
    name = f"admin:relations_{row.type_name()}"
    return (
        Step(row._meta.verbose_name_plural, reverse(f"{name}_changelist")),
        Step(row, reverse(f"{name}_change", args=[row.pk])),
    )


class OwnPages(admin.ModelAdmin):
    """None of Django's lists and forms: a subclass says in `get_urls` what there is, and in `may_see` for whom."""

    def may_see(self, request: HttpRequest) -> bool:
        raise NotImplementedError

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_see(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_see(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def may_load(request: HttpRequest) -> bool:
    """Whether somebody may load sets, which publishes records of every type."""
    return all(publishing.may(request.user, Verb.PUBLISH, model) for model in RECORD_TYPES)


def require_may_load(request: HttpRequest) -> None:
    """Raise PermissionDenied for those who may not load sets."""
    if not may_load(request):
        raise PermissionDenied


def marked(old: str, new: str) -> Pieces:
    """Both texts in one, for the template `marked.html`: what was removed and what was added.

    Where one of them is nothing, no dash is marked in its place.
    """
    old, new = (("" if text == NOTHING else text) for text in (old, new))
    return [
        {"text": piece.text, "is_removed": piece.kind == "removed", "is_added": piece.kind == "added"}
        for piece in differences(old, new)
    ] or plain(NOTHING)


def plain(text: str) -> Pieces:
    return [{"text": text}]
