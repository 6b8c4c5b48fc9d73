"""Two people change one record: what they differ in waits for one of them, all else of both is kept."""

import pytest

from relations.models import Change, Milestone, Revision
from relations.publishing import EditConflict, Opened, publish, save_draft, schedule, submit
from relations.values import values_of
from tests.acting import (
    LATER,
    NOW,
    edit,
    open_form,
    open_revision,
    published_revision,
    refusal,
    republish,
    reread,
)
from tests.factories import make_area, make_milestone, make_page, make_passage

pytestmark = pytest.mark.django_db


def conflict(verb, *args, **kwargs):
    return refusal(verb, *args, error=EditConflict, **kwargs)


def in_conflict(error):
    return [unit.fields for unit in error.units]


@pytest.mark.parametrize("live", [True, False])
def test_two_who_opened_the_same_form_keep_their_different_fields(live, editor, colleague):
    milestone = make_milestone(live=live)
    opened = open_form(milestone)
    edit(milestone, by=editor, opened=opened, title_es="Amistad", areas=[make_area(slug="arts")])
    posted = {**opened.values, "title_ko": "우정", "areas": [["trade"]]}
    make_area(slug="trade")
    draft = save_draft(Milestone, milestone.slug, posted, by=colleague, at=NOW, opened=opened)
    assert (draft.values["title_es"], draft.values["title_ko"]) == ("Amistad", "우정")
    assert draft.values["areas"] == [["arts"], ["trade"]]


def test_who_changes_the_same_field_sees_both_texts_and_then_decides(editor, colleague):
    milestone = make_milestone()
    opened = open_form(milestone)
    edit(milestone, by=editor, opened=opened, title_en="The friendship begins", title_es="Amistad")
    mine = {**opened.values, "title_en": "A friendship is sworn", "summary_ko": "요약"}
    save = {"by": colleague, "at": NOW}
    error = conflict(save_draft, Milestone, milestone.slug, mine, **save, opened=opened)
    (unit,) = error.units
    assert unit.fields == ("title_en",)
    assert unit.base == {"title_en": "Friendship declared"}
    assert unit.ours == {"title_en": "A friendship is sworn"}
    assert unit.theirs == {"title_en": "The friendship begins"}
    assert error.values == {**mine, "title_es": "Amistad"}
    draft = save_draft(Milestone, milestone.slug, error.values, **save, opened=error.opened)
    assert draft.values == error.values


def test_a_statement_and_what_it_stands_on_move_together(editor, colleague):
    milestone = make_milestone()
    opened = open_form(milestone)
    edit(milestone, by=editor, opened=opened, date="2012-05-11")
    posted = {**opened.values, "passages": [[make_passage().slug]]}
    error = conflict(save_draft, Milestone, milestone.slug, posted, by=colleague, at=NOW, opened=opened)
    (fields,) = in_conflict(error)
    assert {"date", "passages", "basis", "as_of", "derivation_ko"} <= set(fields)
    assert error.values["date"] == "2012-05-10"


def test_the_same_change_by_both_is_no_conflict(editor, colleague):
    milestone = make_milestone()
    opened = open_form(milestone)
    first = edit(milestone, by=editor, opened=opened, title_es="Amistad")
    assert edit(milestone, by=colleague, opened=opened, title_es="Amistad") == first


def test_a_form_opened_before_a_publication_meets_what_was_published(editor):
    milestone = make_milestone()
    opened = open_form(milestone)
    republish(milestone, title_en="The friendship begins", title_es="Amistad")
    assert in_conflict(conflict(edit, milestone, by=editor, opened=opened, title_en="Sworn")) == [("title_en",)]
    draft = save_draft(
        Milestone, milestone.slug, {**opened.values, "title_ko": "우정"}, by=editor, at=NOW, opened=opened
    )
    assert (draft.values["title_es"], draft.values["title_ko"]) == ("Amistad", "우정")
    assert draft.based_on == published_revision(milestone)


def test_a_form_opened_on_a_draft_meets_its_publication(editor):
    milestone = make_milestone()
    draft = edit(milestone, title_es="Amistad")
    opened = open_form(milestone)
    publish(draft, by=None, at=NOW)
    posted = {**opened.values, "title_ko": "우정"}
    later = save_draft(Milestone, milestone.slug, posted, by=editor, at=NOW, opened=opened)
    assert (later.values["title_es"], later.values["title_ko"]) == ("Amistad", "우정")


def test_a_form_opened_on_nothing_does_not_overwrite(editor):
    page = make_page(title_es="Privacidad")
    error = conflict(edit, page, by=editor, opened=Opened({}), title_es="Intimidad")
    assert in_conflict(error) == [("title_es",)]


# What was published meanwhile, while a draft was open: a content set did, or somebody wrote to the database.


def written_behind(milestone, **values):
    """Change the row past the verbs."""
    Milestone.objects.filter(pk=milestone.pk).update(**values)


