"""Rows written by `loaddata` or SQL: the first verb records them, as nobody's work, and loses nothing."""

import pytest

from relations.models import Decision, Edition, Milestone, Page, Revision, SearchEntry
from relations.publishing import NotAllowed, NotNow, publish, reinstate, restore, save_draft, submit, withdraw
from relations.values import values_of
from tests.acting import LATER, NOW, edit, everything, open_revision, published_revision, refusal, reread
from tests.factories import MAKERS, PUBLISHED_AT, make_area, make_milestone, make_page, make_passage
from tests.loads import history

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", MAKERS)
def test_a_public_row_without_a_revision_gets_one(make):
    record = make(past_the_verbs=True)
    assert history(record) == []
    values = values_of(record)
    withdraw(record, by=None, at=LATER, note={"en": "It was wrong."})
    (revision,) = Revision.objects.of(record)
    assert (revision.state, revision.origin, revision.number) == ("published", "direct", 1)
    assert (revision.values, revision.published_at, revision.author) == (values, PUBLISHED_AT, None)
    assert not reread(record).live


def test_its_search_entries_and_dates_are_made_up_for():
    page = make_page(past_the_verbs=True)
    page.__class__.objects.update(first_published_at=None, last_published_at=None, updated_at=None)
    edit(page, at=NOW, title_es="Privacidad")
    row = reread(page)
    assert row.first_published_at == row.last_published_at == row.updated_at == NOW
    assert set(SearchEntry.objects.filter(slug=page.slug).values_list("language", flat=True)) == {"en", "es", "ko"}
    assert Edition.objects.get().number == 1
    assert history(page) == [("published", "direct", 1), ("draft", "editor", None)]


def test_a_withdrawn_row_without_a_revision_stays_withdrawn():
    page = make_page(live=False, first_published_at=PUBLISHED_AT)
    edit(page, title_es="Privacidad")
    assert history(page) == [("published", "direct", 1), ("draft", "editor", None)]
    assert (reread(page).live, reread(page).title_es) == (False, "")
    reinstate(page, by=None, at=NOW)
    assert reread(page).live


def test_a_row_that_was_never_public_becomes_a_draft():
    milestone = make_milestone(live=False, past_the_verbs=True)
    edit(milestone, title_es="Amistad")
    assert history(milestone) == [("superseded", "direct", None), ("draft", "editor", None)]
    assert values_of(reread(milestone)) == open_revision(milestone).values


def test_a_public_row_that_was_changed_is_the_next_version_a_minor_one():
    milestone = make_milestone()
    Milestone.objects.update(title_es="Amistad")
    milestone.areas.add(make_area(slug="arts"))
    revision = edit(milestone, title_ko="우정")
    direct = published_revision(milestone)
    assert (direct.origin, direct.number, direct.change, direct.published_at) == ("direct", 2, "minor", NOW)
    assert (direct.values["title_es"], direct.values["areas"]) == ("Amistad", [["arts"]])
    assert (revision.values["title_es"], revision.based_on) == ("Amistad", direct)
    assert reread(milestone).updated_at == PUBLISHED_AT
    assert SearchEntry.objects.get(slug=milestone.slug, language="es").text.startswith("amistad")


def test_a_changed_row_that_was_never_public_is_the_newest_draft():
    milestone = make_milestone(live=False)
    Milestone.objects.update(title_es="Amistad")
    revision = edit(milestone, title_ko="우정")
    assert history(milestone) == [
        ("superseded", "editor", None),
        ("superseded", "direct", None),
        ("draft", "editor", None),
    ]
    assert (revision.values["title_es"], revision.values["title_ko"]) == ("Amistad", "우정")


def test_a_changed_draft_is_submitted_and_published_by_who_opens_it_again(editor, publisher):
    """Whoever holds the former draft is told; who saves it again has seen what is there now."""
    milestone = make_milestone(live=False)
    draft = open_revision(milestone)
    Milestone.objects.update(title_es="Amistad")
    refusal(submit, draft, by=editor, at=NOW, error=NotNow)
    submit(edit(milestone, by=editor), by=editor, at=NOW)
    Milestone.objects.update(title_ko="우정")
    refusal(publish, open_revision(milestone), by=publisher, at=NOW, error=NotNow)
    publish(edit(milestone, by=publisher), by=publisher, at=NOW)
    assert (reread(milestone).title_es, reread(milestone).title_ko) == ("Amistad", "우정")


def test_another_form_of_the_same_text_is_no_change():
    milestone = make_milestone(title_ko="우정")
    Milestone.objects.update(title_ko=" 우정\r\n", body_en="<script>x()</script>")
    assert edit(milestone) == published_revision(milestone)
    assert history(milestone) == [("published", "editor", 1)]


def test_a_refused_verb_records_nothing():
    milestone = make_milestone(past_the_verbs=True)
    refusal(edit, milestone, title_en="x" * 201)
    assert history(milestone) == []
    assert not Decision.objects.exists()


def test_a_row_that_is_not_valid_can_be_mended_and_withdrawn():
    milestone = make_milestone(kind="party", past_the_verbs=True)
    refusal(edit, milestone, title_es="Amistad")
    edit(milestone, title_es="Amistad", kind="visit")
    withdraw(milestone, by=None, at=NOW, note={"en": "It was wrong."})
    assert not reread(milestone).live


def test_an_untouched_row_is_recorded_once():
    milestone = make_milestone(passages=[make_passage()], past_the_verbs=True)
    edit(milestone)
    before = everything()
    edit(milestone, at=LATER)
    assert everything() == before


def test_the_slug_of_a_public_record_that_was_deleted_is_not_given_to_another():
    """Its versions have the address: a new record would continue them, and have no row to be shown from."""
    page = make_page(slug="privacy")
    values, published = values_of(page), published_revision(page)
    Page.objects.all().delete()
    for wanted in (values, values | {"title_en": "Anew"}):
        refused = refusal(save_draft, Page, "privacy", wanted, by=None, at=NOW, is_new=True, error=NotAllowed)
        assert [reason.field for reason in refused.reasons] == ["slug"]
        refusal(save_draft, Page, "privacy", wanted, by=None, at=NOW, error=NotNow)
    refusal(restore, published, by=None, at=NOW, error=NotNow)
