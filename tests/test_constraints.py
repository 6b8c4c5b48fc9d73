"""What must never be is refused by the database, whoever writes it."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from relations.models import Decision, Edition, Page, Party, Relationship, Revision, SearchEntry
from relations.publishing import publish, submit
from tests.acting import LATER, NOW, edit, open_revision, published_revision, republish
from tests.factories import (
    make_action,
    make_commitment,
    make_figure,
    make_indicator,
    make_initiative,
    make_milestone,
    make_page,
    make_party,
    make_relationship,
    make_source,
)

pytestmark = pytest.mark.django_db


def never(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def revision(**columns):
    defaults = {"record_type": "page", "slug": "privacy", "values": {}, "origin": "editor", "created_at": NOW}
    return Revision.objects.create(**defaults | columns)


PUBLISHED = {"state": "published", "number": 1, "published_at": NOW}

REVISIONS = {
    "a draft beside one in review": [{"state": "draft"}, {"state": "in_review"}],
    "a scheduled one beside a draft": [{"state": "draft"}, {"state": "scheduled", "go_live_at": LATER}],
    "two that are published": [PUBLISHED, PUBLISHED | {"number": 2}],
    "two versions of one number": [PUBLISHED, PUBLISHED | {"state": "superseded"}],
    "an unknown state": [{"state": "lost"}],
    "an unknown origin": [{"state": "draft", "origin": "rumour"}],
    "a published one without a number": [PUBLISHED | {"number": None}],
    "a published one without a time": [PUBLISHED | {"published_at": None}],
    "a draft with a number": [{"state": "draft", "number": 1}],
    "a schedule without a time": [{"state": "scheduled"}],
    "a redacted draft": [{"state": "draft", "redacted_at": NOW}],
    "a redacted version that is public": [PUBLISHED | {"redacted_at": NOW}],
    "a redacted one that never was a version": [{"state": "superseded", "redacted_at": NOW}],
}


@pytest.mark.parametrize("rows", REVISIONS.values(), ids=REVISIONS.keys())
def test_revisions_that_never_are(rows):
    for columns in rows[:-1]:
        revision(**columns)
    never(lambda: revision(**rows[-1]))
    # Another record's revisions have nothing to do with it.
    if len(rows) > 1:
        revision(**rows[-1], record_type="party")
        revision(**rows[-1], slug="imprint")


def test_an_open_revision_beside_a_published_one_and_many_past_ones_may_be():
    revision(**PUBLISHED | {"number": 3})
    revision(state="draft")
    for number in (None, None, 1, 2):
        revision(state="superseded", number=number)
    revision(state="discarded")


def test_what_never_is_of_decisions_editions_and_the_search():
    draft = revision(state="draft")
    never(lambda: Decision.objects.create(revision=draft, verb="forget", at=NOW))
    never(lambda: Edition.objects.create(pk=2))
    entry = {"record_type": "page", "slug": "privacy", "language": "en"}
    SearchEntry.objects.create(**entry)
    never(lambda: SearchEntry.objects.create(**entry))


def test_history_is_not_deleted(editor):
    page = make_page()
    draft = edit(page, by=editor, title_es="Privacidad")
    submit(draft, by=editor, at=NOW)
    for row in (draft, published_revision(page), editor):
        with pytest.raises(ProtectedError):
            row.delete()


def test_the_history_of_a_record_outlives_its_row():
    page = make_page()
    Page.objects.all().delete()
    assert published_revision(page).values["title_en"] == "Privacy"


def test_the_edition_is_made_once_and_only_grows():
    numbers = []
    page = make_page(live=False)
    assert not Edition.objects.exists()
    publish(open_revision(page), by=None, at=NOW)
    numbers.append(Edition.objects.get().number)
    for text in ("Uno", "Dos"):
        republish(page, title_es=text)
        numbers.append(Edition.objects.get().number)
    assert numbers == [1, 2, 3]


RECORDS = {
    "a record without a slug": lambda: make_party(slug="", past_the_verbs=True),
    "an unknown basis": lambda: make_milestone(basis="guessed", past_the_verbs=True),
    "a second relationship": lambda: make_relationship(slug="another", past_the_verbs=True),
    "a source that ends before it begins": lambda: make_source(
        published_earliest="2023", published_latest="2022", past_the_verbs=True
    ),
    "an initiative that ends before it begins": lambda: make_initiative(
        period_start="2023", period_end="2022", past_the_verbs=True
    ),
    "a record that replaces itself": lambda: Party.objects.filter(pk=make_party().pk).update(
        replaced_by=Party.objects.get()
    ),
    "a commitment fulfilled by two records": lambda: make_commitment(
        fulfilled_by_action=make_action(), fulfilled_by_milestone=make_milestone(), past_the_verbs=True
    ),
}


@pytest.mark.parametrize("write", RECORDS.values(), ids=RECORDS.keys())
def test_records_that_never_are(write):
    never(write)


def test_an_indicator_has_one_figure_of_a_period():
    indicator = make_indicator()
    make_figure(indicator=indicator)
    never(lambda: make_figure(indicator=indicator, slug="another", past_the_verbs=True))


def test_the_two_parties_of_the_relationship_differ():
    party = make_party()
    never(lambda: make_relationship(home_party=party, partner_party=party, past_the_verbs=True))
    assert not Relationship.objects.exists()
