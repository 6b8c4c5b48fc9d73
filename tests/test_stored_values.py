"""Migrations that rename or retype a record's field: the values of past revisions follow, there and back."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from relations.models import Baseline, Conflict, Revision
from relations.values.stored import BATCH, convert_field, rename_field, rewrite_stored_values
from tests.acting import NOW, republish
from tests.fixture_sets import small_set
from tests.loads import ABSENT, changed, visit

pytestmark = pytest.mark.django_db


def stored(slug, values, record_type="milestone", **columns):
    columns = {"state": "superseded", "origin": "editor", "created_at": NOW, **columns}
    return Revision(record_type=record_type, slug=slug, values=values, **columns)


def run(operation, backwards=False):
    """What a migration would do, with the models as they are."""
    code = operation.reverse_code if backwards else operation.code
    code(apps, SimpleNamespace(connection=connection))


def values(slug):
    return Revision.objects.get(slug=slug).values


RENAME = rewrite_stored_values(
    "milestone", rename_field("summary_en", "lede_en"), rename_field("lede_en", "summary_en")
)
TO_NUMBER = rewrite_stored_values("milestone", convert_field("rank", int), convert_field("rank", str))


def test_a_field_is_renamed_and_renamed_back():
    before = {"title_en": "A visit", "summary_en": "They met."}
    Revision.objects.bulk_create([stored("visit", before), stored("area", before, "cooperationarea")])
    run(RENAME)
    assert values("visit") == {"title_en": "A visit", "lede_en": "They met."}
    assert values("area") == before
    run(RENAME, backwards=True)
    assert values("visit") == before


def test_a_field_is_converted_and_converted_back_where_it_is_named():
    Revision.objects.bulk_create([stored("ranked", {"rank": "7", "title_en": "x"}), stored("plain", {"title_en": "y"})])
    run(TO_NUMBER)
    assert (values("ranked"), values("plain")) == ({"rank": 7, "title_en": "x"}, {"title_en": "y"})
    run(TO_NUMBER, backwards=True)
    assert values("ranked") == {"rank": "7", "title_en": "x"}


def test_every_revision_is_rewritten_once_however_many_there_are():
    count = 2 * BATCH + 1
    Revision.objects.bulk_create(stored(f"m-{n}", {"rank": n}) for n in range(count))
    run(rewrite_stored_values("milestone", convert_field("rank", lambda rank: rank + 1), lambda old: old))
    ranks = {one.slug: one.values["rank"] for one in Revision.objects.iterator()}
    assert ranks == {f"m-{n}": n + 1 for n in range(count)}


def test_a_redacted_version_stays_blank_and_is_not_asked_for_what_it_lacks():
    Revision.objects.bulk_create([stored("visit", {}, number=1, redacted_at=NOW), stored("other", {"title_en": "x"})])
    swap = rewrite_stored_values("milestone", lambda old: {"name_en": old["title_en"]}, lambda old: old)
    run(swap)
    assert (values("visit"), values("other")) == ({}, {"name_en": "x"})
    fill = rewrite_stored_values("milestone", lambda old: old | {"order": 0}, lambda old: old)
    run(fill)
    assert values("visit") == {}


def test_nothing_else_of_a_revision_changes():
    Revision.objects.bulk_create([stored("visit", {"summary_en": "x"}, number=1, state="published", published_at=NOW)])
    columns = [field.name for field in Revision._meta.concrete_fields if field.name != "values"]
    before = Revision.objects.values(*columns).get()
    run(RENAME)
    assert Revision.objects.values(*columns).get() == before


def test_what_a_set_gave_and_what_waits_for_a_decision_follow_too(bring):
    """Each names its fields beside their values: a conflict under the former name could never be decided."""
    republish(visit(), title_en="A visit, edited")
    bring(changed(small_set(), "visit", title_en="A visit, reloaded", areas=ABSENT))
    told = Conflict.objects.waiting().values("fields", "base", "site", "fixture")
    given = Baseline.objects.filter(slug="visit").values("values", "released")
    before = told.get(), given.get()
    assert (before[0]["fields"], before[1]["released"]) == (["title_en"], ["areas"])
    for old, new in (("title_en", "heading_en"), ("areas", "subjects")):
        run(rewrite_stored_values("milestone", rename_field(old, new), rename_field(new, old)))
    assert told.get() == {
        "fields": ["heading_en"],
        "base": {"heading_en": "A visit"},
        "site": {"heading_en": "A visit, edited"},
        "fixture": {"heading_en": "A visit, reloaded"},
    }
    assert given.get()["released"] == ["subjects"]
    assert {"heading_en"} < set(given.get()["values"])
    for old, new in (("title_en", "heading_en"), ("areas", "subjects")):
        run(rewrite_stored_values("milestone", rename_field(old, new), rename_field(new, old)), backwards=True)
    assert (told.get(), given.get()) == before
