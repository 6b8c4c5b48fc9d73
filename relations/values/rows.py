"""A record's values: read from its row, completed, and given to a row in memory."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
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


def read_all(model: type[Record], known: Mapping[str, Values]) -> Iterator[tuple[dict[str, Any], dict[str, JSON]]]:
    """Every row of a record type: what identifies and shows it, and its content values.

    `known` are values in canonical form that a row may hold, by slug: what equals them need not be brought into
    that form again. Queries grow with relations, not with rows.
    """
    fields = content_fields(model)
    sets = {name: _slugs_by_row(field) for name, field in fields.items() if isinstance(field, models.ManyToManyField)}
    columns = {
        name: f"{name}__slug" if isinstance(field, models.ForeignKey) else name
        for name, field in fields.items()
        if name not in sets
    }
    for row in model._default_manager.order_by().values("pk", "slug", "live", "first_published_at", *columns.values()):
        held = known.get(row["slug"], {})
        values = {}
        for name, column in columns.items():
            raw = row[column]
            # The known value, and not the row's own equal text: so both are not held in memory.
            known_as = held.get(name)
            values[name] = known_as if type(raw) is str and known_as == raw else _stored(fields[name], raw)
        for name, slugs in sets.items():
            values[name] = [[slug] for slug in sorted(slugs.get(row["pk"], ()))]
        yield row, values


def _stored(field: Any, raw: Any) -> JSON:
    if isinstance(field, models.ForeignKey):
        return [raw] if raw else None
    return canonical(field, raw)


def _slugs_by_row(field: Any) -> dict[int, list[str]]:
    """The slugs that a many-to-many relation holds, by the key of the row."""
    through = field.remote_field.through._default_manager.order_by()
    slugs: dict[int, list[str]] = defaultdict(list)
    for key, slug in through.values_list(field.m2m_column_name(), f"{field.m2m_reverse_field_name()}__slug"):
        slugs[key].append(slug)
    return slugs


def plain_columns(model: type[Record], values: Mapping[str, JSON]) -> dict[str, Any]:
    """The values that are no references, as the types that a model instance holds."""
    fields = content_fields(model)
    return {name: fields[name].to_python(value) for name, value in values.items() if not fields[name].is_relation}


def referred_slugs(model: type[Record], values: Mapping[str, JSON]) -> list[tuple[str, type[Record], str]]:
    """Every reference among the values, as (field, record type referred to, slug)."""
    found = []
    for name, field, target in _references(model):
        if not (value := values.get(name)):
            continue
        if isinstance(field, models.ManyToManyField):
            found += [(name, target, key[0]) for key in value]
        elif isinstance(field, models.ForeignKey):
            found.append((name, target, value[0]))
        else:
            found += [(name, target, slug) for slug in value]
    return found


@cache
def _references(model: Any) -> list[tuple[str, Any, type[Record]]]:
    """The fields of a record type that refer to records, with the type referred to."""
    return [
        (name, field, _target(field))
        for name, field in content_fields(model).items()
        if field.is_relation or isinstance(field, OrderedSlugsField)
    ]


def _target(field: Any) -> type[Record]:
    return apps.get_model(field.to) if isinstance(field, OrderedSlugsField) else field.related_model


def digest(value: JSON) -> str:
    """A mark of a value, or of many: SHA-256 of its JSON, whatever the order in which it is written."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def defaults(model: type[Record]) -> dict[str, JSON]:
    """What a record of this type holds where nobody wrote anything."""
    return dict(_defaults(model))


@cache
def _defaults(model: Any) -> dict[str, JSON]:
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
