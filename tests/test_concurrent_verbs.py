"""Two people at the same moment, on connections of their own: one of them is told, and nobody's work is lost."""

import datetime
from functools import partial

import pytest

from relations.models import Change, Decision, Edition, Milestone, Revision
from relations.publishing import (
    EditConflict,
    NotAllowed,
    NotNow,
    discard,
    publish,
    publish_due,
    return_draft,
    save_draft,
    schedule,
    submit,
    withdraw,
)
from tests.acting import LATER, NOW, edit, open_form, open_revision, republish, reread
from tests.at_once import at_once, database_for_many, in_a_thread
from tests.factories import make_milestone, make_page, make_passage

pytestmark = pytest.mark.django_db(transaction=True)

FIELDS = ("title_en", "title_es", "title_ko", "summary_en", "summary_es", "summary_ko", "body_es", "body_ko")


@pytest.fixture(autouse=True)
def many(transactional_db, tmp_path):
    with database_for_many(tmp_path / "site.sqlite3"):
        yield


def drafted():
    milestone = make_milestone()
    return milestone, edit(milestone, title_es="Amistad")


VERBS = {
    "submit": lambda record, revision: submit(revision, by=None, at=NOW),
    "publish": lambda record, revision: publish(revision, by=None, at=NOW),
    "schedule": lambda record, revision: schedule(revision, by=None, at=NOW, go_live_at=LATER),
    "discard": lambda record, revision: discard(revision, by=None, at=NOW),
    "withdraw": lambda record, revision: withdraw(record, by=None, at=NOW, note={"en": "It was wrong."}),
}


def test_of_two_who_do_the_same_one_succeeds_and_one_is_told():
    outcomes = {}
    for verb in VERBS:
        record, revision = in_a_thread(drafted)
        decisions = in_a_thread(Decision.objects.count)
        results = at_once(*[partial(act, verb, record, revision)] * 2)
        outcomes[verb] = tuple(sorted(type(result).__name__ for result in results))
        assert in_a_thread(Decision.objects.count) == decisions + 1
    assert outcomes == dict.fromkeys(VERBS, ("NotNow", "str"))


def act(verb, record, revision):
    VERBS[verb](Milestone.objects.get(pk=record.pk), Revision.objects.get(pk=revision.pk))
    return "done"


def test_of_two_different_verbs_each_finds_what_the_other_left():
    _record, revision = in_a_thread(drafted)

    def again(verb):
        verb(Revision.objects.get(pk=revision.pk), by=None, at=NOW)
        return "done"

    results = at_once(partial(again, publish), partial(again, discard))
    assert sorted(type(result).__name__ for result in results) == ["NotNow", "str"]
    state = in_a_thread(lambda: Revision.objects.get(pk=revision.pk).state)
    assert state == ("published" if results[0] == "done" else "discarded")


def test_eight_who_change_different_fields_from_the_same_form_all_keep_theirs():
    milestone = in_a_thread(make_milestone)
    opened = in_a_thread(lambda: open_form(milestone))
    texts = {field: f"By the editor of {field}" for field in FIELDS}
    posted = [{**opened.values, field: text} for field, text in texts.items()]
    saves = [
        partial(save_draft, Milestone, milestone.slug, values, by=None, at=NOW, opened=opened) for values in posted
    ]
    results = at_once(*saves)
    assert [type(result) for result in results] == [Revision] * 8
    draft = in_a_thread(lambda: open_revision(milestone))
    assert {field: draft.values[field] for field in FIELDS} == texts
    assert in_a_thread(lambda: Revision.objects.of(milestone).filter(state="superseded").count()) == 7


def test_of_two_who_change_the_same_field_the_second_sees_both_texts():
    milestone = in_a_thread(make_milestone)
    opened = in_a_thread(lambda: open_form(milestone))
    texts = ["The friendship begins", "A friendship is sworn"]
    results = at_once(*(partial(edit, milestone, opened=opened, title_en=text) for text in texts))
    (conflict,) = [result for result in results if isinstance(result, EditConflict)]
    (saved,) = [result for result in results if isinstance(result, Revision)]
    (unit,) = conflict.units
    assert unit.fields == ("title_en",)
    assert {unit.ours["title_en"], unit.theirs["title_en"]} == set(texts)
    assert unit.theirs["title_en"] == saved.values["title_en"]
    again = in_a_thread(lambda: edit(milestone, opened=conflict.opened, title_en=unit.ours["title_en"]))
    assert again.values["title_en"] == unit.ours["title_en"]


def test_of_two_who_make_a_record_of_the_same_slug_one_is_told_that_it_is_taken():
    passage = in_a_thread(make_passage)
    values = {"title_en": "A visit", "passages": [[passage.slug]]}
    make = partial(save_draft, Milestone, "a-visit", values, by=None, at=NOW, is_new=True)
    results = at_once(make, make)
    (refused,) = [result for result in results if isinstance(result, NotAllowed)]
    assert [reason.field for reason in refused.reasons] == ["slug"]
    assert in_a_thread(lambda: Revision.objects.filter(slug="a-visit").count()) == 1


