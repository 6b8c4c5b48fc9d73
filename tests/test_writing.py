"""The one writer of rows: columns, sets and search entries, many at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.languages import folded
from relations.models import Agreement, Milestone, Page, Passage, SearchEntry, Source
from relations.publishing import publish, reinstate, withdraw
from relations.values import Row, complete, values_of, write
from tests.acting import NOW, edit, republish, reread
from tests.factories import (
    PUBLISHED_AT,
    canonical_values,
    make_action,
    make_agreement,
    make_area,
    make_milestone,
    make_page,
    make_passage,
)

pytestmark = pytest.mark.django_db

LIVE = {"live": True, "first_published_at": PUBLISHED_AT}


def row(model, slug, workflow=LIVE, **values):
    return Row(model, slug, complete(model, canonical_values(model, values)), workflow)


def found(record):
    """What the search finds of a record, by language."""
    return dict(SearchEntry.objects.filter(slug=record.slug).values_list("language", "text"))


def test_rows_are_made_with_what_they_refer_to_in_any_order():
    keys = write(
        [
            row(Milestone, "visit", title_en="The visit", passages=[["p1"]], areas=[]),
            row(Passage, "p1", source=["letter"], locator="¶1"),
            row(Source, "letter", title_en="A letter"),
        ]
    )
    milestone = Milestone.objects.get()
    assert keys[Milestone, "visit"] == milestone.pk
    assert [passage.source.slug for passage in milestone.passages.all()] == ["letter"]
    assert (milestone.live, milestone.first_published_at) == (True, PUBLISHED_AT)


def test_records_of_one_type_may_refer_to_each_other():
    write([row(Agreement, "new", replaces=[["old"]]), row(Agreement, "old", amends=[["new"]])])
    new, old = Agreement.objects.get(slug="new"), Agreement.objects.get(slug="old")
    assert (list(new.replaces.all()), list(old.amends.all()), list(new.amends.all())) == ([old], [new], [])


def test_a_row_is_overwritten_but_for_the_workflow_that_is_not_given():
    milestone = make_milestone(title_es="Amistad", areas=[make_area()])
    area, passage = make_area(), make_passage()
    write([row(Milestone, milestone.slug, {}, title_en="The visit", date="1999", passages=[passage], areas=[area])])
    after = reread(milestone)
    assert (after.title_en, after.title_es, str(after.date)) == ("The visit", "", "1999")
    assert (list(after.passages.all()), list(after.areas.all())) == ([passage], [area])
    assert (after.live, after.updated_at) == (True, PUBLISHED_AT)


def test_links_that_stay_are_left_alone():
    kept, gone, new = make_area(), make_area(), make_area()
    milestone = make_milestone(areas=[kept, gone])
    link = Milestone.areas.through.objects.get(cooperationarea=kept)
    republish(milestone, areas=[kept, new])
    assert Milestone.areas.through.objects.get(cooperationarea=kept) == link
    assert set(reread(milestone).areas.all()) == {kept, new}


def test_queries_grow_with_batches_and_not_with_rows():
    passages = [make_passage() for _ in range(3)]

    def queries(count):
        rows = [row(Milestone, f"m-{count}-{n}", title_en="A visit", passages=passages) for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            write(rows)
        return len(captured)

    assert queries(20) == queries(2)
    assert Milestone.objects.count() == 22


def test_the_search_finds_what_is_public_in_each_language():
    milestone = make_milestone(
        title_en="Friendship with Perú", title_es="Amistad con el PERÚ", title_ko="페루와의 우정",
        body_en="<p>Signed in <em>Straße</em> &amp; harbour</p>",
    )  # fmt: skip
    texts = found(milestone)
    assert set(texts) == {"en", "es", "ko"}
    assert "friendship with peru" in texts["en"]
    assert "amistad con el peru" in texts["es"]
    assert "페루와의 우정" in texts["ko"]
    for text in texts.values():  # the body falls back to the main language, without its markup
        assert "strasse" in text
        assert "& harbour" in text
        assert "<" not in text


def test_what_is_searched_beside_the_texts_is_folded_too():
    assert "signe a paris" in found(make_passage(fragment="Signé à Paris"))["ko"]
    assert "i-12345" in found(make_agreement(registration_number="I-12345"))["es"]
    assert "the harbour" in found(make_action(place_en="The Harbour"))["en"]


@pytest.mark.parametrize(
    ("text", "same"),
    [("Perú", "peru"), ("PERU\u0301", "peru"), ("한국", "한국"), ("\u1112\u1161\u11ab국", "한국"), ("Ñandú", "nandu"), ("ＡＢＣ", "abc")],
)  # fmt: skip
def test_folding_loses_case_and_accents_and_keeps_hangul(text, same):
    assert folded(text) == same
    assert folded(folded(text)) == same


def test_the_search_follows_publication_and_withdrawal():
    page = make_page(live=False, title_en="Privacy")
    assert found(page) == {}
    publish(edit(page, title_es="Perú"), by=None, at=NOW)
    assert "peru" in found(page)["es"]
    draft = edit(page, title_es="Intimidad")
    assert "intimidad" not in found(page)["es"]
    publish(draft, by=None, at=NOW, support_confirmed=True)
    assert "intimidad" in found(page)["es"]
    assert "peru" not in found(page)["es"]
    withdraw(page, by=None, at=NOW, note={"en": "It was wrong."})
    assert found(page) == {}
    edit(page, title_es="Datos")
    assert found(page) == {}
    reinstate(page, by=None, at=NOW)
    assert "intimidad" in found(page)["es"]


def test_entries_of_another_type_with_the_same_slug_are_left_alone():
    make_area(slug="trade", title_en="Trade")
    page = make_page(slug="trade", title_en="On trade")
    withdraw(page, by=None, at=NOW, note={"en": "It was wrong."})
    assert (
        list(SearchEntry.objects.filter(slug="trade").values_list("record_type", flat=True)) == ["cooperationarea"] * 3
    )


def test_what_is_written_is_what_is_read():
    values = complete(
        Page, canonical_values(Page, {"title_ko": "개인정보", "body_en": "<p>One\r\ntwo</p>", "order": 7})
    )
    write([Row(Page, "privacy", values, LIVE)])
    assert values_of(Page.objects.get()) == values
