"""Conflicts of a load are decided by people: kept, taken or written anew, once; and close by themselves."""

from typing import Any

import pytest

from relations.loading import runs
from relations.loading.runs import Allowed
from relations.models import Baseline, Change, Conflict, Milestone, Revision, TradeFigure
from relations.publishing import NotAllowed, NotNow, NotPermitted, conflicts, publish, reinstate, withdraw
from tests.acting import (
    NOW,
    edit,
    edition,
    fields_refused,
    open_revision,
    published_revision,
    refusal,
    republish,
    reread,
)
from tests.fixture_sets import fields_of, small_set
from tests.loads import changed, visit, without

pytestmark = pytest.mark.django_db

WHO: Any = {"by": None, "at": NOW}


@pytest.fixture
def milestone(bring):
    return visit()


def with_title(title, **more):
    return changed(small_set(), "visit", title_en=title, **more)


@pytest.fixture
def conflict(bring, milestone):
    """Staff and set have given the visit another title each."""
    republish(milestone, title_en="A visit, edited")
    bring(with_title("A visit, reloaded"))
    return Conflict.objects.waiting().get()


@pytest.fixture
def dropped(bring, milestone):
    """Staff have edited the visit, and the set has dropped it."""
    republish(milestone, title_en="A visit, edited")
    bring(without(small_set(), "visit"))
    return Conflict.objects.waiting().get()


def decided(conflict):
    conflict = Conflict.objects.get(pk=conflict.pk)
    return conflict.outcome, conflict.decided_by, conflict.decided_at


def test_keeping_changes_nothing_for_the_public_and_is_remembered(conflict, milestone, bring, publisher):
    before = edition()
    conflicts.keep(conflict, by=publisher, at=NOW)
    assert decided(conflict) == ("keep", publisher, NOW)
    assert (reread(milestone).title_en, edition()) == ("A visit, edited", before)
    run = bring(with_title("A visit, reloaded"))
    assert (run.load, Conflict.objects.waiting().count()) == (None, 0)
    assert reread(milestone).title_en == "A visit, edited"


def test_a_new_value_of_the_file_asks_again(conflict, bring, publisher):
    conflicts.keep(conflict, by=publisher, at=NOW)
    bring(with_title("A visit, at last"))
    assert Conflict.objects.waiting().get().fixture == {"title_en": "A visit, at last"}


def test_taking_publishes_the_files_value_with_the_note_of_its_load(conflict, milestone, bring, publisher):
    before = edition()
    conflicts.take(conflict, by=publisher, at=NOW)
    assert decided(conflict) == ("take", publisher, NOW)
    assert (reread(milestone).title_en, edition()) == ("A visit, reloaded", before + 1)
    revision = published_revision(milestone)
    assert (revision.origin, revision.load, revision.author) == ("fixture", conflict.load, publisher)
    assert (revision.change, revision.change_note_en) == ("major", "The first set.")
    assert bring(with_title("A visit, reloaded")).load is None


def test_a_third_value_is_published_with_its_own_note_and_is_remembered(conflict, milestone, bring, publisher):
    conflicts.write(
        conflict,
        {"title_en": "A visit of both"},
        by=publisher,
        at=NOW,
        change=Change.MINOR,
        change_note={"en": "Both were right."},
        support_confirmed=True,
    )
    assert decided(conflict)[:2] == ("write", publisher)
    revision = published_revision(milestone)
    assert (reread(milestone).title_en, revision.origin, revision.load) == ("A visit of both", "editor", None)
    assert (revision.change, revision.change_note_en) == ("minor", "Both were right.")
    assert bring(with_title("A visit, reloaded")).load is None
    assert reread(milestone).title_en == "A visit of both"


def test_a_third_value_asks_whether_the_passages_support_it(conflict):
    assert fields_refused(conflicts.write, conflict, {"title_en": "Another"}, **WHO) == ["support_confirmed"]


def test_what_cannot_be_public_is_neither_taken_nor_written_and_the_conflict_waits(conflict):
    assert fields_refused(conflicts.write, conflict, {"title_en": ""}, **WHO, support_confirmed=True) == ["title_en"]
    assert fields_refused(conflicts.write, conflict, {"title_es": "Otra"}, **WHO) == [""]
    assert conflict.outcome == ""


