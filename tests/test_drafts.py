"""Saving drafts: the public sees nothing of it, what is not valid is refused, what is untouched is not written."""

import datetime

import pytest

from relations.models import (
    AgreementAction,
    Commitment,
    CooperationArea,
    Decision,
    Edition,
    Milestone,
    Page,
    Party,
    Revision,
)
from relations.publishing import return_draft, save_draft, schedule, submit
from relations.values import complete, values_of
from tests.acting import (
    LATER,
    NOW,
    edit,
    everything,
    fields_refused,
    open_revision,
    published_revision,
    refusal,
    reread,
)
from tests.factories import (
    MAKERS,
    PUBLISHED_AT,
    make_action,
    make_agreement,
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_milestone,
    make_page,
    make_party,
    make_passage,
)

pytestmark = pytest.mark.django_db


def test_a_draft_of_a_public_record_leaves_all_that_is_public_alone(editor):
    milestone = make_milestone(title_es="Amistad")
    before = everything()
    revision = edit(milestone, by=editor, title_es="Concordia", passages=[make_passage()], areas=[make_area()])
    after = everything()
    assert reread(milestone).title_es == "Amistad"
    for table in ("relations_milestone", "relations_milestone_passages", "relations_milestone_areas"):
        assert after[table] == before[table]
    assert [row for row in after["relations_searchentry"] if "concordia" in row] == []
    assert (revision.state, revision.values["title_es"]) == ("draft", "Concordia")


def test_a_draft_that_was_never_public_is_what_its_row_holds(editor):
    milestone = make_milestone(live=False)
    passage, area = make_passage(), make_area()
    revision = edit(milestone, by=editor, title_en="", date="1999-12", passages=[passage], areas=[area])
    row = reread(milestone)
    assert values_of(row) == revision.values
    assert (row.live, row.first_published_at) == (False, None)
    assert (list(row.passages.all()), list(row.areas.all())) == ([passage], [area])


def test_drafts_are_no_public_change(editor):
    milestone = make_milestone()
    edition = Edition.objects.get().number
    edit(milestone, by=editor, title_es="Amistad")
    make_page(live=False)
    assert Edition.objects.get().number == edition


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("live", [True, False])
def test_saving_untouched_values_writes_nothing(make, live):
    record = make(live=live)
    revision = Revision.objects.of(record).get()
    before = everything()
    assert save_draft(type(record), record.slug, values_of(record), by=None, at=NOW) == revision
    assert save_draft(type(record), record.slug, {}, by=None, at=NOW) == revision
    assert everything() == before


def test_saving_again_writes_a_new_revision_after_the_last(editor, colleague):
    milestone = make_milestone()
    published = published_revision(milestone)
    first = edit(milestone, by=editor, title_es="Amistad")
    second = edit(milestone, by=colleague, at=LATER, title_ko="우정")
    first.refresh_from_db()
    assert (first.state, first.values["title_es"], first.values["title_ko"]) == ("superseded", "Amistad", "")
    assert (second.state, second.author, second.created_at, second.origin) == ("draft", colleague, LATER, "editor")
    assert (second.previous, second.based_on, second.number) == (first, published, None)
    assert first.previous == first.based_on == published
    assert second.values == published.values | {"title_es": "Amistad", "title_ko": "우정"}
    assert [(one.verb, one.by, one.revision) for one in Decision.objects.order_by("pk")] == [
        ("save", editor, first),
        ("save", colleague, second),
    ]


def test_stored_values_that_lack_a_field_have_its_default():
    revision = save_draft(Page, "privacy", {"title_en": "Privacy"}, by=None, at=NOW)
    assert revision.values == complete(Page, {"title_en": "Privacy"})
    assert (revision.values["in_footer"], revision.values["order"], revision.values["body_es"]) == (True, 0, "")
    with pytest.raises(KeyError, match="subtitle_en"):
        save_draft(Page, "privacy", {"subtitle_en": "x"}, by=None, at=NOW)


def test_saving_over_a_draft_in_review_makes_it_a_draft_again(editor):
    milestone = make_milestone(live=False)
    submitted = open_revision(milestone)
    submit(submitted, by=editor, at=NOW, comment="Please.")
    assert save_draft(Milestone, milestone.slug, {}, by=editor, at=NOW) == submitted  # nothing to review anew
    revision = edit(milestone, by=editor, title_es="Amistad")
    submitted.refresh_from_db()
    assert (submitted.state, revision.state) == ("superseded", "draft")


def test_saving_over_a_scheduled_draft_ends_the_schedule(editor, publisher):
    milestone = make_milestone()
    scheduled = edit(milestone, by=editor, title_es="Amistad")
    schedule(scheduled, by=publisher, at=NOW, go_live_at=LATER)
    assert Edition.objects.get().next_due_at == LATER
    revision = edit(milestone, by=editor, title_es="Concordia")
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.go_live_at) == ("superseded", None)
    assert (revision.state, revision.go_live_at) == ("draft", None)
    assert Edition.objects.get().next_due_at is None


