"""A claim that changed over passages that stayed waits for somebody to say that they support it still.

The verbs ask before they publish; a load never asks, nor does who writes past them.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.models import Milestone, Revision, Verb
from relations.publishing import (
    NotAllowed,
    NotNow,
    NotPermitted,
    confirm_support,
    drafts_to_be_asked_about,
    publish,
    schedule,
    submit,
    support_unconfirmed,
    withdraw,
)
from tests.acting import (
    LATER,
    NOW,
    edit,
    everything,
    last_decision,
    published_revision,
    refusal,
    republish,
    reread,
)
from tests.factories import make_figure, make_indicator, make_milestone, make_page, make_passage
from tests.fixture_sets import small_set
from tests.loads import changed, last_load, load, undo, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    """A milestone whose title a second load changed."""
    load()
    load(changed(small_set(), "visit", title_en="A state visit", summary_en="Of two days."), version=2)
    return visit()


def write_past_the_verbs(record, **values):
    """As SQL would; the next verb records it."""
    type(record).objects.filter(pk=record.pk).update(**values)
    edit(reread(record), as_of="2023")


def unconfirmed():
    return [(one.slug, one.since.number, one.changed) for one in support_unconfirmed()]


def test_a_load_that_changes_a_claim_leaves_its_support_unconfirmed(loaded):
    (one,) = support_unconfirmed()
    assert (one.record_type, one.slug, one.changed) == ("milestone", "visit", ["title_en", "summary_en"])
    assert (one.supported.number, one.since.number, one.published.number) == (1, 2, 2)
    assert one.since.load_id == last_load()


def test_so_does_what_is_written_past_the_verbs():
    milestone = make_milestone()
    write_past_the_verbs(milestone, title_en="Friendship sworn")
    assert unconfirmed() == [(milestone.slug, 2, ["title_en"])]


@pytest.mark.parametrize(
    "values", [{"title_es": "Otra visita"}, {"observed_yearly": True}, {"basis": "implies"}], ids=str
)
def test_another_language_or_what_is_no_claim_leaves_nothing_to_confirm(values):
    load()
    load(changed(small_set(), "visit", **values), version=2)
    assert visit() and unconfirmed() == []


def test_a_publisher_confirms_it_and_it_waits_no_more(loaded, publisher):
    confirm_support(loaded, 2, by=publisher, at=NOW)
    decision = last_decision()
    assert (decision.verb, decision.by, decision.at) == (Verb.CONFIRM_SUPPORT, publisher, NOW)
    assert (decision.revision, decision.support_confirmed) == (published_revision(loaded), True)
    assert unconfirmed() == []


def test_other_passages_settle_it():
    milestone = make_milestone()
    write_past_the_verbs(milestone, title_en="Friendship sworn")
    republish(milestone, passages=[make_passage()])
    assert unconfirmed() == []


def test_so_does_a_publication_that_was_asked_about_it():
    milestone = make_milestone()
    write_past_the_verbs(milestone, title_en="Friendship sworn")
    republish(milestone, title_en="Friendship vowed")
    assert unconfirmed() == []


def test_a_later_version_that_was_not_asked_about_leaves_it_open():
    milestone = make_milestone()
    write_past_the_verbs(milestone, title_en="Friendship sworn")
    republish(milestone, title_es="Amistad", as_of="2024")
    assert published_revision(milestone).number == 3
    assert unconfirmed() == [(milestone.slug, 2, ["title_en"])]


def test_after_it_was_confirmed_only_what_changes_then_waits(loaded):
    confirm_support(loaded, 2, by=None, at=NOW)
    load(changed(small_set(), "visit", title_en="A state visit", summary_en="Of three days."), version=3)
    assert unconfirmed() == [("visit", 3, ["summary_en"])]


def test_what_came_back_to_what_was_supported_waits_no_more(loaded):
    undo(last_load())
    assert published_revision(loaded).number == 3
    assert unconfirmed() == []


def test_what_is_withdrawn_does_not_wait(loaded):
    withdraw(loaded, by=None, at=NOW, note={"en": "It was wrong."})
    assert unconfirmed() == []


def test_a_redacted_version_is_passed_over(loaded):
    republish(loaded, title_es="Una visita de Estado")
    Revision.objects.filter(slug="visit", number=2).update(values={}, redacted_at=NOW)
    assert unconfirmed() == [("visit", 3, ["title_en", "summary_en"])]


def test_who_reads_another_version_than_the_current_one_does_not_confirm_it(loaded, publisher):
    refusal(confirm_support, loaded, 1, by=publisher, at=NOW, error=NotNow)
    Milestone.objects.filter(pk=loaded.pk).update(title_en="A visit of state")
    refusal(confirm_support, loaded, 2, by=publisher, at=NOW, error=NotNow)


def test_where_nothing_is_in_doubt_there_is_nothing_to_confirm(publisher):
    refusal(confirm_support, make_milestone(), 1, by=publisher, at=NOW, error=NotAllowed)


def test_an_editor_does_not_confirm(loaded, editor):
    refusal(confirm_support, loaded, 2, by=editor, at=NOW, error=NotPermitted)


def test_however_many_there_are_they_are_found_by_one_query(loaded, django_assert_num_queries):
    for year in range(2000, 2010):
        write_past_the_verbs(make_figure(period=str(year)), value=year)
    before = everything()
    with django_assert_num_queries(1):
        assert len(support_unconfirmed()) == 11
    assert everything() == before


def test_a_draft_is_told_of_before_it_is_published(editor, django_assert_num_queries):
    drafted, in_review, scheduled = (
        edit(make_milestone(), by=editor, title_en="Friendship sworn") for _each in range(3)
    )
    submit(in_review, by=editor, at=NOW)
    schedule(scheduled, by=None, at=NOW, go_live_at=LATER, support_confirmed=True)
    edit(make_milestone(), title_es="Amistad")
    edit(make_milestone(), title_en="Friendship sworn", passages=[make_passage()])
    edit(make_milestone(live=False), title_en="Friendship sworn")
    edit(make_page(), title_en="Imprint")
    with django_assert_num_queries(2):
        assert drafts_to_be_asked_about() == [drafted, in_review]
    publish(drafted, by=None, at=NOW, support_confirmed=True)
    assert drafts_to_be_asked_about() == [in_review]


# In the admin


LIST = "/admin/support/"


def confirmation(number=2, slug="visit", record_type="milestone"):
    return {"record_type": record_type, "slug": slug, "number": str(number), "page": "1"}


def confirm(client, **changes):
    return client.post("/admin/support/confirm/", confirmation() | changes)


def test_the_list_shows_what_changed_beside_the_passages(loaded, client, editor):
    client.force_login(editor)
    (statement,) = client.get(LIST).context["statements"]
    changes = {change["label"]: [piece["text"] for piece in change["pieces"]] for change in statement["changes"]}
    assert changes == {"Title [en]": ["A ", "state ", "visit"], "Summary [en]": ["Of two days."]}
    (line,) = statement["evidence"]
    assert (line["place"], str(line["fragment"]), str(line["gist"])) == ("¶1", "the first words", "It begins.")
    assert statement["since"].load_id == last_load()
    assert statement["may_confirm"] is False


def test_a_publisher_confirms_it_there(loaded, client, publisher):
    client.force_login(publisher)
    page = client.get(LIST)
    assert page.context["statements"][0]["may_confirm"] is True
    assert confirm(client).url == f"{LIST}?page=1"
    assert client.get(LIST).context["statements"] == []
    assert last_decision().by == publisher


def test_what_changed_since_the_page_was_shown_is_not_confirmed(loaded, client, publisher):
    client.force_login(publisher)
    write_past_the_verbs(loaded, title_en="A visit of state")
    assert confirm(client).status_code == 302
    assert unconfirmed() == [("visit", 2, ["title_en", "summary_en"])]


@pytest.mark.parametrize("user", ["reader", "editor"])
def test_nobody_else_confirms_by_posting(user, loaded, client, request):
    client.force_login(request.getfixturevalue(user))
    assert client.get(LIST).status_code == 200
    assert confirm(client).status_code == 403
    assert client.get("/admin/support/confirm/").status_code == 405
    assert len(unconfirmed()) == 1


@pytest.mark.parametrize("odd", [{"number": "x"}, {"number": "9" * 30}, {"slug": "nothing"}, {"record_type": "page"}, {"record_type": ""}], ids=str)  # fmt: skip
def test_what_is_no_statement_is_not_found(odd, loaded, client, publisher):
    client.force_login(publisher)
    assert confirm(client, **odd).status_code == 404


def test_figures_are_read_with_the_unit_of_their_own_indicator(client, editor):
    count = make_figure(indicator=make_indicator(unit="count", measure="count"), value="40")
    dollars = make_figure(value="4000")
    write_past_the_verbs(count, value="41")
    write_past_the_verbs(dollars, value="4001")
    client.force_login(editor)
    said = [
        "".join(piece["text"] for piece in statement["changes"][0]["pieces"] if not piece.get("is_removed"))
        for statement in client.get(LIST).context["statements"]
    ]
    assert said == ["41", "4,001 US dollars"]


def test_drafts_about_which_it_will_be_asked_are_told_of(client, editor):
    edit(make_milestone(title_en="Friendship declared"), title_en="Friendship sworn")
    client.force_login(editor)
    (draft,) = client.get(LIST).context["drafts"]
    assert draft["name"] == "Friendship declared"


def test_the_list_costs_the_same_queries_however_long_it_is(client, editor):
    client.force_login(editor)
    counts = []
    for _each in range(2):
        for _number in range(3):
            write_past_the_verbs(make_milestone(), title_en="Friendship sworn")
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]
