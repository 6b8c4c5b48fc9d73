"""A forgotten password is set anew by a link in a mail, which tells nobody whether there is an account."""

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from relations.admin import passwords
from relations.models import AuditEntry, AuditKind
from tests.codes import next_code, with_second_factor
from tests.reading import main_text, parsed
from tests.test_keeping import PASSWORD
from tests.test_signing_in import asks_for_code, give_code, give_password, is_in, wait

pytestmark = pytest.mark.django_db
NEW = "quite-another-password-quite-another"


@pytest.fixture
def staff(editor):
    editor.email = "editor@example.org"
    editor.set_password(PASSWORD)
    editor.save()
    return editor


def ask(client, email="editor@example.org", **headers):
    """Ask for a mail, and wait until it is sent."""
    answer = client.post(reverse("admin_password_reset"), {"email": email}, follow=True, **headers)
    for thread in threading.enumerate():
        if thread.name == passwords.MAIL_THREAD:
            thread.join()
    return answer


def link():
    (found,) = re.findall(r"https://relations\.example\.org(/admin/password-reset/\S+)", str(mail.outbox[-1].body))
    return found


def set_anew(client, address, password=NEW):
    """Follow the link and give the password."""
    page = client.get(address, follow=True)
    return client.post(page.redirect_chain[-1][0], {"new_password1": password, "new_password2": password}, follow=True)


def test_the_sign_in_page_leads_there(client):
    page = parsed(client.get(reverse("admin:login")))
    assert page.xpath(f"//a[@href='{reverse('admin_password_reset')}']")


def test_by_the_link_one_sets_a_new_password_and_signs_in_by_it(client, staff):
    ask(client)
    assert mail.outbox[0].to == ["editor@example.org"]
    set_anew(client, link())
    assert not is_in(client)
    give_password(client, password=PASSWORD)
    assert not is_in(client)
    give_password(client, password=NEW)
    assert is_in(client)


def test_a_link_works_once_and_for_an_hour(client, staff, settings):
    ask(client)
    set_anew(client, link())
    assert "used already" in main_text(parsed(set_again := client.get(link(), follow=True)))
    assert not parsed(set_again).xpath("//input[@type='password']")
    ask(client)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "used already" in main_text(parsed(client.get(link(), follow=True)))


def test_a_weak_password_is_not_taken(client, staff):
    ask(client)
    page = set_anew(client, link(), "editor")
    assert parsed(page).find_class("errorlist")
    give_password(client, password=PASSWORD)
    assert is_in(client)


def test_all_sessions_end_by_it(client, staff):
    give_password(client)
    ask(Client())
    set_anew(Client(), link())
    assert not is_in(client)


def test_the_second_factor_is_asked_for_all_the_same(client, staff):
    with_second_factor(staff)
    ask(client)
    set_anew(client, link())
    assert asks_for_code(give_password(client, password=NEW))
    assert not is_in(client)
    give_code(client, next_code(staff))
    assert is_in(client)


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(staff):
    User.objects.create_user("former", "former@example.org", PASSWORD, is_active=False)
    answers = [ask(Client(), f"{name}@example.org") for name in ("editor", "nobody", "former")]
    assert len({(answer.status_code, main_text(parsed(answer))) for answer in answers}) == 1
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]


def test_a_server_of_mail_that_is_down_makes_no_difference(client, staff, settings, caplog):
    settings.EMAIL_BACKEND = "nowhere.Backend"
    assert ask(client).status_code == 200
    assert "could not be sent" in caplog.text


@pytest.mark.parametrize("email", ["editor@example.org", "nobody@example.org"])
def test_after_five_questions_one_waits_in_whatever_process(staff, settings, email):
    for _number in range(settings.AXES_FAILURE_LIMIT):
        assert ask(Client(), email).status_code == 200
    sent = len(mail.outbox)
    refused = ask(Client(), email)
    assert refused.status_code == 429
    assert "30 minutes" in main_text(parsed(refused))
    assert len(mail.outbox) == sent
    assert ask(Client(), email, REMOTE_ADDR="192.0.2.9").status_code == 200
    wait(timedelta(minutes=31))
    assert ask(Client(), email).status_code == 200


def test_who_has_mistyped_the_password_may_still_ask(client, staff, settings):
    for _number in range(settings.AXES_FAILURE_LIMIT):
        give_password(client, password="wrong")
    assert ask(client).status_code == 200
    set_anew(client, link())
    give_password(client, password=NEW)
    assert is_in(client)


def test_the_mail_names_this_site_whatever_host_was_asked_for(client, staff):
    ask(client, HTTP_HOST="localhost")
    assert "localhost" not in mail.outbox[0].body
    assert link()


def test_the_mail_is_in_the_language_of_the_page(client, staff):
    ask(client, HTTP_ACCEPT_LANGUAGE="en")
    assert "within an hour" in mail.outbox[0].body
    assert parsed(client.get(reverse("admin_password_reset"), HTTP_ACCEPT_LANGUAGE="ko")).get("lang") == "ko"


def test_there_is_no_sign_up(client):
    for page in ("admin:login", "admin_password_reset"):
        assert not [href for href in parsed(client.get(reverse(page))).xpath("//a/@href") if "sign" in href]


def test_it_is_recorded_about_the_account_and_of_strangers_nothing(client, staff):
    ask(client)
    ask(client, "nobody@example.org")
    set_anew(client, link())
    entries = AuditEntry.objects.filter(kind__in=[AuditKind.RESET_ASKED, AuditKind.PASSWORD_RESET]).order_by("pk")
    assert [(entry.kind, entry.about_name, entry.by) for entry in entries] == [
        (AuditKind.RESET_ASKED, "editor", None),
        (AuditKind.PASSWORD_RESET, "editor", None),
    ]
    assert not any("nobody" in str(vars(entry)) for entry in AuditEntry.objects.all())


def test_its_pages_may_be_framed_by_none_and_kept_by_none(client):
    for name in ("admin_password_reset", "password_reset_done", "password_reset_complete"):
        page = client.get(reverse(name))
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert "no-store" in page["Cache-Control"]
