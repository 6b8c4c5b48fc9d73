"""Two people at one record: what one saved while the other had the form open is merged, and nothing is lost."""

import pytest
from django.utils import timezone

from relations.models import Milestone, Revision
from relations.publishing import discard, publish, save_draft
from tests import factories
from tests.posting import posted_from, problems
from tests.test_admin import address
from tests.test_admin_saving import save


@pytest.fixture
def client(client, editor):
    client.force_login(editor)
    return client


def opened(client, record):
    """The form as one has it open, to be posted later."""
    return posted_from(client.get(address(record)))


def post(client, record, form, **changes):
    return client.post(address(record), form | changes | {"_save": "1"})


def draft(record):
    return Revision.objects.of(record).open().get().values


def colleague_saves(record, **values):
    return save_draft(type(record), record.slug, values, by=None, at=timezone.now())


def shown(response):
    form = response.context["adminform"].form
    return {name: form[name].value() for name in form.fields}


def test_different_fields_are_both_kept(client):
    milestone = factories.make_milestone()
    area = factories.make_area()
    mine, yours = opened(client, milestone), opened(client, milestone)
    assert post(client, milestone, mine, title_ko="우호 선언").status_code == 302
    assert post(client, milestone, yours, title_es="Amistad", areas=[str(area.pk)]).status_code == 302
    saved = draft(milestone)
    assert (saved["title_ko"], saved["title_es"], saved["areas"]) == ("우호 선언", "Amistad", [[area.slug]])


def test_the_same_field_comes_back_with_both_texts_and_ones_own_in_the_field(client):
    milestone = factories.make_milestone(title_en="Before")
    mine = opened(client, milestone)
    colleague_saves(milestone, title_en="A colleague’s", summary_es="Una frase.")
    response = post(client, milestone, mine, title_en="My own", summary_ko="한 문장.")
    assert list(problems(response)) == ["title_en"]
    (pane,) = response.context["conflicts"]
    assert (pane["before"], pane["theirs"], pane["ours"]) == ("Before", "A colleague’s", "My own")
    form = shown(response)
    assert (form["title_en"], form["summary_ko"]) == ("My own", "한 문장.")
    assert form["summary_es"] == "Una frase."
    # She has seen it now: what she saves next stands.
    again = client.post(address(milestone), posted_from(response) | {"_save": "1"})
    assert again.status_code == 302
    saved = draft(milestone)
    assert (saved["title_en"], saved["summary_es"], saved["summary_ko"]) == ("My own", "Una frase.", "한 문장.")


def test_evidence_and_what_it_supports_collide_as_one(client):
    milestone = factories.make_milestone(date="2012-05-10")
    passage = factories.make_passage()
    mine = opened(client, milestone)
    colleague_saves(milestone, passages=[[passage.slug]])
    response = post(client, milestone, mine, date="2012-05-11")
    assert {"date", "passages", "basis"} <= set(problems(response))
    assert {pane["label"] for pane in response.context["conflicts"]} == {"Date", "Passages"}


def test_relations_that_a_colleague_chose_are_shown_beside_ones_own_conflict(client):
    milestone = factories.make_milestone()
    area = factories.make_area()
    mine = opened(client, milestone)
    colleague_saves(milestone, areas=[[area.slug]], title_en="A colleague’s")
    response = post(client, milestone, mine, title_en="My own")
    assert [str(getattr(row, "pk", row)) for row in shown(response)["areas"]] == [str(area.pk)]
    assert client.post(address(milestone), posted_from(response) | {"_save": "1"}).status_code == 302
    assert draft(milestone)["areas"] == [[area.slug]]


@pytest.mark.parametrize("token", ["", "x", "e30:1u:abc", "\0", "한국", "x" * 10_000])
def test_a_damaged_form_asks_before_it_overwrites(client, token):
    milestone = factories.make_milestone(title_en="Before")
    mine = opened(client, milestone)
    colleague_saves(milestone, title_es="Amistad")
    response = post(client, milestone, mine, _opened=token, title_en="My own")
    assert {"title_en", "title_es"} <= set(problems(response))
    assert shown(response)["title_en"] == "My own"
    assert draft(milestone)["title_es"] == "Amistad"


