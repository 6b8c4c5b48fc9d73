"""Making public, withdrawing and deleting in the admin."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages

from relations.models import Milestone, Passage
from tests import factories
from tests.posting import problems
from tests.test_admin import EVERY_TYPE, address
from tests.test_admin_saving import adding, reread, save


@pytest.fixture
def client(client, editor):
    client.force_login(editor)
    return client


def told(response):
    return [(message.level_tag, str(message)) for message in get_messages(response.wsgi_request)]


@EVERY_TYPE
def test_a_complete_record_is_made_public_and_withdrawn_again(client, make):
    record = make(live=False)
    assert client.get(address(record)).context["show_publish"]
    response = save(client, record, button="_publish")
    assert [level for level, _text in told(response)] == ["success"]
    assert response["Location"] == address(record)
    published = reread(record)
    assert published.live
    assert published.first_published_at is not None

    assert client.get(address(record)).context["show_withdraw"]
    save(client, record, button="_withdraw")
    withdrawn = reread(record)
    assert not withdrawn.live
    assert withdrawn.first_published_at == published.first_published_at
    assert LogEntry.objects.count() == 4


def test_what_is_incomplete_is_saved_but_not_made_public(client):
    milestone = factories.make_milestone(live=False, passages=[], as_of=None)
    response = save(client, milestone, button="_publish", title_en="")
    assert [level for level, _text in told(response)] == ["warning", "error", "error", "error"]
    assert not reread(milestone).live
    assert reread(milestone).title_en == ""


def test_a_new_record_is_made_public_in_one_step(client):
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


def test_a_change_of_a_public_record_is_dated(client):
    milestone = factories.make_milestone()
    save(client, milestone, title_en="Friendship renewed")
    changed = reread(milestone)
    assert changed.updated_at > milestone.updated_at
    assert changed.first_published_at == milestone.first_published_at


def test_what_something_public_needs_is_not_withdrawn(client):
    action = factories.make_action()
    agreement = action.agreement
    response = save(client, agreement, button="_withdraw", title_en="A new title")
    assert [level for level, _text in told(response)] == ["warning", "error"]
    assert reread(agreement).live
    assert reread(agreement).title_en == "A new title"
    assert "title_en" in problems(save(client, agreement, button="_withdraw", title_en=""))


def test_an_incomplete_public_record_can_be_withdrawn(client):
    milestone = factories.make_milestone(title_en="")
    assert problems(save(client, milestone))
    assert save(client, milestone, button="_withdraw").status_code == 302
    assert not reread(milestone).live


def test_a_withdrawn_address_is_not_found(client):
    factories.make_relationship()
    milestone = factories.make_milestone()
    save(client, milestone, button="_withdraw")
    assert client.get(milestone.get_absolute_url()).status_code == 404


def test_only_a_public_record_links_to_its_page(client):
    assert client.get(address(factories.make_milestone())).context["has_absolute_url"]
    assert not client.get(address(factories.make_milestone(live=False))).context["has_absolute_url"]


@EVERY_TYPE
def test_only_what_was_never_public_is_deleted(client, administrator, make):
    client.force_login(administrator)
    withdrawn = make(live=False, first_published_at=factories.PUBLISHED_AT)
    assert client.post(address(withdrawn, "delete"), {"post": "yes"}).status_code == 403
    type(withdrawn).objects.update(first_published_at=None)
    assert client.post(address(withdrawn, "delete"), {"post": "yes"}).status_code == 302
    assert not type(withdrawn).objects.filter(pk=withdrawn.pk).exists()


def test_what_others_refer_to_is_not_deleted(client, administrator):
    client.force_login(administrator)
    action = factories.make_action(live=False, agreement=factories.make_agreement(live=False))
    response = client.post(address(action.agreement, "delete"), {"post": "yes"})
    assert response.status_code == 200
    assert response.context["protected"]
    assert reread(action)


def test_there_is_no_way_to_delete_many(client, administrator):
    client.force_login(administrator)
    milestone = factories.make_milestone(live=False)
    page = client.get(address(milestone, "changelist"))
    assert page.context["action_form"] is None
    client.post(
        address(milestone, "changelist"),
        {"action": "delete_selected", "_selected_action": [milestone.pk], "post": "yes"},
    )
    assert reread(milestone)