def test_publishing_a_draft_takes_over_what_was_published_under_it(publisher):
    milestone = make_milestone()
    draft = edit(milestone, title_es="Amistad")
    written_behind(milestone, title_ko="우정")
    (published,) = publish(draft, by=publisher, at=LATER)
    row = reread(milestone)
    assert (row.title_es, row.title_ko) == ("Amistad", "우정")
    assert values_of(row) == published.values
    states = Revision.objects.of(milestone).order_by("pk").values_list("state", "origin", "number")
    assert list(states) == [
        ("superseded", "editor", 1),
        ("superseded", "editor", None),
        ("superseded", "direct", 2),
        ("published", "editor", 3),
    ]
    assert (published.previous, published.author, published.change) == (draft, publisher, "major")


def test_the_note_of_a_draft_is_published_with_the_merged_one():
    milestone = make_milestone()
    note = {"en": "Spanish title added.", "es": "Título en español."}
    values = {"title_es": "Amistad"}
    draft = save_draft(Milestone, milestone.slug, values, by=None, at=NOW, change=Change.MINOR, change_note=note)
    written_behind(milestone, title_ko="우정")
    (published,) = publish(draft, by=None, at=LATER)
    assert (published.change_note_en, published.change_note_es, published.change) == (*note.values(), "minor")


def test_publishing_a_draft_that_collides_with_what_was_published_is_refused_with_both(publisher):
    milestone = make_milestone()
    draft = edit(milestone, title_en="Friendship sworn", title_es="Amistad")
    written_behind(milestone, title_en="The friendship begins")
    for verb, more in ((publish, {}), (schedule, {"go_live_at": LATER})):
        error = conflict(verb, draft, by=publisher, at=NOW, support_confirmed=True, **more)
        (unit,) = error.units
        assert (unit.fields, unit.ours, unit.theirs) == (
            ("title_en",),
            {"title_en": "Friendship sworn"},
            {"title_en": "The friendship begins"},
        )
    assert error.values == draft.values


def test_who_decides_such_a_conflict_saves_and_it_can_be_published(editor, publisher):
    milestone = make_milestone()
    draft = edit(milestone, title_en="Friendship sworn")
    written_behind(milestone, title_en="The friendship begins")
    error = conflict(publish, draft, by=publisher, at=NOW, support_confirmed=True)
    decided = save_draft(
        Milestone, milestone.slug, {"title_en": "Friendship sworn"}, by=editor, at=NOW, opened=error.opened
    )
    publish(decided, by=publisher, at=LATER, support_confirmed=True)
    assert reread(milestone).title_en == "Friendship sworn"


def test_who_decides_such_a_conflict_is_heard_although_others_work_meanwhile(editor, publisher):
    """What a form has shown is known by more than the number of a revision that was rolled back."""
    milestone, page = make_milestone(), make_page()
    draft = edit(milestone, title_en="Friendship sworn")
    written_behind(milestone, title_en="The friendship begins")
    error = conflict(publish, draft, by=publisher, at=NOW, support_confirmed=True)
    edit(page, title_es="Privacidad")  # by now, the numbers of revisions have moved on
    values = {"title_en": "Friendship sworn"}
    decided = save_draft(Milestone, milestone.slug, values, by=editor, at=NOW, opened=error.opened)
    assert decided.values["title_en"] == "Friendship sworn"


def test_saving_over_a_draft_that_collides_with_what_was_published_asks_first(editor):
    milestone = make_milestone()
    opened = open_form(milestone)
    edit(milestone, title_en="Friendship sworn")
    written_behind(milestone, title_en="The friendship begins")
    for form in (None, opened):
        error = conflict(edit, milestone, by=editor, opened=form, title_ko="우정")
        assert in_conflict(error) == [("title_en",)]
    draft = edit(milestone, by=editor, opened=error.opened, title_ko="우정")
    assert (draft.values["title_en"], draft.values["title_ko"]) == ("Friendship sworn", "우정")
    assert draft.based_on == published_revision(milestone)


def test_a_review_goes_on_while_the_public_record_moves(editor, publisher):
    milestone = make_milestone()
    draft = edit(milestone, by=editor, title_es="Amistad")
    submit(draft, by=editor, at=NOW)
    written_behind(milestone, title_ko="우정")
    assert open_revision(milestone) == draft
    publish(draft, by=publisher, at=NOW)
    assert (reread(milestone).title_es, reread(milestone).title_ko) == ("Amistad", "우정")


def test_a_field_that_the_base_is_older_than_makes_no_conflict(publisher):
    """A missing key stands for the default, as when a field came with a migration after the draft was begun."""
    milestone = make_milestone()
    base, draft = published_revision(milestone), edit(milestone, title_es="Amistad")
    for revision in (base, draft):
        older = {name: value for name, value in revision.values.items() if name not in {"derivation_en", "summary_en"}}
        Revision.objects.filter(pk=revision.pk).update(values=older)
    written_behind(milestone, date="2012-05-11", summary_en="They met.")
    publish(draft, by=publisher, at=NOW, support_confirmed=True)
    row = reread(milestone)
    assert (row.title_es, row.summary_en, str(row.date)) == ("Amistad", "They met.", "2012-05-11")
