"""What is scheduled goes live once its time has come; what no longer can goes back to review, once."""

import datetime

import pytest
from django.utils.translation import override

from relations.models import Edition, Milestone, Revision
from relations.publishing import NotPermitted, publish, publish_due, schedule, submit, withdraw
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
    reread,
)
from tests.factories import make_area, make_milestone, make_page, make_party, make_passage, make_source

pytestmark = pytest.mark.django_db

SOON = NOW + datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)


def scheduled(record, at=LATER, **changes):
    draft = edit(record, **changes) if changes else open_revision(record)
    schedule(draft, by=None, at=NOW, go_live_at=at, support_confirmed=True)
    return draft


def next_due():
    return Edition.objects.get().next_due_at


def test_a_scheduled_draft_waits_until_its_time(publisher):
    page = make_page()
    draft = edit(page, title_es="Privacidad")
    schedule(draft, by=publisher, at=NOW, go_live_at=LATER)
    assert (draft.state, draft.go_live_at, next_due()) == ("scheduled", LATER, LATER)
    before = everything()
    assert publish_due(at=LATER - SECOND) == 0
    assert everything() == before
    assert reread(page).title_es == ""


def test_a_due_draft_goes_live_at_the_moment_that_somebody_looks():
    page = make_page()
    draft = scheduled(page, title_es="Privacidad")
    edition = Edition.objects.get().number
    assert publish_due(at=LATER + SECOND) == 1
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.published_at) == ("published", 2, LATER + SECOND)
    assert (draft.go_live_at, next_due()) == (None, None)
    assert (reread(page).title_es, reread(page).updated_at) == ("Privacidad", LATER + SECOND)
    assert Edition.objects.get().number == edition + 1
    decision = last_decision()
    assert (decision.verb, decision.by, decision.revision) == ("publish", None, draft)
    before = everything()
    assert publish_due(at=LATER + SECOND) == 0
    assert everything() == before


def test_the_edition_knows_the_next_due_time():
    first, second = make_page(), make_page()
    scheduled(first, LATER, title_es="Uno")
    draft = scheduled(second, SOON, title_es="Dos")
    assert next_due() == SOON
    publish(draft, by=None, at=NOW)
    assert next_due() == LATER
    assert publish_due(at=LATER) == 1
    assert next_due() is None


def test_a_time_that_is_past_is_refused_with_all_else_that_is_wrong(publisher, editor):
    draft = edit(make_page(), title_en="")
    assert fields_refused(schedule, draft, by=publisher, at=NOW, go_live_at=NOW) == ["go_live_at", "title_en"]


def test_who_may_not_schedule_is_told_so_whatever_the_time(editor):
    refusal(schedule, edit(make_page(), title_es="x"), by=editor, at=NOW, go_live_at=NOW, error=NotPermitted)


def test_a_draft_in_review_is_scheduled(editor, publisher):
    draft = edit(make_page(), title_es="Privacidad")
    submit(draft, by=editor, at=NOW)
    schedule(draft, by=publisher, at=NOW, go_live_at=LATER)
    assert publish_due(at=LATER) == 1


def test_what_requires_each_other_goes_live_together():
    source = make_source(live=False)
    passage, party = make_passage(live=False, source=source), make_party(live=False)
    milestone = make_milestone(live=False, passages=[passage], party=party)
    drafts = [open_revision(record) for record in (milestone, passage, party, source)]
    schedule(*drafts, by=None, at=NOW, go_live_at=LATER)
    assert publish_due(at=LATER) == 4
    assert Milestone.objects.live().get() == milestone


def test_a_draft_whose_base_moved_is_merged_when_it_is_due():
    milestone = make_milestone()
    scheduled(milestone, title_es="Amistad")
    Milestone.objects.update(title_ko="우정")
    assert publish_due(at=LATER) == 1
    assert (reread(milestone).title_es, reread(milestone).title_ko) == ("Amistad", "우정")
    assert next_due() is None


def returned(draft):
    """The reason for which a due draft went back to review, where it stays."""
    assert publish_due(at=LATER) == 0
    draft.refresh_from_db()
    assert (draft.state, draft.go_live_at, next_due()) == ("in_review", None, None)
    decision = draft.decisions.first()
    assert (decision.verb, decision.by, decision.at) == ("return", None, LATER)
    before = everything()
    assert publish_due(at=LATER) == 0
    assert everything() == before
    return decision.comment


def test_a_due_draft_that_is_no_longer_valid_goes_back_to_review_once():
    milestone, area = make_milestone(), make_area()
    draft = scheduled(milestone, areas=[area])
    area.delete()
    with override("ko"):
        assert area.slug in returned(draft)
    assert not reread(milestone).areas.exists()


def test_a_due_draft_that_no_longer_merges_goes_back_to_review_once():
    milestone = make_milestone()
    draft = scheduled(milestone, title_en="Friendship sworn")
    Milestone.objects.update(title_en="The friendship begins")
    reason = returned(draft)
    assert "title" in reason.lower()
    assert reason != "title_en", "that is the name of a column, not what happened"
    assert reread(milestone).title_en == "The friendship begins"


def test_a_due_draft_of_a_withdrawn_record_goes_back_to_review_once():
    milestone = make_milestone()
    draft = scheduled(milestone, title_es="Amistad")
    withdraw(milestone, by=None, at=NOW, note={"en": "It was wrong."})
    assert (next_due(), draft.state) == (LATER, "scheduled")
    assert "withdrawn" in returned(draft)
    assert not reread(milestone).live
    assert published_revision(milestone).number == 1


def test_a_due_draft_that_rests_on_what_was_withdrawn_goes_back_to_review_once():
    passage = make_passage()
    milestone = make_milestone(live=False, passages=[passage], title_en="The visit")
    draft = scheduled(milestone)
    withdraw(passage, by=None, at=NOW, note={"en": "It was wrong."})
    assert "not public" in returned(draft)


def test_one_that_fails_does_not_keep_back_the_others():
    bad, good = make_milestone(), make_page()
    area = make_area()
    scheduled(bad, SOON, areas=[area])
    scheduled(good, title_es="Privacidad")
    area.delete()
    assert publish_due(at=LATER) == 1
    assert reread(good).title_es == "Privacidad"


def test_one_whose_row_was_deleted_past_the_verbs_does_not_keep_back_the_others():
    gone, good = make_milestone(), make_page()
    draft = scheduled(gone, SOON, title_es="Amistad")
    scheduled(good, title_es="Privacidad")
    Milestone.objects.all().delete()
    assert publish_due(at=LATER) == 1
    assert reread(good).title_es == "Privacidad"
    assert Revision.objects.get(pk=draft.pk).state == "in_review"
    assert next_due() is None


def test_a_draft_that_was_written_past_the_verbs_is_not_published_as_scheduled():
    """What its author scheduled is not what its row holds now: nobody has looked at that."""
    milestone = make_milestone(live=False)
    draft = scheduled(milestone)
    Milestone.objects.update(title_es="Amistad")
    assert publish_due(at=LATER) == 0
    assert not reread(milestone).live
    assert Revision.objects.get(pk=draft.pk).state == "superseded"
    assert (open_revision(milestone).origin, open_revision(milestone).state) == ("direct", "draft")
    assert next_due() is None
