"""Read a fixture set from disk and validate all of it, before anything else looks at it.

Every fault is collected, with its file, record and field, so that a maintainer mends them in one go.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from relations.languages import codes
from relations.loading.faults import Fault, InvalidSet
from relations.loading.manifest import Manifest, read_manifest, read_text
from relations.loading.rules import TYPES_BY_LABEL, Key, SetRecord, broken
from relations.models.record import lower_case_slug
from relations.values import Values, canonical, content_fields, workflow_columns

SLUG_LENGTH = 100


@dataclass
class FixtureSet:
    """A whole set, valid in itself and beside the records that the site has."""

    manifest: Manifest
    records: list[SetRecord] = field(default_factory=list)


def read_set(folder: Path, known: Mapping[Key, Values] | None = None) -> FixtureSet:
    """Read and validate the set in a folder.

    `known` are the values that sets gave the site's records: what is still the same was validated then.
    Raises InvalidSet with every fault found.
    """
    faults: list[Fault] = []
    manifest = read_manifest(folder, faults)
    records: list[SetRecord] = []
    files = sorted(folder.glob("*.json"))
    if not files:
        faults.append(Fault(folder.name, "the folder holds no .json file."))
    for path in files:
        rows = _read_rows(path, faults)
        records += filter(
            None, (_read_record(path.name, position, row, faults, known or {}) for position, row in enumerate(rows, 1))
        )
    faults += broken(records)
    if faults or manifest is None:
        raise InvalidSet(faults)
    return FixtureSet(manifest, records)


def _read_rows(path: Path, faults: list[Fault]) -> list[Any]:
    text = read_text(path, faults)
    if text is None:
        return []
    try:
        rows = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        faults.append(Fault(path.name, f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."))
        return []
    except ValueError as error:  # a key twice, or a number of thousands of digits
        faults.append(Fault(path.name, f"cannot be read: {error}."))
        return []
    except RecursionError:
        faults.append(Fault(path.name, "is not a list of records: it is nested too deeply."))
        return []
    if not isinstance(rows, list):
        faults.append(Fault(path.name, "is not a list of records."))
        return []
    return rows


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a key that stands in it twice would otherwise hide a value without a word."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = sorted({name for name, _value in pairs if [key for key, _other in pairs].count(name) > 1})
        raise ValueError(f"{', '.join(twice)} stands twice in one record, {str(dict(pairs).get('slug', ''))!r}")
    return found


def _read_record(
    file: str, position: int, row: Any, faults: list[Fault], known: Mapping[Key, Values]
) -> SetRecord | None:
    """One row as a record with canonical values; None, and its faults, if it cannot be one."""
    place = f"record {position}"
    if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
        faults.append(Fault(file, 'is no record: write {"model": …, "fields": {…}}.', slug=place))
        return None
    fields = row["fields"]
    slug = fields.get("slug")
    place = slug if isinstance(slug, str) and slug else place
    model = TYPES_BY_LABEL.get(str(row.get("model")).lower())
    if model is None:
        faults.append(Fault(file, f"“{row.get('model')}” is no record type of this site.", slug=place))
        return None
    if _is_known(row, known.get((model, place))):
        return SetRecord(file, model, place, dict(known[model, place]), is_known=True)
    record = SetRecord(file, model, place, {})
    for name in sorted(set(row) - {"model", "fields"}):
        faults.append(record.fault(name, "does not belong in a set: records are known by their slugs."))
    if problem := _slug_problem(slug):
        faults.append(record.fault("slug", problem))
    columns = content_fields(model)
    for name, raw in fields.items():
        if name == "slug":
            continue
        if name not in columns:
            faults += _unknown_field(record, name, raw)
            continue
        try:
            record.values[name] = canonical(columns[name], raw)
        except ValidationError as error:
            faults += [record.fault(name, message) for message in error.messages]
    record.is_known = not record.bad_fields and record.values == known.get(record.key)
    return record


def _is_known(row: dict[str, Any], former: Values | None) -> bool:
    """Whether a row says just what a set said of the record before."""
    fields = row["fields"]
    return (
        former is not None
        and set(row) == {"model", "fields"}
        and fields.get("live", True) is True
        and {name: value for name, value in fields.items() if name not in ("slug", "live")} == former
    )


def _slug_problem(slug: Any) -> str:
    if not isinstance(slug, str) or not slug:
        return "is missing: every record has one."
    if len(slug) > SLUG_LENGTH:
        return f"has {len(slug)} characters, at most {SLUG_LENGTH} are allowed."
    try:
        lower_case_slug(slug)
    except ValidationError as error:
        return str(error.message)
    return ""


def _unknown_field(record: SetRecord, name: str, raw: Any) -> list[Fault]:
    if name == "live":
        # Allowed so that plain `loaddata` into an empty database shows a site.
        return [] if raw is True else [record.fault(name, "can only be true: a set holds what is public.")]
    if name in workflow_columns(record.model):
        return [record.fault(name, "is set by publishing, never by a set.")]
    base, _underscore, language = name.rpartition("_")
    if base in record.model.translated_names():
        return [record.fault(name, f"unknown language {language}: the site has {', '.join(codes())}.")]
    return [record.fault(name, f"is no field of {record.model._meta.label_lower}.")]
