"""A record's values: read from its row, completed, and given to a row in memory."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.models import Record
from relations.models.fields import OrderedSlugsField
from relations.values.canonical import JSON, canonical, content_fields

Values = Mapping[str, JSON]
Problem = tuple[str, Any]


def values_of(record: Record) -> dict[str, JSON]:
    """All content values of a saved row. Prefetch its many-to-many relations, and select its references."""
    values = {}
    for name, field in content_fields(type(record)).items():
        raw = getattr(record, name)
        values[name] = canonical(field, raw.all() if isinstance(field, models.ManyToManyField) else raw)
    return values


def rows_with_values(model: type[Record], slugs: Iterable[str]) -> dict[str, dict[str, JSON]]:
    """The content values of the rows with these slugs, by slug; queries grow with relations, not with rows."""
    fields = content_fields(model).items()
    references = [name for name, field in fields if isinstance(field, models.ForeignKey)]
    sets = [name for name, field in fields if isinstance(field, models.ManyToManyField)]
    rows = model._default_manager.filter(slug__in=list(slugs)).select_related(*references).prefetch_related(*sets)
    return {row.slug: values_of(row) for row in rows}


def plain_columns(model: type[Record], values: Mapping[str, JSON]) -> dict[str, Any]:
    """The values that are no references, as the types that a model instance holds."""
    fields = content_fields(model)
    return {name: fields[name].to_python(value) for name, value in values.items() if not fields[name].is_relation}


def referred_slugs(model: type[Record], values: Mapping[str, JSON]) -> list[tuple[str, type[Record], str]]:
    """Every reference among the values, as (field, record type referred to, slug)."""
    fields = content_fields(model)
    found = []
    for name, value in values.items():
        field = fields[name]
        if isinstance(field, models.ManyToManyField):
            found += [(name, _target(field), key[0]) for key in value]
        elif isinstance(field, models.ForeignKey) and value:
            found.append((name, _target(field), value[0]))
        elif isinstance(field, OrderedSlugsField):
            found += [(name, _target(field), slug) for slug in value]
    return found


def _target(field: Any) -> type[Record]:
    return apps.get_model(field.to) if isinstance(field, OrderedSlugsField) else field.related_model


def defaults(model: type[Record]) -> dict[str, JSON]:
    """What a record of this type holds where nobody wrote anything."""
    return {
        name: canonical(field, None if field.is_relation else field.get_default())
        for name, field in content_fields(model).items()
    }


def complete(model: type[Record], values: Values) -> dict[str, JSON]:
    """Stored values with the default of every field that they do not name.

    Raises KeyError for a name that is no field of the type: values are renamed by migrations, never ignored.
    """
    if unknown := set(values) - set(content_fields(model)):
        raise KeyError(f"{model.type_name()} has no field {', '.join(sorted(unknown))}")
    return defaults(model) | dict(values)


def apply(record: Record, values: Values, *, live_only: bool = False) -> list[Problem]:
    """Give a row these values in memory: its columns, and its sets in the prefetch cache. Writes nothing.

    What the values do not name stays as it is. With `live_only`, sets hold what the public may see. Returns a
    problem for every reference to a record that is gone; the reference is empty then, not as it was.
    Never `.set()` a relation of the instance afterwards: Django compares with the cache and does nothing.
    """
    problems: list[Problem] = []
    for name, value in plain_columns(type(record), values).items():
        setattr(record, name, value)
    for name, field in content_fields(type(record)).items():
        if name not in values or not field.is_relation:
            continue
        if isinstance(field, models.ManyToManyField):
            wanted = [key[0] for key in values[name]]
            found = _rows(field.related_model, wanted)
            _override(record, name, found.live() if live_only else found)
        else:
            wanted = [values[name][0]] if values[name] else []
            found = list(_rows(field.related_model, wanted)) if wanted else []
            setattr(record, name, found[0] if found else None)
        if wanted:
            there = {row.slug for row in found}
            problems += [(name, _gone(field.related_model, slug)) for slug in wanted if slug not in there]
    return problems


def _rows(model: Any, slugs: list[str]) -> Any:
    return model._default_manager.filter(slug__in=slugs).select_related(*model.identifying)


def _override(record: Record, name: str, queryset: Any) -> None:
    """Make a relation of an instance hold these rows, as if they had been prefetched."""
    len(queryset)  # fetches them
    queryset._prefetch_done = True
    cache = record.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[name] = queryset


def _gone(model: Any, slug: str) -> Any:
    return _("There is no %(type)s “%(slug)s” any more.") % {"type": model._meta.verbose_name, "slug": slug}
