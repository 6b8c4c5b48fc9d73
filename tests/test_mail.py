"""Mail on submit, return and publish: links for those whom it concerns, without a word of what the records say."""

import logging
import re
from functools import partial
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from relations.models import Revision
from relations.publishing import publish, publish_due, return_draft, schedule, submit, withdraw
from relations.publishing.several import attempt_each
from tests.acting import LATER, NOW, edit
from tests.cast import member_of
from tests.factories import make_area, make_milestone, make_page
from tests.fixture_sets import small_set
from tests.loads import changed, load
from tests.test_admin_saving import save

pytestmark = pytest.mark.django_db

SECRET = "What nobody outside shall read"


@pytest.fixture(autouse=True)
def addresses(editor, colleague, publisher, reader):
    for user in (editor, colleague, publisher, reader):
        user.email = f"{user.username}@example.org"
        user.save()


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Carry out a verb; whom it wrote to, in order."""

    def carry_out(verb, *args, **kwargs):
        mail.outbox = []
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        assert all(len(message.to) == 1 and not message.cc and not message.bcc for message in mail.outbox)
        return [message.to[0].removesuffix("@example.org") for message in mail.outbox]

    return carry_out


def links(message):
    return re.findall(r"https?://\S+", message.body)


def address(record, page="change"):
    name = f"admin:relations_{type(record).type_name()}_{page}"
    return f"https://relations.example.org{reverse(name, args=[record.pk])}"


def test_what_is_submitted_is_told_to_everybody_who_may_publish_it(told, editor, colleague, administrator):
    milestone = make_milestone()
    draft = edit(milestone, by=editor, title_en=SECRET)
    administrator.email = "administrator@example.org"
    administrator.save()
    assert told(submit, draft, by=editor, at=NOW, comment=SECRET) == ["publisher", "administrator"]
    assert set(links(mail.outbox[0])) == {address(milestone, "compare")}


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}, {"is_staff": False}], ids=str)
def test_who_cannot_be_reached_or_has_left_is_not_written_to(change, told, editor, publisher):
    User.objects.filter(pk=publisher.pk).update(**change)
    assert told(submit, edit(make_page(), by=editor, title_es="Uno"), by=editor, at=NOW) == []


def test_who_submits_is_not_told_of_it(told, publisher):
    assert told(submit, edit(make_page(), by=publisher, title_es="Uno"), by=publisher, at=NOW) == []


def test_what_is_returned_is_told_to_all_who_worked_on_it(told, editor, colleague, publisher):
    page = make_page()
    edit(page, by=editor, title_es="Uno")
    draft = edit(page, by=colleague, title_ko="하나")
    submit(draft, by=colleague, at=NOW)
    assert told(return_draft, draft, by=publisher, at=NOW, comment=SECRET) == ["editor", "colleague"]
    assert set(links(mail.outbox[0])) == {address(page)}


def test_who_returns_her_own_draft_is_not_told_of_it(told, publisher):
    draft = edit(make_page(), by=publisher, title_es="Uno")
    submit(draft, by=publisher, at=NOW)
    assert told(return_draft, draft, by=publisher, at=NOW, comment="Later.") == []


def test_what_is_published_is_told_to_those_who_drafted_it(told, editor, colleague, publisher):
    page = make_page()
    publish(edit(page, by=colleague, title_en="Imprint"), by=publisher, at=NOW)
    draft = edit(page, by=editor, title_es="Uno")
    assert told(publish, draft, by=publisher, at=NOW) == ["editor"]
    assert set(links(mail.outbox[0])) == {address(page)}


def test_who_publishes_her_own_draft_is_not_told_of_it(told, publisher):
    assert told(publish, edit(make_page(), by=publisher, title_es="Uno"), by=publisher, at=NOW) == []


def test_one_call_is_one_message_for_each_with_the_records_that_concern_them(told, editor, colleague, publisher):
    one, two, three = make_page(), make_milestone(), make_page()
    drafts = [
        edit(one, by=editor, title_es="Uno"),
        edit(two, by=editor, title_es="Dos"),
        edit(three, by=colleague, title_es="Tres"),
    ]
    assert told(publish, *drafts, drafts[0], by=publisher, at=NOW) == ["editor", "colleague"]
    assert set(links(mail.outbox[0])) == {address(one), address(two)}
    assert set(links(mail.outbox[1])) == {address(three)}


def test_of_very_many_only_the_first_are_linked(told, editor, publisher):
    drafts = [edit(make_page(), by=editor, title_es=f"Núm. {number}") for number in range(22)]
    told(publish, *drafts, by=publisher, at=NOW)
    (message,) = mail.outbox
    assert "And 2 more: https://relations.example.org/admin/" in message.body
    assert len(set(links(message))) == 21


@pytest.mark.django_db(transaction=True)
def test_what_goes_live_as_scheduled_is_told_in_one_message(editor, publisher):
    drafts = [edit(make_page(), by=editor, title_es=f"Núm. {number}") for number in range(2)]
    schedule(*drafts, by=publisher, at=NOW, go_live_at=LATER)
    assert publish_due(at=LATER) == 2
    (message,) = mail.outbox
    assert message.to == ["editor@example.org"]
    assert len(set(links(message))) == 2


@pytest.mark.django_db(transaction=True)
def test_what_was_due_and_cannot_go_live_is_told_to_who_scheduled_it_too(editor, publisher):
    milestone, page, area = make_milestone(), make_page(), make_area()
    drafts = [edit(milestone, by=editor, areas=[area]), edit(page, by=editor, title_es="Uno")]
    schedule(*drafts, by=publisher, at=NOW, go_live_at=LATER)
    area.delete()
    assert publish_due(at=LATER) == 1
    told = {(message.to[0], *set(links(message))): message.body.splitlines()[0] for message in mail.outbox}
    returned = "This was scheduled but could not be published. It is in review again:"
    assert told == {
        ("editor@example.org", address(page)): "Your draft is public now, as it was scheduled:",
        ("editor@example.org", address(milestone)): returned,
        ("publisher@example.org", address(milestone)): returned,
    }


@pytest.mark.django_db(transaction=True)
def test_what_is_done_to_many_one_by_one_is_told_in_one_message(editor):
    drafts = {page: edit(page, by=editor, title_es="Uno") for page in (make_page(), make_page())}
    attempt_each((page, partial(submit, draft, by=editor, at=NOW)) for page, draft in drafts.items())
    (message,) = mail.outbox
    assert set(links(message)) == {address(page, "compare") for page in drafts}


def test_it_says_who_did_what_in_each_language_and_nothing_of_the_record(told, editor):
    milestone = make_milestone(title_es=SECRET, slug="the-secret-slug")
    draft = edit(milestone, by=editor, title_en=SECRET)
    told(submit, draft, by=editor, at=NOW, comment=SECRET)
    (message,) = mail.outbox
    assert message.from_email == "relations@example.org"
    assert "\n" not in message.subject
    blocks = message.body.split("\n\n")
    assert len(blocks) == 3
    for block in blocks:
        sentence, link = block.splitlines()
        assert "editor" in sentence
        assert link.endswith(address(milestone, "compare"))
    assert "Milestone: " in blocks[0]
    for text in (message.subject, message.body):
        assert SECRET not in text
        assert "secret-slug" not in text
        assert "Friendship" not in text


def test_saving_scheduling_and_withdrawing_tell_nobody(told, editor, publisher):
    page = make_page()
    assert told(edit, page, by=editor, title_es="Uno") == []
    draft = edit(page, by=editor, title_es="Dos")
    assert told(schedule, draft, by=publisher, at=NOW, go_live_at=LATER) == []
    assert told(withdraw, page, by=publisher, at=NOW, note={"en": "It was wrong."}) == []


def test_a_load_tells_nobody(told):
    assert told(load) == []
    assert told(load, changed(small_set(), "visit", title_en="A state visit"), version=2) == []


def test_what_is_rolled_back_tells_nobody(told, editor):
    draft = edit(make_page(), by=editor, title_es="Uno")

    def submit_in_vain():
        from django.db import transaction

        with transaction.atomic():
            submit(draft, by=editor, at=NOW)
            transaction.set_rollback(True)

    assert told(submit_in_vain) == []


def test_a_button_in_the_admin_tells_too(told, client, editor, publisher):
    client.force_login(editor)
    assert told(save, client, make_page(), button="_submit", title_es="Uno") == ["publisher"]


class Choosy(EmailBackend):
    """A server that does not know one of the addresses."""

    def send_messages(self, messages):
        if messages[0].to == ["administrator@example.org"]:
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


def test_an_address_that_is_refused_keeps_nobody_else_from_being_told(told, settings, editor, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    for username in ("administrator", "another"):
        user = member_of("Publishers", username)
        user.email = f"{username}@example.org"
        user.save()
    draft = edit(make_page(), by=editor, title_es="Uno")
    assert told(submit, draft, by=editor, at=NOW) == ["publisher", "another"]
    assert len(caplog.records) == 1


def test_a_server_that_is_down_leaves_what_was_done_and_a_line_in_the_log(told, settings, editor, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    draft: Any = edit(make_page(), by=editor, title_es="Uno")
    with caplog.at_level(logging.ERROR, logger="relations.publishing.notices"):
        assert told(submit, draft, by=editor, at=NOW) == []
    assert Revision.objects.get(pk=draft.pk).state == "in_review"
    (record,) = caplog.records
    assert "could not be told" in record.message
