"""For migrations that rename or retype a field of a record: the values stored in revisions follow.

operations = [
    migrations.RenameField("milestone", "summary_en", "lede_en"),
    rewrite_stored_values("milestone", rename_field("summary_en", "lede_en"), rename_field("lede_en", "summary_en")),
]
"""

from collections.abc import Callable
from typing import Any

from django.db.migrations import RunPython

from relations.values.canonical import JSON

Values = dict[str, JSON]
Rewrite = Callable[[Values], Values]

# As many rows are held in memory at once.
BATCH = 500


def rewrite_stored_values(record_type: str, forwards: Rewrite, backwards: Rewrite) -> RunPython:
    """A migration's operation that rewrites every stored value of a record type, there and back."""
    return RunPython(_run(record_type, forwards), _run(record_type, backwards))


def rename_field(old: str, new: str) -> Rewrite:
    return lambda values: {new if name == old else name: value for name, value in values.items()}


def convert_field(name: str, convert: Callable[[JSON], JSON]) -> Rewrite:
    """Values in which one field, where it is named, holds what `convert` makes of it."""
    return lambda values: values | ({name: convert(values[name])} if name in values else {})


def _run(record_type: str, rewrite: Rewrite) -> Callable[[Any, Any], None]:
    def run(apps: Any, schema_editor: Any) -> None:
        alias = schema_editor.connection.alias
        stored = {
            # A redacted version has no values to rewrite.
            "Revision": (["values"], {"redacted_at": None}),
            "Baseline": (["values"], {}),
            "Conflict": (["base", "site", "fixture"], {}),
        }
        for name, (columns, narrowed) in stored.items():
            rows = apps.get_model("relations", name).objects.using(alias)
            _rewrite_rows(rows.filter(record_type=record_type, **narrowed).only(*columns), columns, rewrite)

    return run


def _rewrite_rows(rows: Any, columns: list[str], rewrite: Rewrite) -> None:
    batch = []
    for row in rows.iterator(chunk_size=BATCH):
        for column in columns:
            setattr(row, column, rewrite(getattr(row, column)))
        batch.append(row)
        if len(batch) == BATCH:
            rows.model.objects.using(rows.db).bulk_update(batch, columns)
            batch.clear()
    rows.model.objects.using(rows.db).bulk_update(batch, columns)
