"""The ways back: a draft discarded, a past revision restored."""

from typing import Any

import pytest

from relations.models import Agreement, Edition, Milestone, Passage, Revision
from relations.publishing import discard, publish, redact, reinstate, restore, schedule, submit, withdraw
from relations.values import values_of
from tests.acting import (
    LATER,
    NOW,
    edit,
    fields_refused,
    is_there,
    open_revision,
    published_revision,
    refusal,
    republish,
    reread,
)
from tests.factories import make_action, make_agreement, make_area, make_milestone, make_passage, make_source

pytestmark = pytest.mark.django_db


def test_a_discarded_draft_of_a_public_record_leaves_it_as_it_was(editor):
    milestone = make_milestone()
    before = values_of(milestone)
    revision = edit(milestone, by=editor, title_es="Amistad")
    discard(revision, by=editor, at=NOW)
    assert (revision.state, open_revision(milestone)) == ("discarded", None)
    assert values_of(reread(milestone)) == before
    later = edit(milestone, by=editor, title_ko="우정")
    assert (later.values["title_es"], later.previous) == ("", published_revision(milestone))


def test_a_discarded_record_that_was_never_public_is_gone_but_its_history(editor):
    milestone = make_milestone(live=False)
    revision = edit(milestone, by=editor, title_es="Amistad")
    discard(revision, by=editor, at=NOW)
    assert not is_there(milestone)
    assert [one.state for one in Revision.objects.of(milestone)] == ["discarded", "superseded"]


def test_what_others_refer_to_is_not_discarded_naming_them(editor):
    agreement = make_agreement(live=False)
    action = make_action(live=False, agreement=agreement, slug="the-signature")
    (reason,) = refusal(discard, open_revision(agreement), by=None, at=NOW).reasons
    assert "the-signature" in str(reason)
    discard(open_revision(action), by=None, at=NOW)
    discard(open_revision(agreement), by=None, at=NOW)
    assert not Agreement.objects.exists()


def test_a_passage_that_a_draft_cites_is_not_discarded(editor):
    passage = make_passage(live=False, source=make_source())
    milestone = make_milestone(live=False, passages=[passage], title_en="The visit")
    (reason,) = refusal(discard, open_revision(passage), by=None, at=NOW).reasons
    assert "The visit" in str(reason)
    assert list(reread(milestone).passages.all()) == [passage]


def test_an_area_that_a_public_record_names_is_not_discarded_behind_it():
    area = make_area(live=False)
    milestone = make_milestone(areas=[area])
    refusal(discard, open_revision(area), by=None, at=NOW)
    assert values_of(reread(milestone)) == published_revision(milestone).values


def test_discarding_a_scheduled_draft_ends_the_schedule(publisher):
    revision = edit(make_milestone(), title_es="Amistad")
    schedule(revision, by=publisher, at=NOW, go_live_at=LATER)
    discard(revision, by=publisher, at=NOW)
    assert (revision.go_live_at, Edition.objects.get().next_due_at) == (None, None)


def test_a_past_version_comes_back_as_a_draft(editor, publisher):
    milestone = make_milestone(title_es="Amistad")
    first = published_revision(milestone)
    republish(milestone, title_es="Concordia", areas=[make_area()])
    draft = restore(first, by=editor, at=LATER)
    assert (draft.state, draft.origin, draft.author, draft.created_at) == ("draft", "restore", editor, LATER)
    assert (draft.values, draft.based_on) == (first.values, published_revision(milestone))
    assert reread(milestone).title_es == "Concordia"
    publish(draft, by=publisher, at=LATER)
    assert (reread(milestone).title_es, list(reread(milestone).areas.all())) == ("Amistad", [])
    assert draft.number == 3
    first.refresh_from_db()
    assert (first.state, first.number) == ("superseded", 1)


def test_a_restored_draft_takes_the_place_of_the_open_one(editor):
    milestone = make_milestone()
    first = edit(milestone, title_es="Amistad")
    second = edit(milestone, title_es="Concordia")
    submit(second, by=editor, at=NOW)
    draft = restore(first, by=editor, at=NOW)
    second.refresh_from_db()
    assert (second.state, draft.previous, draft.values["title_es"]) == ("superseded", second, "Amistad")


def test_a_discarded_record_that_was_never_public_comes_back(editor):
    area = make_area()
    milestone = make_milestone(live=False, areas=[area], title_es="Amistad")
    revision = open_revision(milestone)
    discard(revision, by=None, at=NOW)
    draft = restore(revision, by=editor, at=NOW)
    row = Milestone.objects.get(slug=milestone.slug)
    assert values_of(row) == draft.values == revision.values
    assert (row.live, list(row.areas.all())) == (False, [area])


def test_a_withdrawn_records_past_version_is_restored_but_not_shown(editor):
    milestone = make_milestone()
    first = published_revision(milestone)
    republish(milestone, title_es="Amistad")
    withdraw(milestone, by=None, at=NOW, note={"en": "It was wrong."})
    draft = restore(first, by=editor, at=NOW)
    assert reread(milestone).title_es == "Amistad"
    assert not Milestone.objects.live().exists()
    reinstate(milestone, by=None, at=NOW)
    assert (reread(milestone).title_es, open_revision(milestone)) == ("Amistad", draft)


def test_a_redacted_version_is_not_restored(editor):
    milestone = make_milestone()
    first = published_revision(milestone)
    republish(milestone, title_es="Amistad")
    redact(first, by=None, at=NOW)
    refusal(restore, first, by=editor, at=NOW)


def test_a_reference_that_is_gone_comes_back_and_publishing_says_so(editor):
    milestone, area = make_milestone(), make_area(live=False)
    first = edit(milestone, areas=[area], title_es="Amistad")
    edit(milestone, areas=[])
    discard(open_revision(area), by=None, at=NOW)
    draft = restore(first, by=editor, at=NOW)
    assert draft.values["areas"] == [[area.slug]]
    assert "areas" in fields_refused(publish, draft, by=None, at=NOW, support_confirmed=True)


@pytest.mark.parametrize("name", ["areas", "agreement"])
def test_a_record_that_was_never_public_is_not_restored_with_what_its_row_cannot_hold(editor, name):
    gone = make_area(live=False) if name == "areas" else make_agreement(live=False)
    cited: dict[str, Any] = {name: [gone] if name == "areas" else gone}
    nothing: dict[str, Any] = {name: [] if name == "areas" else None}
    milestone = make_milestone(live=False, **cited)
    first = open_revision(milestone)
    edit(milestone, **nothing)
    discard(open_revision(gone), by=None, at=NOW)
    assert fields_refused(restore, first, by=editor, at=NOW) == [name]


def test_what_was_discarded_with_its_parent_is_not_restored_alone(editor):
    source = make_source(live=False)
    passage = make_passage(live=False, source=source)
    revision = open_revision(passage)
    discard(revision, by=None, at=NOW)
    discard(open_revision(source), by=None, at=NOW)
    assert fields_refused(restore, revision, by=editor, at=NOW) == ["source"]
    assert not Passage.objects.exists()
