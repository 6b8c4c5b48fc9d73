"""A record's values as canonical JSON: compared, given to a row in memory, written to the database."""

from relations.values.canonical import canonical, column, content_fields, workflow_columns
from relations.values.rows import (
    Problem,
    Values,
    apply,
    complete,
    defaults,
    digest,
    plain_columns,
    read_all,
    referred_slugs,
    values_of,
)
from relations.values.writing import Row, write

__all__ = [
    "Problem",
    "Row",
    "Values",
    "apply",
    "canonical",
    "column",
    "complete",
    "content_fields",
    "defaults",
    "digest",
    "plain_columns",
    "read_all",
    "referred_slugs",
    "values_of",
    "workflow_columns",
    "write",
]
