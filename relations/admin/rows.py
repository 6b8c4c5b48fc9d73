"""The rows of the records that revisions, conflicts and the like name: in as many queries as there are types."""

from collections import defaultdict
from collections.abc import Iterable

from relations.models import NamesARecord, Record, record_type
from relations.values import content_fields

Key = tuple[str, str]


def key_of(named: NamesARecord) -> Key:
    return named.record_type, named.slug


def rows_of(named: Iterable[NamesARecord]) -> dict[Key, Record]:
    """The named records, with all that their titles and values need, by key; those that are gone are left out."""
    slugs: dict[type[Record], set[str]] = defaultdict(set)
    for one in named:
        slugs[record_type(one)].add(one.slug)
    rows: dict[Key, Record] = {}
    for model, wanted in slugs.items():
        fields = content_fields(model).items()
        one_each = [name for name, field in fields if field.many_to_one]
        several = [name for name, field in fields if field.many_to_many]
        of_type = model._default_manager.filter(slug__in=wanted).select_related(*one_each).prefetch_related(*several)
        rows |= {(model.type_name(), row.slug): row for row in of_type}
    return rows