def test_a_due_revision_is_published_once_however_many_notice_it():
    def scheduled():
        milestones = [make_milestone() for _ in range(3)]
        for milestone in milestones:
            revision = edit(milestone, title_es="Amistad")
            schedule(revision, by=None, at=NOW, go_live_at=LATER)
        return milestones

    milestones = in_a_thread(scheduled)
    edition = in_a_thread(lambda: Edition.objects.get().number)
    results = at_once(*[partial(publish_due, at=LATER)] * 6)
    assert sum(results) == 3
    assert in_a_thread(lambda: Edition.objects.get().number) == edition + 3
    numbers = Revision.objects.versions().values_list("slug", "number")
    assert sorted(in_a_thread(lambda: list(numbers.filter(record_type="milestone")))) == sorted(
        (milestone.slug, number) for milestone in milestones for number in (1, 2)
    )
    assert in_a_thread(lambda: {reread(milestone).title_es for milestone in milestones}) == {"Amistad"}


def test_a_due_revision_that_is_returned_at_the_same_moment_goes_one_way():
    milestone, revision = in_a_thread(drafted)
    in_a_thread(lambda: schedule(revision, by=None, at=NOW, go_live_at=LATER))

    def give_back():
        return_draft(Revision.objects.get(pk=revision.pk), by=None, at=LATER, comment="Wait.")
        return "returned"

    published, returned = at_once(partial(publish_due, at=LATER), give_back)
    assert (published, type(returned)) in [(1, NotNow), (0, str)]
    live_text = in_a_thread(lambda: reread(milestone)).title_es
    assert live_text == ("Amistad" if published else "")


def test_a_save_during_a_publication_is_not_lost():
    milestone, revision = in_a_thread(drafted)
    opened = in_a_thread(lambda: open_form(milestone))
    show = partial(publish, revision, by=None, at=NOW)
    results = at_once(show, partial(edit, milestone, opened=opened, title_ko="우정"))
    assert isinstance(results[1], Revision)
    draft = in_a_thread(lambda: open_revision(milestone))
    assert (draft.values["title_es"], draft.values["title_ko"]) == ("Amistad", "우정")
    assert isinstance(results[0], list) or type(results[0]) is NotNow


def test_of_two_that_are_scheduled_at_once_the_earlier_is_due_next():
    later_still = LATER + datetime.timedelta(hours=1)
    for _turn in range(10):
        first, second = in_a_thread(lambda: [edit(make_page(), title_es="Datos") for _ in range(2)])
        go_live = [
            partial(schedule, first, by=None, at=NOW, go_live_at=LATER),
            partial(schedule, second, by=None, at=NOW, go_live_at=later_still),
        ]
        assert at_once(*go_live) == [None, None]
        assert in_a_thread(lambda: Edition.objects.get().next_due_at) == LATER
        in_a_thread(lambda: publish_due(at=later_still))


def test_a_statement_does_not_go_public_while_its_passage_is_withdrawn():
    for _turn in range(10):
        passage = in_a_thread(make_passage)
        milestone = in_a_thread(partial(make_milestone, live=False, passages=[passage]))
        draft = in_a_thread(partial(open_revision, milestone))
        take_back = partial(withdraw, passage, by=None, at=NOW, note={"en": "It was wrong."})
        results = at_once(partial(show, [draft]), take_back)
        assert sum(type(result) is NotAllowed for result in results) == 1
        assert in_a_thread(partial(reread, milestone)).live is in_a_thread(partial(reread, passage)).live


def test_the_first_public_changes_of_a_site_may_come_at_once():
    for _turn in range(5):
        in_a_thread(Edition.objects.all().delete)
        drafts = in_a_thread(lambda: [open_revision(make_page(live=False)) for _ in range(4)])
        results = at_once(*(partial(show, [draft]) for draft in drafts))
        assert [type(result) for result in results] == [list] * 4
        assert in_a_thread(lambda: Edition.objects.get().number) == 4


def test_changes_of_different_records_do_not_hinder_each_other():
    pages = in_a_thread(lambda: [make_page() for _ in range(6)])
    results = at_once(*(partial(republish, page, title_en="Imprint") for page in pages))
    assert [result.change for result in results] == [Change.MAJOR] * 6
    assert in_a_thread(lambda: {reread(page).title_en for page in pages}) == {"Imprint"}
    assert in_a_thread(lambda: Edition.objects.get().number) == 12


def test_two_who_take_the_same_records_in_opposite_order_do_not_block_each_other():
    for _turn in range(5):
        pages = in_a_thread(lambda: [make_page() for _ in range(4)])
        hide = partial(withdraw, by=None, at=NOW, note={"en": "It was wrong."})
        results = at_once(partial(hide, *pages), partial(hide, *reversed(pages)))
        assert sorted(type(result).__name__ for result in results) == ["NoneType", "NotNow"]
        drafts = in_a_thread(lambda: [edit(make_page(), title_es="Datos") for _ in range(4)])
        results = at_once(partial(show, drafts), partial(show, drafts[::-1]))
        assert sorted(type(result).__name__ for result in results) == ["NotNow", "list"]


def show(drafts):
    return publish(*(Revision.objects.get(pk=draft.pk) for draft in drafts), by=None, at=NOW)
