"""Submit, publish and withdraw many records at once: each on its own, and what could not be done is said with why."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.http import urlencode

from relations.models import Decision, Edition, Milestone, State
from relations.publishing import attempt_each, publish, submit
from tests import factories
from tests.acting import NOW, edit, everything, open_revision, reread
from tests.test_admin import address
from tests.test_admin_verbs import NOTE, state_of
from tests.test_review_pages import posted_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, publisher):
    client.force_login(publisher)
    return client


def page_for(verb, *records):
    """The address of the page that asks."""
    query = urlencode({"pk": [record.pk for record in records]}, doseq=True)
    return f"{reverse(f'admin:relations_{records[0].type_name()}_several_{verb}')}?{query}"


def choose(client, verb, *records, **more):
    """Tick records in their list and choose an action there."""
    ticked = {"action": f"{verb}_selected", "_selected_action": [record.pk for record in records], **more}
    return client.post(address(records[0], "changelist"), ticked)


def press(client, verb, *records, **chosen):
    """Press the button of the page that asks, as the page has it."""
    page = client.get(page_for(verb, *records))
    keys = [record["key"] for record in page.context["fit"]]
    return client.post(page_for(verb, *records), {**posted_from(page), "shown": keys, **chosen})


def told(records):
    """What is said of the records that were left out, by name."""
    return {record["name"]: [reason["sentence"] for reason in record["reasons"]] for record in records}


def names(records):
    return [record["name"] for record in records]


def milestone(title, **changes):
    """A public milestone, with a draft where something is changed."""
    record = factories.make_milestone(title_en=title)
    if changes:
        edit(record, **changes)
    return record


def test_the_list_leads_to_a_page_that_asks(client):
    one, other = milestone("One", summary_es="Una frase."), milestone("Other")
    response = choose(client, "publish", one, other)
    assert response["Location"] == page_for("publish", one, other)
    page = client.get(response["Location"])
    assert names(page.context["fit"]) == ["One"]
    assert page.context["fit"][0]["address"] == address(one, "compare")
    assert told(page.context["unfit"]) == {"Other": ["It has no open draft."]}


def test_drafts_are_published_each_on_its_own(client):
    one, other = (milestone(title, summary_es="Una frase.") for title in ("One", "Other"))
    edition = Edition.objects.get().number
    response = press(client, "publish", one, other)
    assert set(names(response.context["done"])) == {"One", "Other"}
    assert [reread(record).summary_es for record in (one, other)] == ["Una frase."] * 2
    assert Edition.objects.get().number == edition + 2


def test_what_cannot_be_published_is_said_before_and_does_not_stop_the_others(client, settings, publisher):
    settings.FOUR_EYES = True
    good = milestone("Good", summary_es="Una frase.")
    incomplete = factories.make_milestone(live=False, title_en="Incomplete", kind="", passages=[])
    own = milestone("Own")
    edit(own, by=publisher, summary_es="Una frase.")
    page = client.get(page_for("publish", good, incomplete, own))
    assert names(page.context["fit"]) == ["Good"]
    unfit = told(page.context["unfit"])
    assert [sentence.partition(":")[0] for sentence in unfit["Incomplete"]] == ["Kind", "Passages"]
    assert unfit["Own"] == ["You saved it yourself: a second person must publish it."]
    press(client, "publish", good, incomplete, own)
    assert reread(good).summary_es == "Una frase."
    assert not reread(incomplete).live


def test_support_is_asked_for_exactly_the_records_that_it_concerns(client):
    sure, unsure = milestone("Sure", title_en="Surely"), milestone("Unsure", title_en="Unsurely")
    harmless = milestone("Harmless", summary_es="Una frase.")
    page = client.get(page_for("publish", sure, unsure, harmless))
    assert {record["name"]: record["asks"] for record in page.context["fit"]} == {
        "Sure": True,
        "Unsure": True,
        "Harmless": False,
    }
    response = press(client, "publish", sure, unsure, harmless, supported=[open_revision(sure).pk])
    assert set(names(response.context["done"])) == {"Sure", "Harmless"}
    assert list(told(response.context["refused"])) == ["Unsure"]
    assert "do they still support it" in told(response.context["refused"])["Unsure"][0]
    assert Decision.objects.filter(verb="publish", support_confirmed=True).count() == 1


def test_a_draft_that_changed_after_the_page_was_shown_is_not_published(client):
    stale, fresh = milestone("Stale", summary_es="Una frase."), milestone("Fresh", summary_es="Una frase.")
    page = client.get(page_for("publish", stale, fresh))
    keys = [record["key"] for record in page.context["fit"]]
    edit(stale, summary_es="Otra frase.")
    response = client.post(page_for("publish", stale, fresh), {"shown": keys})
    assert names(response.context["done"]) == ["Fresh"]
    assert told(response.context["refused"]) == {
        "Stale": ["A later one has taken its place meanwhile. Open the record again."]
    }
    assert reread(stale).summary_es == ""


def test_drafts_are_submitted(client, editor):
    client.force_login(editor)
    drafted, waiting = milestone("Drafted", summary_es="Una frase."), milestone("Waiting", summary_es="Una frase.")
    submit(open_revision(waiting), by=None, at=NOW)
    page = client.get(page_for("submit", drafted, waiting))
    assert told(page.context["unfit"]) == {"Waiting": ["It is in review, so this cannot be done to it."]}
    response = press(client, "submit", drafted, waiting)
    assert names(response.context["done"]) == ["Drafted"]
    assert state_of(drafted) is State.IN_REVIEW
    assert Decision.objects.filter(verb="submit", by=editor).count() == 1


def test_records_are_withdrawn_with_one_note(client):
    one, with_draft = milestone("One"), milestone("With a draft", summary_es="Una frase.")
    never, gone = factories.make_milestone(live=False, title_en="Never"), milestone("Gone")
    press(client, "withdraw", gone, **NOTE)
    page = client.get(page_for("withdraw", one, with_draft, never, gone))
    assert told(page.context["unfit"]) == {
        "Never": ["It has never been public."],
        "Gone": ["It is withdrawn already."],
    }
    unsaid = press(client, "withdraw", one, with_draft)
    assert list(unsaid.context["form"].errors) == ["withdrawal_note_en"]
    response = press(client, "withdraw", one, with_draft, **NOTE, withdrawal_note_ko="오류.")
    assert set(names(response.context["done"])) == {"One", "With a draft"}
    assert [reread(record).withdrawal_note_ko for record in (one, with_draft)] == ["오류."] * 2
    assert open_revision(with_draft) is not None


def test_what_something_public_needs_stays_and_the_others_go(client):
    needed, free = factories.make_agreement(title_en="Needed"), factories.make_agreement(title_en="Free")
    action = factories.make_action(agreement=needed)
    page = client.get(page_for("withdraw", needed, free))
    assert told(page.context["unfit"]) == {"Needed": [f"“{action}” needs it."]}
    response = client.post(page_for("withdraw", needed, free), NOTE | {"shown": [needed.pk, free.pk]})
    assert names(response.context["done"]) == ["Free"]
    assert told(response.context["refused"]) == {"Needed": [f"“{action}” needs it."]}


def test_at_most_a_hundred_are_done_at_once_also_across_pages(client, monkeypatch):
    monkeypatch.setattr("relations.admin.several.AT_ONCE", 2)
    chosen = [milestone(title, summary_es="Una frase.") for title in ("One", "Two", "Three")]
    before = everything()
    response = choose(client, "publish", chosen[0], select_across="1")
    assert response["Location"] == address(chosen[0], "changelist")
    (message,) = get_messages(response.wsgi_request)
    assert "At most 2 can be done at once, and 3 are chosen." in str(message)
    for ask in (client.get, client.post):
        assert ask(page_for("publish", *chosen)).status_code == 302
    assert choose(client, "publish", *chosen[:2], select_across="0")["Location"] == page_for("publish", *chosen[:2])
    assert everything() == before


def test_only_what_the_address_names_and_the_page_showed_is_done(client):
    named, other = milestone("Named", summary_es="Una frase."), milestone("Other", summary_es="Una frase.")
    draft = open_revision(other).pk
    response = client.post(page_for("publish", named), {"shown": [draft, "x", "\0", "9" * 30], "supported": "x"})
    assert response.context["done"] == response.context["refused"] == []
    odd = f"{reverse('admin:relations_milestone_several_publish')}?pk=x&pk=%00&pk=99999999999999999999"
    for address_ in (odd, odd.partition("?")[0]):
        assert client.get(address_).status_code == 302
    assert reread(other).summary_es == ""


def test_only_the_actions_that_one_may_use_are_listed(client, editor, reader):
    record = milestone("One", summary_es="Una frase.")

    def actions():
        form = client.get(address(record, "changelist")).context["action_form"]
        return [name for name, _text in form.fields["action"].choices if name] if form else []

    assert actions() == ["submit_selected", "publish_selected", "withdraw_selected"]
    client.force_login(editor)
    assert actions() == ["submit_selected"]
    before = everything()
    assert choose(client, "publish", record)["Location"] == address(record, "changelist")
    client.force_login(reader)
    assert actions() == []
    choose(client, "submit", record)
    assert everything() == before


def test_the_list_that_chooses_a_reference_offers_no_action(client):
    milestone("One")
    popup = client.get(reverse("admin:relations_milestone_changelist"), {"_popup": "1"})
    assert popup.context["action_form"] is None


def test_whatever_the_order_what_is_required_comes_first(db):
    figure = factories.make_figure(live=False, indicator=factories.make_indicator(live=False))
    records = [figure, figure.indicator]
    acts = [(record, lambda record=record: publish(open_revision(record), by=None, at=NOW)) for record in records]
    outcomes = attempt_each(acts)
    assert [(outcome.record, outcome.is_done) for outcome in outcomes] == [(figure.indicator, True), (figure, True)]
    assert reread(figure).live


def test_every_list_offers_them(client):
    for make in factories.MAKERS:
        record = make()
        assert client.get(page_for("withdraw", record)).status_code == 200
        assert client.get(page_for("publish", record)).status_code == 200
    assert Milestone.objects.filter(live=True).exists()
