"""The drafts that may be published together with one: of what belongs to its record, and of what that requires."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst

from relations import publishing
from relations.admin import verbs
from relations.admin.display import name_of
from relations.models import Record, Revision, Verb
from relations.publishing import Standing, needs_live
from relations.values import apply


@dataclass(frozen=True)
class Draft:
    """Another record's open draft."""

    row: Record
    revision: Revision

    @property
    def name(self) -> str:
        return f"{capfirst(self.row._meta.verbose_name)}: {name_of(self.row)}"

    @property
    def address(self) -> str:
        return verbs.address(self.row, "compare")


def drafts(admin: Any, request: HttpRequest, now: Standing) -> list[Draft]:
    """The open drafts of others that the person may publish along with a record's; none of what is withdrawn."""
    if now.row is None or now.open is None:
        return []
    rows: dict[tuple[type[Record], str], Record] = {}
    for row in (*_required(now), *_listed(admin, now.row)):
        if not row.is_withdrawn and publishing.may(request.user, Verb.PUBLISH, type(row)):
            rows[type(row), row.slug] = row
    found = {(model, draft.slug): draft for model, draft in _open_drafts(rows)}
    return [Draft(row, found[key]) for key, row in rows.items() if key in found]


def _listed(admin: Any, row: Record) -> Iterable[Record]:
    """The records that the page of this one lists: an agreement's actions, a source's passages."""
    for name in admin.lists:
        yield from getattr(row, name).select_related(*row._meta.get_field(name).related_model.identifying)  # type: ignore[union-attr]


def _required(now: Standing) -> list[Record]:
    """What was never public and must be for the draft to be, and what that requires in turn."""
    assert now.row is not None
    drafted = now.model._default_manager.get(pk=now.row.pk)
    apply(drafted, now.rebased().values)
    found: dict[tuple[type[Record], str], Record] = {}
    newest = [drafted]
    while newest:
        needed = [other for record in newest for _name, other in needs_live(record) if not other.live]
        new = {(type(other), other.slug): other for other in needed if (type(other), other.slug) not in found}
        found |= new
        newest = list(new.values())
    return list(found.values())


def _open_drafts(keys: Iterable[tuple[type[Record], str]]) -> Iterable[tuple[type[Record], Revision]]:
    slugs: dict[type[Record], list[str]] = defaultdict(list)
    for model, slug in keys:
        slugs[model].append(slug)
    for model, wanted in slugs.items():
        for draft in Revision.objects.of_type(model).open().filter(slug__in=wanted):
            yield model, draft