def test_a_figure_and_its_evidence_are_decided_as_one(bring):
    figure = TradeFigure.objects.get()
    republish(figure, value="1300000.00")
    bring(changed(small_set(), figure.slug, value="1400000.00", as_of="2031", qualifier="nearly"))
    conflict = Conflict.objects.waiting().get()
    conflicts.take(conflict, **WHO)
    figure = reread(figure)
    assert (str(figure.value), str(figure.as_of), figure.qualifier) == ("1400000.00", "2031", "nearly")
    assert Revision.objects.of(figure).versions().count() == 3


def test_an_open_draft_stays_open_and_meets_what_was_taken(conflict, milestone):
    draft = edit(milestone, title_es="Una visita")
    conflicts.take(conflict, **WHO)
    assert open_revision(milestone) == draft
    assert reread(milestone).title_es == ""
    publish(draft, **WHO)
    assert (reread(milestone).title_en, reread(milestone).title_es) == ("A visit, reloaded", "Una visita")


def test_only_publishers_decide(conflict, editor, reader):
    for person in (editor, reader):
        for verb in (conflicts.keep, conflicts.take):
            refusal(verb, conflict, by=person, at=NOW, error=NotPermitted)
        refusal(conflicts.write, conflict, {"title_en": "Mine"}, by=person, at=NOW, error=NotPermitted)


def test_a_conflict_is_decided_once(conflict, publisher):
    other = Conflict.objects.get()
    conflicts.keep(conflict, by=publisher, at=NOW)
    refusal(conflicts.take, other, by=publisher, at=NOW, error=NotNow)


def test_who_was_shown_another_value_looks_again(conflict, milestone):
    seen = conflicts.mark(conflict, conflicts.on_site(conflict, reread(milestone)))
    republish(milestone, title_en="A visit, edited twice")
    for verb in (conflicts.keep, conflicts.take):
        refusal(verb, conflict, **WHO, seen=seen, error=NotNow)
    seen = conflicts.mark(conflict, conflicts.on_site(conflict, reread(milestone)))
    conflicts.take(conflict, **WHO, seen=seen)
    assert reread(milestone).title_en == "A visit, reloaded"


def test_another_edit_elsewhere_in_the_record_does_not_matter(conflict, milestone):
    seen = conflicts.mark(conflict, conflicts.on_site(conflict, reread(milestone)))
    republish(milestone, title_es="Una visita")
    conflicts.take(conflict, **WHO, seen=seen)
    assert (reread(milestone).title_en, reread(milestone).title_es) == ("A visit, reloaded", "Una visita")


def test_a_conflict_closes_when_somebody_publishes_just_that(conflict, milestone, bring, publisher):
    republish(milestone, by=publisher, title_en="A visit, reloaded")
    assert decided(conflict) == ("closed", None, NOW)
    assert Baseline.objects.get(slug="visit").values["title_en"] == "A visit, reloaded"
    assert bring(with_title("A visit, reloaded")).load is None


def test_with_four_eyes_nobody_decides_by_a_text_of_their_own(conflict, milestone, publisher, settings):
    settings.FOUR_EYES = True
    (reason,) = refusal(conflicts.write, conflict, {"title_en": "Mine"}, by=publisher, at=NOW).reasons
    assert reason.record == milestone
    conflicts.take(conflict, by=publisher, at=NOW)
    assert reread(milestone).title_en == "A visit, reloaded"


def test_of_a_withdrawn_record_nothing_is_taken(conflict, milestone):
    withdraw(milestone, **WHO, note={"en": "Wrong."})
    refusal(conflicts.take, conflict, **WHO, error=NotNow)
    conflicts.keep(conflict, **WHO)


def test_what_the_set_dropped_is_left_public_and_stays_so(dropped, milestone, bring):
    conflicts.keep(dropped, **WHO)
    assert reread(milestone).live
    assert bring(without(small_set(), "visit")).load is None
    assert reread(milestone).live