def test_the_token_of_another_record_is_not_taken(client):
    milestone, other = factories.make_milestone(), factories.make_milestone(title_en="Other")
    mine = opened(client, milestone)
    response = post(client, milestone, mine, _opened=opened(client, other)["_opened"], title_en="My own")
    assert "title_en" in problems(response)


def test_what_became_public_under_a_draft_is_compared_before_it_is_saved(client):
    """A draft waits while the row itself is changed past it: the form had not shown that."""
    milestone = factories.make_milestone(title_en="Before")
    colleague_saves(milestone, title_en="As drafted")
    mine = opened(client, milestone)
    Milestone.objects.filter(pk=milestone.pk).update(title_en="Written past us", summary_es="Una frase.")
    response = post(client, milestone, mine, summary_ko="한 문장.")
    (pane,) = response.context["conflicts"]
    assert (pane["before"], pane["theirs"], pane["ours"]) == ("Before", "Written past us", "As drafted")
    assert client.post(address(milestone), posted_from(response) | {"_save": "1"}).status_code == 302
    saved = draft(milestone)
    assert (saved["title_en"], saved["summary_es"], saved["summary_ko"]) == ("As drafted", "Una frase.", "한 문장.")


def test_a_draft_that_was_published_meanwhile_is_continued(client):
    milestone = factories.make_milestone()
    published = colleague_saves(milestone, summary_es="Una frase.")
    mine = opened(client, milestone)
    publish(published, by=None, at=timezone.now())
    assert post(client, milestone, mine, summary_ko="한 문장.").status_code == 302
    saved = draft(milestone)
    assert (saved["summary_es"], saved["summary_ko"]) == ("Una frase.", "한 문장.")


def test_a_draft_that_cites_what_is_gone_says_so_and_can_be_saved(client):
    passage = factories.make_passage(live=False)
    milestone = factories.make_milestone(live=False, passages=[passage])
    type(milestone).objects.get().passages.clear()
    passage.delete()
    page = client.get(address(milestone))
    assert any(passage.slug in str(problem) for problem in page.context["problems"])
    assert save(client, milestone).status_code == 302
    assert draft(milestone)["passages"] == []


def test_an_untouched_form_over_a_colleagues_draft_writes_nothing(client):
    milestone = factories.make_milestone()
    mine = opened(client, milestone)
    colleague_saves(milestone, title_es="Amistad")
    before = Revision.objects.count()
    assert post(client, milestone, mine).status_code == 302
    assert Revision.objects.count() == before


@pytest.mark.parametrize("button", ["_submit", "_publish", "_schedule"])
@pytest.mark.parametrize("mine", [{}, {"summary_ko": "한 문장."}])
def test_nobody_submits_or_publishes_what_a_colleague_saved_unseen(client, publisher, button, mine):
    """Both texts are in the draft; she sees it, and presses the button again."""
    client.force_login(publisher)
    milestone = factories.make_milestone()
    colleague_saves(milestone, title_es="Amistad")
    form = opened(client, milestone)
    colleague_saves(milestone, summary_es="Una frase.")
    when = {"go_live_at_0": "2101-05-10", "go_live_at_1": "09:30"}
    response = client.post(address(milestone), form | mine | when | {button: "1"}, follow=True)
    assert "look at it again" in " ".join(map(str, response.context["messages"]))
    waiting = Revision.objects.of(milestone).open().get()
    assert (waiting.state, waiting.values | mine) == ("draft", waiting.values)
    assert waiting.values["summary_es"] == "Una frase."
    assert type(milestone).objects.get().title_es == ""
    client.post(address(milestone), posted_from(response) | when | {button: "1"})
    waiting.refresh_from_db()
    assert waiting.state != "draft"


def test_what_was_typed_into_a_draft_that_a_colleague_discards_is_kept_as_a_new_record(client):
    milestone = factories.make_milestone(live=False, slug="visit")
    mine = opened(client, milestone)
    at = address(milestone)
    discard(Revision.objects.of(milestone).open().get(), by=None, at=timezone.now())
    form = mine | {"title_en": "A long text of my own", "_save": "1"}
    response = client.post(at, form)
    assert "not there any more" in response.content.decode()
    assert shown(response)["title_en"] == "A long text of my own"
    assert not Milestone.objects.exists()
    assert client.post(at, form | {"slug": "visit-again"}).status_code == 302
    assert draft(Milestone.objects.get())["title_en"] == "A long text of my own"
