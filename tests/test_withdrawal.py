"""Taking back what is public: withdraw, reinstate, redact."""

import pytest

from relations.models import Decision, Edition, Milestone, Revision
from relations.publishing import (
    EditConflict,
    NotAllowed,
    NotNow,
    publish,
    redact,
    reinstate,
    standing,
    submit,
    withdraw,
)
from relations.values import values_of
from tests.acting import (
    LATER,
    NOW,
    edit,
    everything,
    fields_refused,
    last_decision,
    open_revision,
    published_revision,
    refusal,
    republish,
    reread,
)
from tests.factories import (
    MAKERS,
    PUBLISHED_AT,
    make_action,
    make_agreement,
    make_figure,
    make_milestone,
    make_page,
    make_party,
    make_relationship,
)

pytestmark = pytest.mark.django_db

NOTE = {"en": "It was wrong."}


def take_back(*records, by=None, **more):
    withdraw(*records, by=by, at=NOW, note=NOTE, **more)


def refused_naming(*records, **more):
    """What is said against withdrawing these records."""
    return [str(reason) for reason in refusal(withdraw, *records, by=None, at=NOW, note=NOTE, **more).reasons]


@pytest.mark.parametrize("make", MAKERS)
def test_a_record_is_withdrawn_and_reinstated_as_it_was(make, publisher):
    record = make()
    values, edition = values_of(record), Edition.objects.get().number
    withdraw(record, by=publisher, at=NOW, note={"en": " It was wrong. ", "ko": "오류."})
    hidden = reread(record)
    assert (hidden.live, hidden.is_withdrawn, hidden.first_published_at) == (False, True, PUBLISHED_AT)
    assert (hidden.withdrawal_note_en, hidden.withdrawal_note_es, hidden.withdrawal_note_ko) == (
        "It was wrong.",
        "",
        "오류.",
    )
    assert values_of(hidden) == values
    reinstate(record, by=publisher, at=LATER)
    row = reread(record)
    assert (row.live, row.withdrawal_note_en, row.withdrawal_note_ko) == (True, "", "")
    assert (row.first_published_at, row.last_published_at, row.updated_at) == (PUBLISHED_AT,) * 3
    assert values_of(row) == values
    assert Edition.objects.get().number == edition + 2
    revision = published_revision(record)
    assert [(one.verb, one.by, one.at) for one in revision.decisions.order_by("pk")] == [
        ("withdraw", publisher, NOW),
        ("reinstate", publisher, LATER),
    ]
    assert (revision.state, revision.number) == ("published", 1)


def test_the_public_is_told_why_in_the_main_language_at_least():
    page = make_page()
    for note in ({}, {"en": " "}, {"es": "Era incorrecto."}):
        assert fields_refused(withdraw, page, by=None, at=NOW, note=note) == ["withdrawal_note_en"]
    long = {"en": "x", "ko": "글" * 501}
    assert fields_refused(withdraw, page, by=None, at=NOW, note=long) == ["withdrawal_note_ko"]


def test_what_replaces_it_is_another_public_record_of_its_type():
    old, new = make_agreement(), make_agreement()
    for wrong in (old, make_page(), make_agreement(live=False)):
        assert fields_refused(withdraw, old, by=None, at=NOW, note=NOTE, replaced_by=wrong) == ["replaced_by"]
    take_back(old, replaced_by=new)
    assert reread(old).replaced_by == new
    assert "replaced_by" in fields_refused(withdraw, new, by=None, at=NOW, note={}, replaced_by=old)
    reinstate(old, by=None, at=NOW)
    assert reread(old).replaced_by is None


def test_what_something_public_requires_is_not_withdrawn_and_all_of_it_is_named():
    milestone = make_milestone(title_en="The visit", party=make_party())
    passage = milestone.passages.get()
    other = make_agreement(title_en="On fisheries", passages=[passage])
    (visit, fisheries) = sorted(refused_naming(passage), reverse=True)
    assert "The visit" in visit
    assert "On fisheries" in fisheries
    assert len(refused_naming(milestone.party)) == 1
    assert len(refused_naming(passage.source)) == 1
    take_back(milestone)
    assert len(refused_naming(passage)) == 1
    take_back(other)
    take_back(passage)
    take_back(passage.source)


def test_parents_are_not_withdrawn_from_under_their_parts():
    assert len(refused_naming(make_action().agreement)) == 1
    assert len(refused_naming(make_figure().indicator)) == 1
    assert len(refused_naming(make_relationship().home_party)) == 1


