"""The one writer of rows: columns, sets and search entries, in bulk. The caller holds the transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.db import models

from relations import richtext
from relations.languages import codes, folded, main_language
from relations.models import RECORD_TYPES, Record, SearchEntry
from relations.models.record import RichTextField
from relations.values.canonical import content_fields
from relations.values.rows import Values, complete, plain_columns

BATCH = 500


@dataclass(frozen=True)
class Row:
    """A row as it shall be: its values, defaults where it names none, and those workflow columns that change."""

    model: type[Record]
    slug: str
    values: Values
    workflow: Mapping[str, Any] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        return bool(self.workflow.get("live"))


def write(rows: Iterable[Row]) -> dict[tuple[type[Record], str], int]:
    """Create or overwrite rows; returns their primary keys. Queries grow with batches, not with rows.

    Every record that they refer to must exist or be among the rows.
    """
    keys: dict[tuple[type[Record], str], int] = {}
    by_type: dict[type[Record], list[Row]] = defaultdict(list)
    for row in rows:
        by_type[row.model].append(row)
    batches = [batch for model in RECORD_TYPES for batch in _batches(by_type[model])]
    for batch in map(_completed, batches):  # each type after those that it refers to
        keys |= {(row.model, row.slug): key for row, key in zip(batch, _write_columns(batch), strict=True)}
    for batch in map(_completed, batches):
        for name, column in content_fields(batch[0].model).items():
            if isinstance(column, models.ManyToManyField):
                _write_set(batch, name, column, [keys[row.model, row.slug] for row in batch])
        _write_search_entries(batch)
    return keys


def _completed(batch: list[Row]) -> list[Row]:
    """A batch with all values; of all rows at once they would fill the memory with defaults."""
    return [replace(row, values=complete(row.model, row.values)) for row in batch]


def _batches(rows: list[Row]) -> Iterator[list[Row]]:
    """Batches of one type whose rows change the same workflow columns."""
    groups: dict[frozenset[str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[frozenset(row.workflow)].append(row)
    for group in groups.values():
        remaining = iter(group)
        while batch := list(islice(remaining, BATCH)):
            yield batch


def _write_columns(batch: Sequence[Row]) -> list[int]:
    model = batch[0].model
    fields = content_fields(model)
    references = {name: field for name, field in fields.items() if isinstance(field, models.ForeignKey)}
    keys = {
        name: _primary_keys(field.related_model, {row.values[name][0] for row in batch if row.values[name]})
        for name, field in references.items()
    }
    instances = [
        model(
            slug=row.slug,
            **plain_columns(model, row.values),
            **{
                references[name].attname: keys[name][row.values[name][0]] if row.values[name] else None
                for name in references
            },
            **row.workflow,
        )
        for row in batch
    ]
    columns = [name for name, field in fields.items() if field.concrete and not field.many_to_many]
    written = model._default_manager.bulk_create(
        instances,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*columns, *batch[0].workflow],
    )
    return [row.pk for row in written]


def _primary_keys(model: Any, slugs: set[str]) -> dict[str, int]:
    return dict(model._default_manager.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}


def _write_set(batch: Sequence[Row], name: str, field: Any, keys: list[int]) -> None:
    """Add and remove the links of one many-to-many relation that differ."""
    through = field.remote_field.through._default_manager
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    others = _primary_keys(field.related_model, {key[0] for row in batch for key in row.values[name]})
    wanted = {(key, others[other[0]]) for row, key in zip(batch, keys, strict=True) for other in row.values[name]}
    there = {
        (key, other): link
        for link, key, other in through.filter(**{f"{source}__in": keys}).values_list("pk", source, target)
    }
    if gone := [link for pair, link in there.items() if pair not in wanted]:
        through.filter(pk__in=gone).delete()
    through.bulk_create(
        (through.model(**{source: key, target: other}) for key, other in sorted(wanted - set(there))),
        batch_size=BATCH,
    )


def _write_search_entries(batch: Sequence[Row]) -> None:
    model = batch[0].model
    entries = SearchEntry.objects.filter(record_type=model.type_name())
    if hidden := [row.slug for row in batch if not row.live]:
        entries.filter(slug__in=hidden).delete()
    SearchEntry.objects.bulk_create(
        (
            SearchEntry(record_type=model.type_name(), slug=row.slug, language=code, text=searched_text(row, code))
            for row in batch
            if row.live
            for code in codes()
        ),
        update_conflicts=True,
        unique_fields=["record_type", "slug", "language"],
        update_fields=["text"],
        batch_size=BATCH,
    )


def searched_text(row: Row, language: str) -> str:
    """The words by which a record is found in a language: its texts there, else in the main one, folded."""
    fields = content_fields(row.model)
    words = []
    for name in row.model.translated_names():
        column = f"{name}_{language}" if row.values[f"{name}_{language}"] else f"{name}_{main_language()}"
        text = row.values[column]
        words.append(richtext.words(text) if isinstance(fields[column], RichTextField) else text)
    words += [row.values[name] for name in row.model.searched]
    return folded("\n".join(filter(None, words)))
