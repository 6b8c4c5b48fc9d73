"""What the public may see: complete statements on public passages, each publication a numbered version."""

from typing import Any

import pytest

from relations.models import Change, Decision, Edition, Milestone, Revision
from relations.publishing import publish, save_draft, schedule
from relations.values import values_of
from tests.acting import (
    LATER,
    NOW,
    edit,
    everything,
    fields_refused,
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
    make_area,
    make_figure,
    make_indicator,
    make_milestone,
    make_page,
    make_party,
    make_passage,
    make_source,
)

pytestmark = pytest.mark.django_db


def faults(record, **changes):
    """The fields that keep a record's draft from the public, with these changes; scheduling says the same."""
    draft = edit(record, **changes)
    named = fields_refused(publish, draft, by=None, at=NOW)
    assert fields_refused(schedule, draft, by=None, at=NOW, go_live_at=LATER) == named
    return named


@pytest.mark.parametrize("make", MAKERS)
def test_a_complete_record_can_be_published(make, publisher):
    record = make(live=False)
    draft = open_revision(record)
    assert publish(draft, by=publisher, at=NOW) == [draft]
    row = reread(record)
    assert row.live
    assert row.first_published_at == row.last_published_at == row.updated_at == NOW
    assert values_of(row) == draft.values
    assert (draft.state, draft.number, draft.published_at, draft.change) == ("published", 1, NOW, "major")
    decision = Decision.objects.get(verb="publish")
    assert (decision.revision, decision.by, decision.at) == (draft, publisher, NOW)


def test_the_next_publication_is_the_next_version(publisher):
    milestone = make_milestone()
    first = published_revision(milestone)
    passage, area = make_passage(), make_area()
    edition = Edition.objects.get().number
    second = edit(milestone, title_es="Amistad", passages=[passage], areas=[area])
    publish(second, by=publisher, at=NOW)
    first.refresh_from_db()
    assert [(one.state, one.number) for one in (first, second)] == [("superseded", 1), ("published", 2)]
    assert (first.published_at, second.published_at) == (PUBLISHED_AT, NOW)
    row = reread(milestone)
    assert (row.title_es, list(row.passages.all()), list(row.areas.all())) == ("Amistad", [passage], [area])
    assert Edition.objects.get().number == edition + 1


def test_dates_of_publication():
    milestone = make_milestone()
    dates = ("first_published_at", "last_published_at", "updated_at")

    def at(change, time):
        draft = save_draft(Milestone, milestone.slug, {"title_es": str(time)}, by=None, at=time, change=change)
        publish(draft, by=None, at=time)
        return [getattr(reread(milestone), name) for name in dates]

    assert at(Change.MINOR, NOW) == [PUBLISHED_AT, NOW, PUBLISHED_AT]
    assert at(Change.MAJOR, LATER) == [PUBLISHED_AT, LATER, LATER]


def test_a_first_publication_is_major_whatever_the_draft_says():
    page = make_page(live=False)
    draft = save_draft(type(page), page.slug, {}, by=None, at=NOW, change=Change.MINOR)
    publish(draft, by=None, at=NOW)
    assert draft.change == "major"
    assert reread(page).updated_at == NOW


def test_a_public_change_moves_the_edition_and_a_refused_one_does_not():
    page = make_page()
    edition = Edition.objects.get().number
    republish(page, title_es="Privacidad")
    assert Edition.objects.get().number == edition + 1
    refusal(publish, edit(page, title_en=""), by=None, at=NOW)
    assert Edition.objects.get().number == edition + 1


def test_all_reasons_are_given_at_once():
    bare: dict[str, Any] = {"title_en": "", "kind": "", "date": None, "basis": "", "as_of": None, "passages": []}
    assert faults(make_milestone(live=False), **bare) == ["as_of", "basis", "date", "kind", "passages", "title_en"]


def test_a_title_in_another_language_alone_is_not_enough():
    assert faults(make_milestone(live=False), title_en="", title_es="Hito") == ["title_en"]


