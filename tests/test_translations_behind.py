"""A translation is behind when its main text changed for the reader and it did not; and who says that it is right."""

import pytest

from relations.models import Change, Decision, Milestone, Page, Revision, State, Verb
from relations.models.revision import Origin
from relations.publishing import (
    NotNow,
    NotPermitted,
    behind,
    behind_of,
    confirm_translation,
    hints,
    look,
    publish,
    redact,
    reinstate,
    restore,
    save_draft,
    withdraw,
)
from relations.publishing.bulk import Publication, Story
from relations.publishing.bulk import publish as publish_in_bulk
from relations.values import values_of
from tests.acting import LATER, NOW, edit, open_form, published_revision, refusal, republish, reread
from tests.factories import make_agreement, make_milestone, make_page

pytestmark = pytest.mark.django_db


def found(*records):
    """By language: the texts that are behind, and the number of the version that left them so."""
    return {one.language: (one.texts, one.since.number) for one in (behind_of(*records) if records else behind())}


@pytest.fixture
def page():
    """Translated into one language whole, and in part into the other."""
    return make_page(title_es="Privacidad", title_ko="개인정보", body_es="<p>Sin cookies.</p>")


def test_a_first_version_leaves_nothing_behind(page):
    assert found() == found(page) == {}


def test_a_changed_main_text_leaves_its_translations_behind(page):
    republish(page, title_en="Your privacy")
    assert found() == {"es": (("title",), 2), "ko": (("title",), 2)}
    (one, _other) = behind()
    assert (one.record_type, one.slug, one.number) == ("page", page.slug, 2)
    (reworded,) = one.reworded
    assert (reworded.before, reworded.now) == ("Privacy", "Your privacy")


def test_what_is_empty_is_missing_and_not_behind(page):
    republish(page, body_en="<p>Two cookies.</p>")
    assert found(page) == {"es": (("body",), 2)}


def test_a_minor_change_leaves_nothing_behind(page):
    republish(page, change=Change.MINOR, title_en="Privcy")
    assert found(page) == {}


def test_a_minor_change_does_not_catch_up(page):
    republish(page, title_en="Your privacy")
    republish(page, change=Change.MINOR, title_en="Your privacy, again")
    assert found(page)["es"] == (("title",), 2)


def test_a_translation_that_changes_with_its_main_text_is_not_behind(page):
    republish(page, title_en="Your privacy", title_es="Su privacidad")
    assert found(page) == {"ko": (("title",), 2)}


def test_a_translation_that_follows_later_is_behind_no_longer(page):
    republish(page, title_en="Your privacy")
    republish(page, change=Change.MINOR, title_es="Su privacidad")
    assert found(page) == {"ko": (("title",), 2)}
    republish(page, title_en="Your own privacy")
    assert found(page) == {"es": (("title",), 4), "ko": (("title",), 2)}


def test_each_text_is_behind_on_its_own_and_the_first_change_counts(page):
    republish(page, body_en="<p>Two cookies.</p>")
    republish(page, title_en="Your privacy")
    assert found(page) == {"es": (("title", "body"), 2), "ko": (("title",), 3)}


def test_what_says_again_what_it_said_leaves_nothing_behind(page):
    former = published_revision(page)
    republish(page, title_en="Your privacy")
    publish(restore(former, by=None, at=NOW), by=None, at=NOW)
    assert found(page) == {}


def test_a_draft_and_what_became_of_one_that_was_discarded_do_not_count(page):
    edit(page, title_en="Your privacy")
    assert found(page) == {}


def test_a_withdrawn_record_is_left_out(page):
    republish(page, title_en="Your privacy")
    withdraw(page, by=None, at=NOW, note={"en": "It is being checked."})
    assert found() == found(page) == {}
    reinstate(page, by=None, at=NOW)
    assert found(page).keys() == {"es", "ko"}


def test_a_load_counts_as_its_manifest_says(page):
    for number, weight in ((2, Change.MINOR), (3, Change.MAJOR)):
        values = values_of(page) | {"title_en": f"Title {number}"}
        publish_in_bulk([Publication(Page, page.slug, values)], Story(Origin.FIXTURE, NOW, weight))
    assert found(page)["es"] == (("title",), 3)


def test_a_redacted_version_says_nothing_and_its_neighbours_are_compared(page, administrator):
    changed = republish(page, title_en="A name nobody should have read")
    republish(page, change=Change.MINOR, title_en="Your privacy")
    redact(changed, by=administrator, at=NOW)
    assert found(page)["es"] == (("title",), 3)
    (one, _other) = behind_of(page)
    assert (one.reworded[0].before, one.reworded[0].now) == ("Privacy", "Your privacy")


def test_a_translation_that_only_a_redacted_version_changed_catches_up_with_the_next(page, administrator):
    changed = republish(page, title_en="Your privacy", title_es="Un nombre")
    republish(page, change=Change.MINOR, title_es="Su privacidad")
    redact(changed, by=administrator, at=NOW)
    assert found(page).keys() == {"ko"}


def test_a_stored_version_from_before_a_text_was_added_has_none(page):
    republish(page, title_en="Your privacy")
    for version in Revision.objects.of(page):
        Revision.objects.filter(pk=version.pk).update(
            values={name: value for name, value in version.values.items() if name != "title_ko"}
        )
    assert found(page).keys() == {"es"}


