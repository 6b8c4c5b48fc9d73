"""With FOUR_EYES, who saved any draft since the last publication does not publish, nor schedule, what came of it."""

from typing import Any

import pytest

from relations.models import Milestone
from relations.publishing import discard, publish, publish_due, restore, schedule
from relations.publishing.roles import PUBLISHERS
from tests.acting import LATER, NOW, edit, published_revision, refusal, republish, reread
from tests.cast import member_of
from tests.factories import make_milestone, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def four_eyes(settings):
    settings.FOUR_EYES = True


@pytest.fixture
def people(db):
    """Three publishers."""
    return [member_of(PUBLISHERS, name) for name in ("anna", "boris", "chloe")]


@pytest.fixture
def anna(people):
    return people[0]


@pytest.fixture
def boris(people):
    return people[1]


@pytest.fixture
def chloe(people):
    return people[2]


def neither_publishes_nor_schedules(revision, person):
    who: dict[str, Any] = {"by": person, "at": NOW}
    for refused in (refusal(publish, revision, **who), refusal(schedule, revision, **who, go_live_at=LATER)):
        (reason,) = refused.reasons
        assert reason.field == ""
        assert reason.record.slug == revision.slug


@pytest.mark.parametrize("live", [True, False])
def test_neither_who_saved_a_draft_nor_who_saved_it_before_publishes_it(live, anna, boris, chloe):
    page = make_page(live=live)
    edit(page, by=anna, title_es="Privacidad")
    draft = edit(page, by=boris, title_ko="개인정보")
    neither_publishes_nor_schedules(draft, anna)
    neither_publishes_nor_schedules(draft, boris)
    publish(draft, by=chloe, at=NOW)
    assert (reread(page).title_es, reread(page).title_ko) == ("Privacidad", "개인정보")


def test_after_a_publication_it_begins_anew(anna, boris):
    page = make_page()
    publish(edit(page, by=anna, title_es="Privacidad"), by=boris, at=NOW)
    draft = edit(page, by=boris, title_ko="개인정보")
    neither_publishes_nor_schedules(draft, boris)
    publish(draft, by=anna, at=NOW)


def test_after_a_draft_was_discarded_it_begins_anew(anna, boris):
    page = make_page()
    discard(edit(page, by=anna, title_es="Privacidad"), by=anna, at=NOW)
    draft = edit(page, by=boris, title_ko="개인정보")
    publish(draft, by=anna, at=NOW)


def test_who_restores_a_past_version_has_saved_it(anna, boris):
    page = make_page(title_es="Privacidad")
    first = published_revision(page)
    republish(page, title_es="Intimidad")
    draft = restore(first, by=anna, at=NOW)
    neither_publishes_nor_schedules(draft, anna)
    publish(draft, by=boris, at=NOW)


def test_a_draft_that_was_scheduled_by_a_second_person_goes_live(anna, boris):
    page = make_page()
    draft = edit(page, by=anna, title_es="Privacidad")
    neither_publishes_nor_schedules(draft, anna)
    schedule(draft, by=boris, at=NOW, go_live_at=LATER)
    assert publish_due(at=LATER) == 1


def test_one_own_draft_among_others_is_enough(anna, boris):
    mine, theirs = edit(make_page(), by=anna, title_es="Uno"), edit(make_page(), by=boris, title_es="Dos")
    (reason,) = refusal(publish, mine, theirs, by=anna, at=NOW).reasons
    assert reason.record.slug == mine.slug


def test_a_change_written_past_the_verbs_does_not_absolve_who_saved_the_draft(anna, boris):
    milestone = make_milestone()
    draft = edit(milestone, by=anna, title_es="Amistad")
    Milestone.objects.update(title_ko="우정")
    neither_publishes_nor_schedules(draft, anna)
    publish(draft, by=boris, at=NOW)


def test_nor_does_it_absolve_when_somebody_has_saved_on_top_since(anna, boris, chloe):
    milestone = make_milestone()
    edit(milestone, by=anna, title_es="Amistad")
    Milestone.objects.update(title_ko="우정")
    draft = edit(milestone, by=boris, summary_es="Resumen")
    neither_publishes_nor_schedules(draft, anna)
    neither_publishes_nor_schedules(draft, boris)
    publish(draft, by=chloe, at=NOW)


def test_without_the_setting_one_person_is_enough(settings, anna):
    settings.FOUR_EYES = False
    publish(edit(make_page(), by=anna, title_es="Privacidad"), by=anna, at=NOW)