def test_a_note_belongs_to_the_draft_and_changes_with_it(editor):
    page = make_page()
    note = {"en": "Added a section.", "ko": "새 절을 더했다."}
    minor = {"by": editor, "at": NOW, "change": "minor"}
    assert save_draft(Page, page.slug, {}, **minor, change_note=note) == published_revision(page)  # a note on nothing
    first = save_draft(Page, page.slug, {"title_es": "Privacidad"}, **minor, change_note=note)
    assert (first.change, first.change_note_en, first.change_note_es) == ("minor", "Added a section.", "")
    assert save_draft(Page, page.slug, {}, **minor, change_note=note) == first
    second = save_draft(Page, page.slug, {}, **minor, change_note={**note, "es": "Nueva sección."})
    assert (second.previous, second.change_note_ko, second.change_note_es) == (first, note["ko"], "Nueva sección.")


def test_everything_that_is_not_valid_is_named_at_once():
    milestone = make_milestone()
    gone = make_area()
    edit(milestone, areas=[gone])
    gone.delete()
    wrong = {"title_es": "x" * 201, "summary_ko": "글" * 501, "kind": "party", "basis": "guessed", "date": "2012"}
    assert fields_refused(edit, milestone, **wrong) == ["areas", "basis", "kind", "summary_ko", "title_es"]


def test_rules_between_fields_hold_for_drafts_too():
    party = make_party()
    commitment = make_commitment()
    both = {"fulfilled_by_action": make_action(), "fulfilled_by_milestone": make_milestone()}
    assert fields_refused(edit, commitment, **both, by_party=party, towards_party=party) == ["fulfilled_by_milestone"]
    assert fields_refused(edit, commitment, by_party=party, towards_party=party) == ["towards_party"]
    rank = make_figure(indicator=make_indicator(unit="rank", measure="rank"), value="3")
    assert fields_refused(edit, rank, value="2.5") == ["value"]
    assert fields_refused(edit, make_passage(), fragment="one two three four five six seven eight nine") == ["fragment"]


@pytest.mark.parametrize("live", [True, False])
def test_what_identifies_a_record_never_changes(live):
    action = make_action(live=live)
    figure = make_figure(live=live)
    assert fields_refused(edit, action, agreement=make_agreement()) == ["agreement"]
    assert "period" in fields_refused(edit, figure, period="2020")
    assert "indicator" in fields_refused(edit, figure, indicator=make_indicator())


def test_what_identifies_a_record_is_given_at_its_first_save():
    assert fields_refused(save_draft, AgreementAction, "signed", {"act": "signed"}, by=None, at=NOW) == ["agreement"]
    agreement = make_agreement(live=False)
    save_draft(AgreementAction, "signed", {"agreement": [agreement.slug]}, by=None, at=NOW)
    assert AgreementAction.objects.get().agreement == agreement


def test_a_slug_is_lower_case_and_not_empty():
    for slug in ("", "A-Visit", "a_visit", "x" * 101):
        assert fields_refused(save_draft, Party, slug, {"name_en": "Northland"}, by=None, at=NOW) == ["slug"], slug


@pytest.mark.parametrize("live", [True, False])
def test_a_new_record_does_not_take_the_slug_of_another_one_or_its_draft(live, colleague):
    page = make_page(live=live)
    refused = refusal(save_draft, Page, page.slug, {"title_en": "Imprint"}, by=colleague, at=NOW, is_new=True)
    assert [(reason.field, reason.record) for reason in refused.reasons] == [("slug", page)]
    save_draft(Commitment, page.slug, {"title_en": "Of another type"}, by=colleague, at=NOW, is_new=True)


def test_a_draft_may_lack_everything_that_publishing_asks_for():
    revision = save_draft(Milestone, "some-day", {}, by=None, at=NOW)
    assert revision.values == complete(Milestone, {})
    assert not Milestone.objects.get().live


def test_a_draft_cannot_cite_a_record_that_is_gone(editor):
    area = make_area(live=False)
    milestone = make_milestone()
    CooperationArea.objects.filter(pk=area.pk).delete()
    refused = refusal(edit, milestone, by=editor, areas=[area])
    assert [(reason.field, area.slug in str(reason)) for reason in refused.reasons] == [("areas", True)]


def test_a_return_says_what_should_be_changed(editor, publisher):
    milestone = make_milestone(live=False)
    revision = open_revision(milestone)
    submit(revision, by=editor, at=NOW, comment="Ready, I think.")
    assert fields_refused(return_draft, revision, by=publisher, at=NOW, comment=" \n") == ["comment"]
    return_draft(revision, by=publisher, at=LATER, comment=" The date is wrong. ")
    assert [(one.verb, one.by, one.at, one.comment) for one in revision.decisions.order_by("pk")] == [
        ("save", None, PUBLISHED_AT, ""),
        ("submit", editor, NOW, "Ready, I think."),
        ("return", publisher, LATER, "The date is wrong."),
    ]


def test_a_return_ends_a_schedule(publisher):
    milestone, other = make_milestone(), make_milestone()
    first, second = edit(milestone, title_es="Amistad"), edit(other, title_es="Amistad")
    schedule(first, by=publisher, at=NOW, go_live_at=LATER)
    schedule(second, by=publisher, at=NOW, go_live_at=LATER + datetime.timedelta(days=1))
    return_draft(first, by=publisher, at=NOW, comment="Not yet.")
    assert (first.state, first.go_live_at) == ("draft", None)
    assert Edition.objects.get().next_due_at == second.go_live_at