def test_what_is_computed_must_say_how():
    milestone = make_milestone(live=False)
    assert faults(milestone, basis="computed") == ["derivation_en"]
    republish(milestone, derivation_en="2022 less 10.")


def test_a_statement_on_a_passage_that_is_not_public_is_refused_for_each():
    passages = [make_passage(), make_passage(live=False), make_passage(live=False)]
    assert faults(make_milestone(live=False), passages=passages) == ["passages", "passages"]


def test_a_record_needs_its_parent_and_its_parties_to_be_public():
    assert faults(make_action(live=False, agreement=make_agreement(live=False))) == ["agreement"]
    assert faults(make_figure(live=False, indicator=make_indicator(live=False))) == ["indicator"]
    assert faults(make_passage(live=False, source=make_source(live=False))) == ["source"]
    assert faults(make_milestone(live=False), party=make_party(live=False)) == ["party"]


def test_an_optional_reference_may_be_hidden():
    hidden: dict[str, Any] = {"areas": [make_area(live=False)], "agreement": make_agreement(live=False)}
    milestone = make_milestone(live=False, **hidden)
    publish(open_revision(milestone), by=None, at=NOW)
    assert values_of(reread(milestone))["areas"] == [[hidden["areas"][0].slug]]


def all_of_a_milestone():
    """A milestone, and all that it requires, none of it public."""
    source = make_source(live=False)
    passage, party = make_passage(live=False, source=source), make_party(live=False)
    milestone = make_milestone(live=False, passages=[passage], party=party)
    return [milestone, passage, party, source]


def test_what_a_record_requires_may_be_published_with_it_in_any_order(publisher):
    for turn in range(4):
        records = all_of_a_milestone()
        records = records[turn:] + records[:turn]
        edition = Edition.objects.first()
        before = edition.number if edition else 0
        published = publish(*map(open_revision, records), by=publisher, at=NOW)
        assert {revision.slug for revision in published} == {record.slug for record in records}
        assert all(reread(record).live for record in records)
        assert Edition.objects.get().number == before + 1


def test_a_record_of_another_type_with_the_same_slug_is_not_what_is_required():
    milestone = make_milestone(live=False, party=make_party(live=False, slug="north"))
    drafts = [open_revision(milestone), open_revision(make_page(live=False, slug="north"))]
    assert fields_refused(publish, *drafts, by=None, at=NOW) == ["party"]


def test_of_several_the_faults_of_all_are_named_and_none_is_published(publisher):
    milestone, passage, party, source = all_of_a_milestone()
    drafts = [edit(milestone, kind=""), edit(passage, gist_en=""), open_revision(source)]
    reasons = refusal(publish, *drafts, by=publisher, at=NOW).reasons
    assert {(reason.record.slug, reason.field) for reason in reasons} == {
        (milestone.slug, "kind"),
        (milestone.slug, "party"),
        (passage.slug, "gist_en"),
    }
    assert not reread(source).live
    assert not reread(party).live


def test_a_revision_named_twice_is_published_once():
    milestone = make_milestone(live=False)
    draft = open_revision(milestone)
    publish(draft, Revision.objects.get(pk=draft.pk), by=None, at=NOW)
    assert [one.number for one in Revision.objects.of(milestone)] == [1]
    assert Decision.objects.filter(verb="publish").count() == 1


def test_values_are_validated_again_when_they_are_published():
    milestone, area = make_milestone(live=False), make_area(live=False)
    draft = edit(make_milestone(slug="other"), areas=[area])
    area.delete()
    assert fields_refused(publish, draft, by=None, at=NOW) == ["areas"]
    Revision.objects.filter(pk=open_revision(milestone).pk).update(
        values=open_revision(milestone).values | {"kind": "party"}
    )
    Milestone.objects.filter(pk=milestone.pk).update(kind="party")
    assert fields_refused(publish, open_revision(milestone), by=None, at=NOW) == ["kind"]


def test_nothing_to_publish_is_no_public_change():
    before = everything()
    assert publish(by=None, at=NOW) == []
    assert everything() == before
