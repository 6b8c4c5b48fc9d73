"""For migrations that rename or retype a field of a record: the values stored in revisions follow.

operations = [
    migrations.RenameField("milestone", "summary_en", "lede_en"),
    rewrite_stored_values("milestone", rename_field("summary_en", "lede_en"), rename_field("lede_en", "summary_en")),
]
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.migrations import RunPython

from relations.values.canonical import JSON

Values = dict[str, JSON]
Rewrite = Callable[[Values], Values]

# As many rows are held in memory at once.
BATCH = 500


def rewrite_stored_values(record_type: str, forwards: Rewrite, backwards: Rewrite) -> RunPython:
    """A migration's operation that rewrites every stored value of a record type, there and back.

    What names a field without its value, as a waiting conflict does, follows `rename_field` only.
    """
    return RunPython(_run(record_type, forwards), _run(record_type, backwards))


@dataclass(frozen=True)
class _Renaming:
    old: str
    new: str

    def __call__(self, values: Values) -> Values:
        return {self.name(name): value for name, value in values.items()}

    def name(self, name: str) -> str:
        return self.new if name == self.old else name


def rename_field(old: str, new: str) -> Rewrite:
    return _Renaming(old, new)


def convert_field(name: str, convert: Callable[[JSON], JSON]) -> Rewrite:
    """Values in which one field, where it is named, holds what `convert` makes of it."""
    return lambda values: values | ({name: convert(values[name])} if name in values else {})


def _run(record_type: str, rewrite: Rewrite) -> Callable[[Any, Any], None]:
    def run(apps: Any, schema_editor: Any) -> None:
        alias = schema_editor.connection.alias
        # By model: the columns that hold values, those that hold names of fields, and which rows.
        stored: dict[str, tuple[list[str], list[str], dict[str, Any]]] = {
            # A redacted version has no values to rewrite.
            "Revision": (["values"], [], {"redacted_at": None}),
            "Baseline": (["values"], ["released"], {}),
            "Conflict": (["base", "site", "fixture"], ["fields"], {}),
        }
        for model, (columns, naming, narrowed) in stored.items():
            rewrites: dict[str, Callable[[Any], Any]] = dict.fromkeys(columns, rewrite)
            if isinstance(rewrite, _Renaming):
                rewrites |= dict.fromkeys(naming, partial(_rename_each, rewrite))
            rows = apps.get_model("relations", model).objects.using(alias)
            _rewrite_rows(rows.filter(record_type=record_type, **narrowed).only(*rewrites), rewrites)

    return run


def _rename_each(renaming: _Renaming, names: list[str]) -> list[str]:
    return [renaming.name(name) for name in names]


def _rewrite_rows(rows: Any, rewrites: Mapping[str, Callable[[Any], Any]]) -> None:
    batch = []
    for row in rows.iterator(chunk_size=BATCH):
        for column, rewrite in rewrites.items():
            setattr(row, column, rewrite(getattr(row, column)))
        batch.append(row)
        if len(batch) == BATCH:
            rows.model.objects.using(rows.db).bulk_update(batch, rewrites)
            batch.clear()
    rows.model.objects.using(rows.db).bulk_update(batch, rewrites)
