"""What the public may see: complete statements on public passages, and nothing that lost what it needs."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from relations.models import Milestone, Party, Relationship, TradeFigure
from relations.publishing import NotPublishable, publish, withdraw
from tests.factories import (
    MAKERS,
    make_action,
    make_agreement,
    make_area,
    make_figure,
    make_indicator,
    make_milestone,
    make_party,
    make_passage,
    make_relationship,
    make_source,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2030, 1, 2, 3, 4, tzinfo=datetime.UTC)


def refused(verb, *args, **kwargs):
    with pytest.raises(NotPublishable) as refusal:
        verb(*args, **kwargs)
    return {field for field, _message in refusal.value.reasons}


@pytest.mark.parametrize("make", MAKERS)
def test_a_complete_record_can_be_published(make):
    record = make(live=False)
    publish(record, at=NOW)
    record.refresh_from_db()
    assert record.live
    assert record.first_published_at == record.last_published_at == record.updated_at == NOW


def test_publishing_again_keeps_the_first_date():
    milestone = make_milestone()
    first = milestone.first_published_at
    publish(milestone, at=NOW)
    milestone.refresh_from_db()
    assert (milestone.first_published_at, milestone.last_published_at) == (first, NOW)


def test_all_reasons_are_given_at_once_and_nothing_is_written():
    milestone = make_milestone(live=False, title_en="", kind="", date=None, basis="", as_of=None, passages=[])
    assert refused(publish, milestone, at=NOW) == {"title_en", "kind", "date", "basis", "as_of", "passages"}
    assert not Milestone.objects.get().live


def test_a_title_in_another_language_alone_is_not_enough():
    assert refused(publish, make_milestone(live=False, title_en="", title_es="Hito"), at=NOW) == {"title_en"}


def test_what_is_computed_must_say_how():
    assert refused(publish, make_milestone(live=False, basis="computed"), at=NOW) == {"derivation_en"}
    publish(make_milestone(live=False, basis="computed", derivation_en="2022 less 10."), at=NOW)


def test_a_statement_on_a_passage_that_is_not_public_is_refused():
    milestone = make_milestone(live=False, passages=[make_passage(), make_passage(live=False)])
    assert refused(publish, milestone, at=NOW) == {"passages"}


def test_a_record_needs_its_parent_and_its_parties_to_be_public():
    assert refused(publish, make_action(live=False, agreement=make_agreement(live=False)), at=NOW) == {"agreement"}
    assert refused(publish, make_figure(live=False, indicator=make_indicator(live=False)), at=NOW) == {"indicator"}
    assert refused(publish, make_passage(live=False, source=make_source(live=False)), at=NOW) == {"source"}
    assert refused(publish, make_milestone(live=False, party=make_party(live=False)), at=NOW) == {"party"}


def test_an_optional_reference_may_be_hidden():
    milestone = make_milestone(live=False, areas=[make_area(live=False)], agreement=make_agreement(live=False))
    publish(milestone, at=NOW)


def test_withdrawing_hides_and_publishing_brings_back():
    milestone = make_milestone()
    withdraw(milestone, at=NOW)
    assert not Milestone.objects.live().exists()
    publish(milestone, at=NOW)
    assert Milestone.objects.live().exists()


def test_what_was_public_stays_known_to_have_been(settings):
    milestone = make_milestone(first_published_at=None)
    withdraw(milestone, at=NOW)
    milestone.refresh_from_db()
    assert milestone.first_published_at == NOW


def test_withdrawing_what_something_public_needs_is_refused_naming_it():
    milestone = make_milestone(title_en="The visit", party=make_party(slug="north"))
    passage = milestone.passages.get()
    for needed in (passage, passage.source, milestone.party):
        with pytest.raises(NotPublishable) as refusal:
            withdraw(needed, at=NOW)
        assert len(refusal.value.reasons) == 1
        needed.refresh_from_db()
        assert needed.live
    with pytest.raises(NotPublishable, match="The visit"):
        withdraw(passage, at=NOW)
    withdraw(milestone, at=NOW)
    withdraw(passage, at=NOW)


def test_withdrawing_an_agreement_or_indicator_with_public_parts_is_refused():
    refused(withdraw, make_action().agreement, at=NOW)
    refused(withdraw, make_figure().indicator, at=NOW)
    refused(withdraw, make_relationship().home_party, at=NOW)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda: make_party(slug=""),
        lambda: make_milestone(basis="guessed"),
        lambda: [make_figure(indicator=indicator, slug=slug) for indicator in [make_indicator()] for slug in "ab"],
        lambda: make_relationship(slug="another"),
        lambda: make_source(published_earliest="2023", published_latest="2022"),
        lambda: Party.objects.filter(pk=make_party().pk).update(replaced_by=Party.objects.get()),
    ],
)
def test_what_must_never_be_is_refused_by_the_database(break_it):
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it()


def test_the_two_parties_of_the_relationship_differ():
    party = make_party()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_relationship(home_party=party, partner_party=party)
    assert not Relationship.objects.exists()
    assert not TradeFigure.objects.exists()
