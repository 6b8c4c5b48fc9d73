"""The verbs as the tests use them: values as tests write them, and the time only where it matters."""

import datetime
from typing import Any

import pytest
from django.db import connection

from relations.models import Change, Decision, Edition, Record, Revision
from relations.publishing import NotAllowed, Opened, look, publish, save_draft
from tests.factories import canonical_values
from tests.once import quoted, tables

NOW = datetime.datetime(2030, 1, 2, 3, 4, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=1)


def edit(
    record: Record,
    *,
    by: Any = None,
    at: Any = NOW,
    opened: Opened | None = None,
    change: Any = Change.MAJOR,
    note: Any = None,
    **changes: Any,
) -> Revision:
    """Save a draft of a record in which these fields are changed; its note, by language, tells readers so."""
    values = canonical_values(type(record), changes)
    said = {"change": change, "change_note": note}
    return save_draft(type(record), record.slug, values, by=by, at=at, opened=opened, **said)


def republish(record: Record, *, by: Any = None, at: Any = NOW, **changes: Any) -> Revision:
    """Change a record's public values, with what `edit` takes besides."""
    return publish(edit(record, by=by, at=at, **changes), by=by, at=at, support_confirmed=True)[0]


def open_form(record: Record) -> Opened:
    """What the form of a record shows when somebody opens it."""
    return look(type(record), record.slug).opened()


def reread(record: Any) -> Any:
    return type(record)._default_manager.get(pk=record.pk)


def is_there(record: Record) -> bool:
    return type(record)._default_manager.filter(slug=record.slug).exists()


def open_revision(record: Record) -> Any:
    return Revision.objects.of(record).open().first()


def published_revision(record: Record) -> Any:
    return Revision.objects.of(record).filter(state="published").first()


def last_decision() -> Any:
    return Decision.objects.first()


def edition() -> int:
    """How many public changes there have been."""
    now = Edition.objects.first()
    return now.number if now else 0


def refusal(verb: Any, *args: Any, error: type[Exception] = NotAllowed, **kwargs: Any) -> Any:
    """The error of exactly this type with which a verb is refused, having changed nothing at all."""
    before = everything()
    with pytest.raises(error) as refused:
        verb(*args, **kwargs)
    assert type(refused.value) is error
    assert everything() == before
    return refused.value


def fields_refused(verb: Any, *args: Any, **kwargs: Any) -> list[str]:
    """The fields that a refusal names, in order."""
    return sorted(reason.field for reason in refusal(verb, *args, **kwargs).reasons)


def everything() -> dict[str, list[Any]]:
    """Every row of the site's own tables."""
    rows = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {quoted(table)} ORDER BY id")  # noqa: S608
            rows[table] = cursor.fetchall()
    return rows
