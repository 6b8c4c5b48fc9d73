"""What a set's records must obey: each other's references, the models' rules, completeness."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from relations.loading.faults import Fault
from relations.models import RECORD_TYPES, Record
from relations.publishing import missing
from relations.values import content_fields, plain_columns, referred_slugs

Model = type[Record]
Key = tuple[Model, str]

TYPES_BY_LABEL: dict[str, Model] = {model._meta.label_lower: model for model in RECORD_TYPES}


@dataclass
class SetRecord:
    """One record of a set, with its values in canonical form."""

    file: str
    model: Model
    slug: str
    values: dict[str, Any]
    bad_fields: set[str] = field(default_factory=set)
    # Whether just these values were loaded before, so that their rules were looked at then.
    is_known: bool = False

    @property
    def key(self) -> Key:
        return self.model, self.slug

    def fault(self, field: str, message: Any) -> Fault:
        """A fault of this record; a field that has one is not judged again."""
        self.bad_fields.add(field)
        return Fault(self.file, str(message), self.model._meta.label_lower, self.slug, field)


def broken(records: list[SetRecord]) -> list[Fault]:
    """Every rule that the records break, beside the fields already known to be bad."""
    faults = [*_duplicates(records), *_dangling_references(records)]
    unknown = [record for record in records if not record.is_known]
    return faults + [fault for _record, found in broken_rules(unknown) for fault in found]


def broken_rules(records: list[SetRecord]) -> Iterator[tuple[SetRecord, list[Fault]]]:
    """The records that break rules of their own, each with what publication and its model say against it."""
    made = instances(records)
    for record in records:
        if faults := list(_broken_rules(record, made[record.key])):
            yield record, faults


def _duplicates(records: list[SetRecord]) -> list[Fault]:
    counts = Counter(record.key for record in records)
    return [record.fault("slug", "stands twice in the set.") for record in records if counts[record.key] > 1]


def _dangling_references(records: list[SetRecord]) -> list[Fault]:
    """References to records that neither the set nor the site has; one query a type."""
    in_set = {record.key for record in records}
    references = [
        (record, name, target, slug)
        for record in records
        for name, target, slug in referred_slugs(record.model, record.values)
        if (target, slug) not in in_set
    ]
    on_site = {
        (model, slug)
        for model, slugs in slugs_by_type((target, slug) for _record, _name, target, slug in references).items()
        for slug in model._default_manager.filter(slug__in=slugs).values_list("slug", flat=True)
    }
    return [
        record.fault(name, f"there is no {target._meta.verbose_name} “{slug}”, in the set or on the site.")
        for record, name, target, slug in references
        if (target, slug) not in on_site
    ]


def slugs_by_type(keys: Iterable[Key]) -> dict[Model, set[str]]:
    """Keys grouped by record type, so that each type is asked for in one query."""
    grouped: dict[Model, set[str]] = defaultdict(set)
    for model, slug in keys:
        grouped[model].add(slug)
    return grouped


def instances(records: list[SetRecord]) -> dict[Key, Record]:
    """Unsaved rows for the records of a set, their foreign keys pointing at each other or at rows of the site."""
    made: dict[Key, Record] = {
        record.key: record.model(slug=record.slug, **plain_columns(record.model, record.values)) for record in records
    }
    elsewhere = _rows_of_site({reference for record in records for reference in _foreign_keys(record)} - set(made))
    for record in records:
        for name, value in record.values.items():
            target: Any = record.model._meta.get_field(name)
            if target.many_to_one and value:
                key: Key = (target.related_model, value[0])
                setattr(made[record.key], name, made.get(key) or elsewhere.get(key))
    return made


def _foreign_keys(record: SetRecord) -> list[Key]:
    return [
        (target, slug)
        for name, target, slug in referred_slugs(record.model, record.values)
        if isinstance(record.model._meta.get_field(name), models.ForeignKey)
    ]


def _rows_of_site(keys: set[Key]) -> dict[Key, Record]:
    return {
        (model, row.slug): row
        for model, slugs in slugs_by_type(keys).items()
        for row in model._default_manager.filter(slug__in=slugs)
    }


def _broken_rules(record: SetRecord, instance: Record) -> Iterator[Fault]:
    """What publication, the record's fields and then its own rules say against it."""
    reasons = [(name, "It must be given.") for name in record.model.identifying if not record.values.get(name)]
    reasons += missing(record.model, record.values)
    relations = [name for name, model_field in content_fields(record.model).items() if model_field.is_relation]
    reasons += _complaints(lambda: instance.clean_fields(exclude=relations))
    yield from _faults_of_good_fields(record, reasons)
    if not record.bad_fields:
        yield from _faults_of_good_fields(record, _complaints(instance.clean))


def _faults_of_good_fields(record: SetRecord, reasons: list[tuple[str, Any]]) -> list[Fault]:
    return [record.fault(name, message) for name, message in reasons if name not in record.bad_fields]


def _complaints(validate: Callable[[], None]) -> list[tuple[str, Any]]:
    try:
        validate()
    except ValidationError as error:
        return [
            ("" if name == NON_FIELD_ERRORS else name, message)
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []
