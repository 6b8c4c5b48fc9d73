"""The verbs in the admin: which are offered to whom, what each does, and what is said when it is refused."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from relations.models import Decision, Milestone, Passage, Revision, State
from relations.publishing import publish, save_draft, schedule, submit
from tests import factories
from tests.acting import reread
from tests.test_admin import EVERY_TYPE, address
from tests.test_admin_saving import adding, save

NOTE = {"withdrawal_note_en": "It was wrong."}


@pytest.fixture
def client(client, publisher):
    client.force_login(publisher)
    return client


def told(response):
    return [(message.level_tag, str(message)) for message in get_messages(response.wsgi_request)]


def levels(response):
    return [level for level, _text in told(response)]


def offered(page):
    """The verbs on a record's page: names of buttons, and last parts of the addresses of links."""
    links = [link["address"].rstrip("/").rsplit("/", 1)[1] for link in page.context["verb_links"]]
    return {button["name"] for button in page.context["verb_buttons"]} | set(links)


def state_of(record):
    revision = Revision.objects.of(record).open().first()
    return State(revision.state) if revision else None


def draft_of(record, **values):
    return save_draft(type(record), record.slug, values or {"title_en": "Another title"}, by=None, at=timezone.now())


@EVERY_TYPE
def test_a_complete_record_is_published_withdrawn_and_reinstated(client, make):
    record = make(live=False)
    assert {"_publish", "_submit", "_schedule", "discard"} <= offered(client.get(address(record)))
    response = save(client, record, button="_publish")
    assert levels(response) == ["success"]
    assert response["Location"] == address(record)
    published = reread(record)
    assert published.live

    assert "withdraw" in offered(client.get(address(record)))
    client.post(address(record, "withdraw"), NOTE)
    assert reread(record).is_withdrawn
    assert reread(record).withdrawal_note_en == "It was wrong."

    page = offered(client.get(address(record)))
    assert "reinstate" in page
    assert "_publish" not in page
    client.post(address(record, "reinstate"), {"sure": "1"})
    assert reread(record).live
    assert reread(record).first_published_at == published.first_published_at


def test_saving_a_public_record_changes_its_draft_only(client):
    milestone = factories.make_milestone(title_en="As published")
    response = save(client, milestone, title_en="As drafted")
    assert levels(response) == ["success"]
    assert reread(milestone).title_en == "As published"
    assert client.get(address(milestone)).context["adminform"].form["title_en"].value() == "As drafted"
    response = save(client, milestone, button="_publish", support_confirmed="on", change_note_en="Renamed.")
    assert levels(response) == ["success"]
    assert reread(milestone).title_en == "As drafted"
    assert str(Revision.objects.of(milestone).versions()[0].change_note) == "Renamed."


def test_relations_of_a_draft_are_shown_and_published(client):
    milestone = factories.make_milestone()
    other, area = factories.make_passage(), factories.make_area()
    save(client, milestone, passages=[str(other.pk)], areas=[str(area.pk)])
    assert list(reread(milestone).areas.all()) == []
    form = client.get(address(milestone)).context["adminform"].form
    assert [row.pk for row in form.initial["passages"]] == [other.pk]
    save(client, milestone, button="_publish")
    assert list(reread(milestone).areas.all()) == [area]
    assert list(reread(milestone).passages.all()) == [other]


def test_a_minor_change_leaves_the_updated_date(client):
    milestone = factories.make_milestone()
    save(client, milestone, button="_publish", summary_es="Una frase.", change="minor")
    assert reread(milestone).updated_at == milestone.updated_at
    assert reread(milestone).last_published_at > milestone.last_published_at


def test_publishing_a_changed_claim_asks_whether_the_passages_support_it(client):
    milestone = factories.make_milestone()
    response = save(client, milestone, button="_publish", title_en="Quite another claim")
    assert levels(response) == ["warning", "error"]
    assert "do they still support it" in told(response)[1][1]
    assert reread(milestone).title_en == "Friendship declared"
    save(client, milestone, button="_publish", support_confirmed="on")
    assert reread(milestone).title_en == "Quite another claim"
    assert Decision.objects.filter(verb="publish", support_confirmed=True).exists()


def test_what_is_incomplete_is_saved_but_not_published(client):
    milestone = factories.make_milestone(live=False)
    response = save(client, milestone, button="_publish", title_en="", passages=[], as_of="")
    assert levels(response) == ["warning", "error", "error", "error"]
    assert not reread(milestone).live
    assert reread(milestone).title_en == ""


def test_a_new_record_is_published_in_one_step(client):
    passage = factories.make_passage()
    complete = {
        "slug": "a-visit",
        "title_en": "A visit",
        "date": "2012",
        "kind": "visit",
        "passages": [str(passage.pk)],
        "basis": "states",
        "as_of": "2012",
        "_publish": "1",
    }
    adding(client, Milestone, **complete)
    assert Milestone.objects.get().live


def test_a_record_added_from_another_form_goes_back_to_it(client):
    source = factories.make_source()
    values = {"slug": "p", "source": str(source.pk), "locator": "¶1", "fragment": "two words", "gist_en": "So."}
    response = adding(client, Passage, **values, _publish="1", _popup="1")
    assert "popup_response_data" in response.context
    assert Passage.objects.get().live


def test_a_draft_is_submitted_returned_and_submitted_again(client, editor, publisher):
    milestone = factories.make_milestone()
    client.force_login(editor)
    save(client, milestone, button="_submit", title_en="As drafted")
    assert state_of(milestone) is State.IN_REVIEW
    client.force_login(publisher)
    assert "return" in offered(client.get(address(milestone)))
    assert "comment" in client.post(address(milestone, "return"), {"comment": ""}).context["form"].errors
    response = client.post(address(milestone, "return"), {"comment": "Say when."})
    assert levels(response) == ["success"]
    assert state_of(milestone) is State.DRAFT
    assert Decision.objects.get(verb="return").comment == "Say when."
    client.force_login(editor)
    save(client, milestone, button="_submit")
    assert state_of(milestone) is State.IN_REVIEW


def test_a_draft_is_scheduled_for_a_time_to_come(client):
    milestone = factories.make_milestone()
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    when = {"go_live_at_0": f"{tomorrow:%Y-%m-%d}", "go_live_at_1": "09:30:00"}
    response = save(client, milestone, button="_schedule", summary_es="Una frase.")
    assert levels(response) == ["warning", "error"]
    response = save(client, milestone, button="_schedule", go_live_at_0="2001-01-01", go_live_at_1="00:00")
    assert levels(response) == ["warning", "error"]
    response = save(client, milestone, button="_schedule", **when)
    assert levels(response) == ["success"]
    assert state_of(milestone) is State.SCHEDULED
    page = client.get(address(milestone))
    assert "Scheduled" in page.context["record_state"][1]
    assert "return" in offered(page)


def test_a_draft_is_discarded_and_what_is_public_stays(client):
    milestone = factories.make_milestone()
    save(client, milestone, title_en="As drafted")
    client.post(address(milestone, "discard"), {"sure": "1"})
    assert state_of(milestone) is None
    assert client.get(address(milestone)).context["adminform"].form["title_en"].value() == "Friendship declared"


def test_a_record_that_was_never_public_goes_with_its_draft(client):
    page = factories.make_page(live=False)
    response = client.post(address(page, "discard"), {"sure": "1"})
    assert response["Location"] == reverse("admin:relations_page_changelist")
    assert not type(page).objects.filter(pk=page.pk).exists()


def test_what_others_refer_to_does_not_go_with_its_draft(client):
    action = factories.make_action(live=False, agreement=factories.make_agreement(live=False))
    response = client.post(address(action.agreement, "discard"), {"sure": "1"})
    assert levels(response) == ["warning", "error"]
    assert reread(action)


def test_a_page_that_asks_about_a_draft_does_not_touch_a_later_one(client):
    milestone = factories.make_milestone()
    shown = draft_of(milestone)
    page = client.get(address(milestone, "discard"))
    assert page.context["revision"] == shown
    later = draft_of(milestone, title_en="A later title")
    response = client.post(address(milestone, "discard"), {"revision": str(shown.pk)})
    assert levels(response) == ["warning", "error"]
    assert Revision.objects.of(milestone).open().get() == later


@pytest.mark.parametrize("verb", ["discard", "return"])
def test_a_verb_without_a_draft_says_so(client, verb):
    assert levels(client.post(address(factories.make_milestone(), verb), {"comment": "x"})) == ["warning"]


def test_a_former_version_is_restored_as_a_draft(client):
    milestone = factories.make_milestone(title_en="First")
    save(client, milestone, button="_publish", title_en="Second", support_confirmed="on")
    first = Revision.objects.of(milestone).get(number=1)
    restore = reverse("admin:relations_milestone_restore", args=[milestone.pk, first.pk])
    assert restore in client.get(address(milestone, "history")).content.decode()
    client.post(restore, {"sure": "1"})
    assert reread(milestone).title_en == "Second"
    assert client.get(address(milestone)).context["adminform"].form["title_en"].value() == "First"


def test_a_past_version_is_redacted_by_administrators_only(client, administrator):
    milestone = factories.make_milestone()
    save(client, milestone, button="_publish", summary_es="Una frase.")
    first = Revision.objects.of(milestone).get(number=1)
    redact = reverse("admin:relations_milestone_redact", args=[milestone.pk, first.pk])
    assert client.post(redact, {"sure": "1"}).status_code == 403
    client.force_login(administrator)
    assert redact in client.get(address(milestone, "history")).content.decode()
    client.post(redact, {"sure": "1"})
    first.refresh_from_db()
    assert first.values == {}


def test_a_revision_of_another_record_is_not_found(client):
    factories.make_relationship()
    one, other = factories.make_milestone(), factories.make_milestone()
    theirs = Revision.objects.of(other).get()
    restore = reverse("admin:relations_milestone_restore", args=[one.pk, theirs.pk])
    assert client.post(restore, {"sure": "1"}).status_code == 404


def test_what_something_public_needs_is_not_withdrawn(client):
    action = factories.make_action()
    agreement = action.agreement
    assert client.get(address(agreement, "withdraw")).context["needed_by"] == [action]
    response = client.post(address(agreement, "withdraw"), NOTE)
    assert levels(response) == ["warning", "error"]
    assert reread(agreement).live


def test_withdrawing_needs_a_note_and_may_name_what_replaces_it(client):
    milestone, other = factories.make_milestone(), factories.make_milestone()
    assert list(client.post(address(milestone, "withdraw"), {}).context["form"].errors) == ["withdrawal_note_en"]
    for wrong in ("abc", "99999999999999999999", "\0"):
        page = client.post(address(milestone, "withdraw"), NOTE | {"replaced_by": wrong})
        assert list(page.context["form"].errors) == ["replaced_by"]
    client.post(address(milestone, "withdraw"), NOTE | {"replaced_by": str(other.pk)})
    assert reread(milestone).replaced_by == other


def test_the_history_lists_revisions_and_decisions(client, editor):
    client.force_login(editor)
    milestone = factories.make_milestone()
    save(client, milestone, button="_submit", title_en="As drafted", change_note_en="Why it changed.")
    content = client.get(address(milestone, "history")).content.decode()
    for words in ("In review", "Submitted for review", "Why it changed.", "editor", "Version 1"):
        assert words in content


def test_four_eyes_keep_an_author_from_publishing(client, settings, publisher):
    settings.FOUR_EYES = True
    milestone = factories.make_milestone()
    response = save(client, milestone, button="_publish", summary_es="Una frase.")
    assert levels(response) == ["warning", "error"]
    assert reread(milestone).summary_es == ""


def test_a_draft_published_meanwhile_by_a_colleague_has_nothing_to_publish(client):
    milestone = factories.make_milestone()
    draft = draft_of(milestone, summary_es="Una frase.")
    publish(draft, by=None, at=timezone.now())
    response = save(client, milestone, button="_publish")
    assert levels(response) == ["warning"]


def test_an_editor_is_offered_no_verb_of_publishers_and_a_posted_one_is_refused(client, editor):
    client.force_login(editor)
    milestone = factories.make_milestone()
    draft = draft_of(milestone)
    assert offered(client.get(address(milestone))) == {"_submit"}
    for button in ("_publish", "_schedule"):
        assert save(client, milestone, button=button).status_code == 403
    submit(draft, by=None, at=timezone.now())
    for verb in ("return", "discard", "withdraw", "reinstate"):
        posted = NOTE | {"comment": "x"}
        assert client.post(address(milestone, verb), posted).status_code == 403
        assert client.get(address(milestone, verb)).status_code == 403
    assert state_of(milestone) is State.IN_REVIEW
    assert reread(milestone).live


def test_an_editor_discards_her_own_draft(client, editor):
    client.force_login(editor)
    milestone = factories.make_milestone()
    save(client, milestone, title_en="As drafted")
    assert "discard" in offered(client.get(address(milestone)))
    client.post(address(milestone, "discard"), {"sure": "1"})
    assert state_of(milestone) is None


def test_the_list_says_what_waits_and_finds_it(client):
    milestone, other = factories.make_milestone(), factories.make_milestone()
    submit(draft_of(milestone), by=None, at=timezone.now())
    page = address(milestone, "changelist")
    rows = client.get(page).context["cl"].queryset
    assert {row.slug: row.open_state for row in rows} == {milestone.slug: "in_review", other.slug: None}
    found = client.get(page, {"draft": "in_review"}).context["cl"].queryset
    assert list(found) == [milestone]
    assert client.get(page, {"draft": "nonsense"}).context["cl"].queryset.count() == 2


def test_saving_a_scheduled_draft_ends_the_schedule(client):
    milestone = factories.make_milestone()
    draft = draft_of(milestone, summary_es="Una frase.")
    now = timezone.now()
    schedule(draft, by=None, at=now, go_live_at=now + datetime.timedelta(days=1))
    save(client, milestone, summary_es="Otra frase.")
    assert state_of(milestone) is State.DRAFT


def test_only_a_public_record_links_to_its_page(client):
    assert client.get(address(factories.make_milestone())).context["has_absolute_url"]
    assert not client.get(address(factories.make_milestone(live=False))).context["has_absolute_url"]


@EVERY_TYPE
def test_nothing_is_deleted(client, administrator, make):
    client.force_login(administrator)
    record = make(live=False)
    assert client.post(address(record, "delete"), {"post": "yes"}).status_code == 403
    page = client.get(address(record, "changelist"))
    offered = [name for name, _text in page.context["action_form"].fields["action"].choices]
    assert offered == ["", "submit_selected", "publish_selected", "withdraw_selected"]
    chosen = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    client.post(address(record, "changelist"), chosen)
    assert reread(record)