def test_what_the_set_dropped_is_withdrawn_with_its_note_and_comes_back_with_it(dropped, milestone, bring):
    conflicts.take(dropped, **WHO)
    assert decided(dropped)[0] == "take"
    assert not reread(milestone).live
    assert reread(milestone).withdrawal_note_en == "The first set."
    assert bring(without(small_set(), "visit")).load is None
    bring(small_set())
    assert reread(milestone).live


def test_what_others_need_is_not_withdrawn(bring):
    figure = TradeFigure.objects.get()
    republish(figure.indicator, title_en="Exports, edited")
    republish(figure, note_en="Edited.")
    files = small_set()
    files["trade.json"] = []
    fields_of(files, "relationship").update(headline_figures=[])
    bring(files)
    indicators, figures = (Conflict.objects.waiting().get(slug=slug) for slug in ("exports", "exports-2029"))
    refusal(conflicts.take, indicators, **WHO)
    conflicts.take(figures, **WHO)
    conflicts.take(indicators, **WHO)
    assert not reread(figure.indicator).live


def test_withdrawing_what_the_set_dropped_closes_its_conflict(dropped, milestone, bring):
    withdraw(milestone, **WHO, note={"en": "It never was."})
    assert decided(dropped) == ("closed", None, NOW)
    assert bring(without(small_set(), "visit")).load is None
    # It was a person who withdrew it, so it comes back by a person only.
    bring(small_set())
    assert not reread(milestone).live


def test_of_a_records_presence_nothing_can_be_written(dropped):
    assert isinstance(refusal(conflicts.write, dropped, {"live": False}, **WHO), NotAllowed)


@pytest.fixture
def hidden(bring, milestone):
    """Staff have withdrawn the visit, and the set has changed it since."""
    withdraw(milestone, **WHO, note={"en": "Under review."})
    bring(with_title("A visit, reloaded"))
    return Conflict.objects.waiting().get()


def test_what_was_withdrawn_here_is_shown_again_and_the_next_load_brings_its_changes(hidden, milestone, bring):
    conflicts.take(hidden, **WHO)
    assert (reread(milestone).live, reread(milestone).title_en) == (True, "A visit")
    bring(with_title("A visit, reloaded"))
    assert reread(milestone).title_en == "A visit, reloaded"


def test_what_was_withdrawn_here_stays_so_and_the_same_set_does_not_ask_again(hidden, milestone, bring):
    conflicts.keep(hidden, **WHO)
    assert not reread(milestone).live
    bring(with_title("A visit, reloaded"))
    assert Conflict.objects.waiting().count() == 0


def test_reinstating_closes_the_question_whether_to(hidden, milestone):
    reinstate(milestone, **WHO)
    assert decided(hidden)[0] == "closed"


def test_a_record_deleted_for_good_is_created_by_the_next_load_once_it_is_taken(bring, milestone):
    milestone.delete()
    bring(with_title("A visit, reloaded"))
    conflict = Conflict.objects.waiting().get()
    before = edition()
    conflicts.take(conflict, **WHO)
    assert edition() == before
    bring(with_title("A visit, reloaded"))
    assert Milestone.objects.get(slug="visit").title_en == "A visit, reloaded"


def test_what_an_undo_could_not_decide_leaves_the_baseline_alone(bring, milestone):
    load = bring(with_title("A visit, reloaded")).load
    republish(milestone, title_en="A visit, edited")
    runs.carry_out_undo(load.pk, Allowed(), at=NOW)
    conflict = Conflict.objects.waiting().get()
    conflicts.take(conflict, **WHO)
    assert (reread(milestone).title_en, published_revision(milestone).origin) == ("A visit", "undo")
    assert Baseline.objects.get(slug="visit").values["title_en"] == "A visit, reloaded"
    assert bring(with_title("A visit, reloaded")).load is None


def test_a_withdrawal_by_a_load_is_told_in_the_history(bring, milestone):
    bring(without(small_set(), "visit"))
    decision = published_revision(milestone).decisions.first()
    assert (decision.verb, decision.comment) == ("withdraw", "The first set.")