def test_questions_do_not_grow_with_records(django_assert_num_queries):
    records = [make_milestone(title_es="Amistad"), make_page(title_es="Aviso"), make_agreement(title_es="Acuerdo")]
    for record in records:
        republish(record, title_en="Another title")
    with django_assert_num_queries(2):
        assert [one.record_type for one in behind()] == ["agreement", "milestone", "page"]
    with django_assert_num_queries(2):
        assert [one.record_type for one in behind(Page, Milestone)] == ["milestone", "page"]
    with django_assert_num_queries(2):
        assert len(behind_of(*records)) == 3
    with django_assert_num_queries(0):
        assert behind_of() == []


# Still right


@pytest.fixture
def reworded(page):
    republish(page, title_en="Your privacy")
    return reread(page)


def test_who_says_that_it_is_right_still_is_noted_and_it_is_behind_no_longer(reworded, editor):
    confirm_translation(reworded, "es", 2, by=editor, at=LATER)
    said = Decision.objects.latest("pk")
    assert said.revision == published_revision(reworded)
    assert (said.verb, said.language, said.by, said.at) == (Verb.CONFIRM_TRANSLATION, "es", editor, LATER)
    assert found(reworded).keys() == {"ko"}


def test_it_is_behind_again_when_its_main_text_changes_again(reworded, editor):
    confirm_translation(reworded, "es", 2, by=editor, at=NOW)
    republish(reworded, title_en="Your own privacy")
    assert found(reworded)["es"] == (("title",), 3)
    (one, _other) = behind_of(reworded)
    assert one.reworded[0].before == "Your privacy"


def test_it_stays_confirmed_when_something_else_changes(reworded, editor):
    confirm_translation(reworded, "es", 2, by=editor, at=NOW)
    republish(reworded, order=7)
    assert found(reworded).keys() == {"ko"}


def test_an_open_draft_does_not_hinder_it(reworded, editor):
    draft = edit(reworded, title_en="Yet another")
    confirm_translation(reworded, "es", 2, by=editor, at=NOW)
    assert found(reworded).keys() == {"ko"}
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_what_another_version_showed_cannot_be_confirmed(reworded, editor):
    refusal(confirm_translation, reworded, "es", 1, by=editor, at=NOW, error=NotNow)
    republish(reworded, title_en="Your own privacy")
    refusal(confirm_translation, reworded, "es", 2, by=editor, at=NOW, error=NotNow)


def test_what_is_not_public_cannot_be_confirmed(reworded, editor):
    withdraw(reworded, by=None, at=NOW, note={"en": "It is being checked."})
    refusal(confirm_translation, reworded, "es", 2, by=editor, at=NOW, error=NotNow)
    draft = make_page(live=False, title_es="Aviso")
    refusal(confirm_translation, draft, "es", 1, by=editor, at=NOW, error=NotNow)


@pytest.mark.parametrize("language", ["en", "fr", ""])
def test_only_a_language_that_texts_are_translated_into_can_be_confirmed(reworded, editor, language):
    refusal(confirm_translation, reworded, language, 2, by=editor, at=NOW)


def test_where_nothing_is_behind_nothing_is_confirmed(page, reworded, editor):
    confirm_translation(reworded, "es", 2, by=editor, at=NOW)
    refusal(confirm_translation, reworded, "es", 2, by=editor, at=NOW)
    assert Decision.objects.filter(verb=Verb.CONFIRM_TRANSLATION).count() == 1


def test_one_who_only_reads_confirms_nothing(reworded, reader):
    refusal(confirm_translation, reworded, "es", 2, by=reader, at=NOW, error=NotPermitted)


def test_a_row_changed_past_the_verbs_can_be_confirmed_still(reworded, editor):
    Page.objects.filter(pk=reworded.pk).update(order=9)
    confirm_translation(reworded, "es", 2, by=editor, at=NOW)
    assert found(reworded).keys() == {"ko"}


# What to look at before publishing


def hinted(record, **changes):
    """The columns that hints name, in order, when these changes are a draft of a record."""
    draft = edit(record, **changes) if changes else None
    now = look(type(record), record.slug)
    return [hint.field for hint in hints(now, draft.values if draft else open_form(record).values)]


def test_a_record_that_says_the_same_in_every_language_needs_no_look():
    page = make_page(
        title_es="Privacidad", title_ko="개인정보", body_es="<p>Sin cookies.</p>", body_ko="<p>쿠키 없음.</p>"
    )
    assert hinted(page) == []


def test_numbers_and_dates_that_differ_are_hinted_at(page):
    assert hinted(page, body_en="<p>17 cookies.</p>", body_es="<p>18 cookies.</p>", body_ko="<p>17개</p>") == [
        "body_es"
    ]


def test_what_is_not_translated_is_hinted_at_once_for_a_language(page):
    (hint,) = [hint for hint in hints(look(Page, page.slug), values_of(page)) if hint.field == "body_ko"]
    assert hint.record == page
    lacking = make_page()
    columns = [hint.field for hint in hints(look(Page, lacking.slug), values_of(lacking))]
    assert columns == ["title_es", "title_ko"]


def test_a_translation_that_publishing_would_leave_behind_is_hinted_at(page):
    assert hinted(page, title_en="Your privacy", body_ko="<p>쿠키 없음.</p>") == ["title_es", "title_ko"]
    assert hinted(page, title_es="Su privacidad") == ["title_ko"]


def test_a_minor_change_would_leave_nothing_behind(page):
    draft = save_draft(Page, page.slug, {"title_en": "Privcy"}, by=None, at=NOW, change=Change.MINOR)
    assert [hint.field for hint in hints(look(Page, page.slug), draft.values)] == ["body_ko"]


def test_a_text_that_was_only_copied_is_hinted_at(page):
    body = "<p>No cookies are set for readers.</p>"
    assert hinted(page, body_en=body, body_es=body, body_ko="<p>쿠키 없음.</p>") == ["body_es"]
