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
        revisions = apps.get_model("relations", "Revision").objects.using(schema_editor.connection.alias)
        batch = []
        for revision in (
            revisions.filter(record_type=record_type, redacted_at=None).only("values").iterator(chunk_size=BATCH)
        ):
            revision.values = rewrite(revision.values)
            batch.append(revision)
            if len(batch) == BATCH:
                revisions.bulk_update(batch, ["values"])
                batch.clear()
        revisions.bulk_update(batch, ["values"])

    return run