def test_what_requires_each_other_is_withdrawn_and_reinstated_together():
    agreement = make_agreement()
    actions = [make_action(agreement=agreement), make_action(agreement=agreement, act="announced")]
    edition = Edition.objects.get().number
    assert len(refused_naming(agreement, actions[0])) == 1
    take_back(agreement, *actions)
    assert not any(reread(record).live for record in (agreement, *actions))
    (reason,) = refusal(reinstate, actions[0], by=None, at=NOW).reasons
    assert (reason.field, reason.record) == ("agreement", actions[0])
    reinstate(*actions, agreement, by=None, at=NOW)
    assert all(reread(record).live for record in (agreement, *actions))
    assert Edition.objects.get().number == edition + 2


def test_of_several_one_that_is_not_public_keeps_all():
    page = make_page()
    refusal(withdraw, page, make_page(live=False), by=None, at=NOW, note=NOTE, error=NotNow)
    assert reread(page).live


def test_a_record_named_twice_is_withdrawn_once():
    page = make_page()
    take_back(page, page)
    assert not reread(page).live
    assert Decision.objects.filter(verb="withdraw").count() == 1


def test_what_is_no_longer_complete_is_withdrawn_but_not_reinstated():
    milestone = make_milestone(title_en="")
    take_back(milestone)
    assert fields_refused(reinstate, milestone, by=None, at=NOW) == ["title_en"]


def test_an_open_draft_stays_open_through_withdrawal_and_reinstatement(editor, publisher):
    milestone = make_milestone()
    draft = edit(milestone, by=editor, title_es="Amistad")
    submit(draft, by=editor, at=NOW)
    take_back(milestone)
    assert (open_revision(milestone), open_revision(milestone).state) == (draft, "in_review")
    refusal(publish, draft, by=publisher, at=NOW)
    reinstate(milestone, by=publisher, at=NOW)
    assert (reread(milestone).title_es, open_revision(milestone)) == ("", draft)
    publish(draft, by=publisher, at=NOW)
    assert reread(milestone).title_es == "Amistad"


def test_a_draft_of_a_withdrawn_record_does_not_touch_its_row(editor):
    milestone = make_milestone()
    take_back(milestone)
    edit(milestone, by=editor, title_es="Amistad")
    assert values_of(reread(milestone)) == published_revision(milestone).values


def test_a_redacted_version_is_blank_and_the_history_keeps_its_number(administrator):
    page = make_page()
    first = published_revision(page)
    republish(page, title_es="Privacidad")
    edition, row = Edition.objects.get().number, values_of(reread(page))
    redact(first, by=administrator, at=LATER, comment=" A private name. ")
    assert (first.values, first.redacted_at, first.number, first.state) == ({}, LATER, 1, "superseded")
    assert Edition.objects.get().number == edition + 1
    assert values_of(reread(page)) == row
    decision = last_decision()
    assert (decision.verb, decision.revision, decision.comment) == ("redact", first, "A private name.")


def test_what_the_public_sees_now_and_what_it_never_saw_is_not_redacted(administrator):
    page = make_page()
    draft = edit(page, title_es="Privacidad")
    edit(page, title_es="Intimidad")
    for revision in (published_revision(page), open_revision(page)):
        refusal(redact, revision, by=administrator, at=NOW, error=NotNow)
    refusal(redact, draft, by=administrator, at=NOW, error=NotAllowed)


def test_a_draft_whose_base_was_redacted_is_compared_with_nothing(editor):
    """Nobody can tell any more who changed what: all that differs is asked about."""
    milestone = make_milestone()
    first, draft = published_revision(milestone), edit(milestone, title_es="Amistad")
    Milestone.objects.update(title_ko="우정")
    standing(Milestone, milestone.slug, at=NOW)  # records what was written past the verbs, as version 2
    redact(Revision.objects.get(pk=first.pk), by=None, at=NOW)
    error = refusal(publish, draft, by=None, at=NOW, error=EditConflict)
    assert {unit.fields for unit in error.units} == {("title_es",), ("title_ko",)}
    decided = edit(milestone, by=editor, opened=error.opened, title_ko="우정")
    publish(decided, by=None, at=NOW)
    assert (reread(milestone).title_es, reread(milestone).title_ko) == ("Amistad", "우정")


def test_withdrawing_nothing_is_no_public_change():
    before = everything()
    take_back()
    reinstate(by=None, at=NOW)
    assert everything() == before
