"""Nothing typed is lost: neither by somebody whose session has ended, nor by one who signed in anew in another tab."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from relations.admin import verbs
from relations.admin.keeping import Kept
from relations.models import Revision, State
from tests import factories
from tests.acting import everything, open_revision
from tests.posting import posted_from
from tests.reading import parsed

NEVER_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"
PASSWORD = "only-for-tests-only-for-tests"
TYPED = 'A “title” with <b>, & and "quotes"'
SUMMARY = "First line\r\n두 번째 줄\r\n\r\nlast"


@pytest.fixture
def client(editor):
    """A browser that holds tokens against forged forms, as every real one does."""
    editor.set_password(PASSWORD)
    editor.save()
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    return client


@pytest.fixture
def typed(client):
    """A form as somebody has filled it, with a button pressed; and its address."""
    milestone = factories.make_milestone(title_en="As it was")
    areas = [factories.make_area(slug=slug) for slug in ("arts", "health")]
    address = reverse("admin:relations_milestone_change", args=[milestone.pk]) + "?_changelist_filters=q%3Da%26o%3D1"
    form = posted_from(client.get(address))
    form |= {"title_en": [TYPED], "summary_es": ["¿Qué más?"], "summary_ko": [SUMMARY]}
    form |= {"areas": [str(area.pk) for area in areas], "_submit": ["Submit"]}
    return milestone, address, form


def form_on(page, button):
    """What pressing this button on a page would post, and where."""
    document = parsed(page)
    form = next(form for form in document.forms if button in html.tostring(form, encoding="unicode"))
    fields = [*form.xpath(".//input"), *document.xpath(f"//input[@form='{form.get('id')}']")]
    posted: dict[str, list[str]] = {}
    for field in fields:
        if field.name and field.get("type") != "submit":
            posted.setdefault(field.name, []).append(field.get("value") or "")
    return form.get("action"), posted


def log_in(client, page, username="editor", password=PASSWORD):
    address, form = form_on(page, "Log in")
    return client.post(address, form | {"username": username, "password": password})


def assert_saved_and_submitted(milestone, editor):
    draft = open_revision(milestone)
    assert draft.values["title_en"] == TYPED
    assert draft.values["summary_es"] == "¿Qué más?"
    assert draft.values["summary_ko"] == SUMMARY.replace("\r\n", "\n")
    assert draft.values["areas"] == [["arts"], ["health"]]
    assert draft.values["title_ko"] == milestone.title_ko
    assert (draft.state, draft.author) == (State.IN_REVIEW, editor)


def test_what_was_typed_is_saved_after_signing_in_again(client, editor, typed):
    milestone, address, form = typed
    client.session.flush()
    before = everything()
    asked = client.post(address, form)
    assert asked.status_code == 200
    assert "signed out meanwhile" in asked.content.decode()
    assert everything() == before

    page = log_in(client, asked)
    action, kept = form_on(page, "Continue")
    assert action == address
    assert everything() == before
    assert client.post(action, kept)["Location"] == address.partition("?")[0]
    assert_saved_and_submitted(milestone, editor)


def test_a_wrong_password_loses_nothing(client, editor, typed):
    milestone, address, form = typed
    client.session.flush()
    again = log_in(client, client.post(address, form), password="wrong")
    action, kept = form_on(log_in(client, again), "Continue")
    client.post(action, kept)
    assert_saved_and_submitted(milestone, editor)


def test_a_form_opened_before_signing_in_anew_in_another_tab_can_be_posted_again(client, editor, typed):
    milestone, address, form = typed
    client.session.flush()
    log_in(client, client.get(reverse("admin:login")))
    page = client.post(address, form, headers={"Origin": "http://testserver"})
    assert page.status_code == 200
    assert open_revision(milestone) is None
    action, kept = form_on(page, "Continue")
    client.post(action, kept, headers={"Origin": "http://testserver"})
    assert_saved_and_submitted(milestone, editor)


def test_who_is_signed_out_by_now_and_has_an_old_token_too_signs_in_and_goes_on(client, editor, typed):
    milestone, address, form = typed
    client.cookies.clear()
    asked = client.post(address, form, headers={"Referer": f"http://testserver{address}"})
    action, kept = form_on(log_in(client, asked), "Continue")
    client.post(action, kept)
    assert_saved_and_submitted(milestone, editor)


def test_the_page_to_go_on_from_can_be_loaded_again(client, editor, typed):
    """A browser posts the sign-in again then, and its token is old."""
    milestone, address, form = typed
    client.session.flush()
    there, credentials = form_on(client.post(address, form), "Log in")
    credentials |= {"username": "editor", "password": PASSWORD}
    client.post(there, credentials)
    page = client.post(there, credentials, headers={"Origin": "http://testserver"})
    action, kept = form_on(page, "Continue")
    assert not {"username", "password"} & set(kept)
    client.post(action, kept)
    assert_saved_and_submitted(milestone, editor)


def test_a_form_of_a_hundred_texts_fits_wherever_it_fitted_the_first_time(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 250_000
    texts = {f"body_{n}": "".join(chr(0xAC00 + i * i * (n + 31) % 11172) for i in range(800)) for n in range(100)}
    client.session.flush()
    asked = client.post(reverse("admin:relations_page_add"), texts | posted_token(client))
    action, kept = form_on(log_in(client, asked), "Continue")
    assert {name: kept[name] for name in texts} == {name: [text] for name, text in texts.items()}
    assert client.post(action, kept).context["adminform"].form.errors


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "http://testserver.elsewhere.example/admin/"},
        {"Referer": "http://[broken"},
    ],
)
def test_a_form_that_does_not_come_from_this_site_is_refused(client, typed, headers):
    _milestone, address, form = typed
    before = everything()
    refused = client.post(address, form | {"csrfmiddlewaretoken": ["stale"]}, headers=headers)
    assert refused.status_code == 403
    assert TYPED not in parsed(refused).text_content()
    assert b"Continue" not in refused.content
    assert everything() == before


def test_passwords_are_not_kept(client):
    form = {"old_password": "old", "new_password1": "new", "new_password2": "new"}
    page = client.get(reverse("admin:password_change"))
    form |= {"csrfmiddlewaretoken": page.cookies["csrftoken"].value if "csrftoken" in page.cookies else ""}
    client.session.flush()
    asked = client.post(
        reverse("admin:password_change"), form | posted_token(client), headers={"Origin": "http://testserver"}
    )
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("admin:login"))


def posted_token(client):
    """The token that any form of the sign-in page carries."""
    _action, form = form_on(client.get(reverse("admin:login")), "Log in")
    return {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"][0]}


@pytest.mark.parametrize("garbage", ["", "garbage", "WyJodHRwczovL2Vsc2V3aGVyZS5leGFtcGxlLyIsW11d:1:abc"])
def test_a_kept_text_that_this_site_did_not_sign_is_ignored(client, garbage):
    client.session.flush()
    _action, form = form_on(client.get(reverse("admin:login")), "Log in")
    signed_in = client.post(
        reverse("admin:login"), form | {"username": "editor", "password": PASSWORD, "_kept": garbage}
    )
    assert signed_in["Location"] == reverse("admin:index")


@pytest.mark.parametrize(
    "path",
    [
        "https://elsewhere.example/admin/relations/page/add/",
        "//elsewhere.example/admin/relations/page/add/",
        "/en/milestones/",
        "/admin/nowhere/",
        "/admin/relations/page/../../../en/x/change/",
        "/admin/logout/",
        "/admin/password_change/",
    ],
)
def test_nothing_is_sent_to_another_place_than_the_admins_pages(client, path):
    client.session.flush()
    there, form = form_on(client.get(reverse("admin:login")), "Log in")
    form |= {"username": "editor", "password": PASSWORD, Kept.name: Kept(path, "title_en=x", lost_files=False).token}
    assert client.post(there, form)["Location"] == reverse("admin:index")


def test_of_signing_in_and_out_nothing_is_kept(client):
    client.session.flush()
    there, form = form_on(client.get(reverse("admin:login")), "Log in")
    again = client.post(there, form | {"username": "editor", "password": "wrong"})
    assert "_kept" not in form_on(again, "Log in")[1]
    refused = client.post(there, form | {"csrfmiddlewaretoken": "old"}, headers={"Origin": "http://testserver"})
    assert refused.status_code == 403
    assert client.post(reverse("admin:logout"), posted_token(client))["Location"] == reverse("admin:index")


def test_who_signs_in_without_the_right_is_refused(client, typed, reader):
    milestone, address, form = typed
    User.objects.filter(pk=reader.pk).update(password=User.objects.get(username="editor").password)
    client.session.flush()
    page = log_in(client, client.post(address, form), username="reader")
    action, kept = form_on(page, "Continue")
    assert client.post(action, kept).status_code == 403
    assert not Revision.objects.of(milestone).open().exists()


def test_a_file_is_said_to_be_lost(client, publisher):
    client.session.flush()
    address = reverse("admin:upload_set")
    with Path(__file__).open("rb") as archive:
        asked = client.post(address, {**posted_token(client), "note": "x", "archive": archive})
    publisher.set_password(PASSWORD)
    publisher.save()
    page = log_in(client, asked, username="publisher")
    assert "choose it again" in page.content.decode()


# Where the database does not take it


def full(*args, **kwargs):
    raise OperationalError("database or disk is full")


def test_what_the_database_does_not_take_is_given_back_and_saved_when_it_is_sent_again(
    client, editor, typed, monkeypatch
):
    milestone, address, form = typed
    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr("relations.publishing.save_draft", full)
        answer = client.post(address, form)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", NEVER_KEPT)
    assert "Nothing was saved" in answer.text
    assert everything() == before
    action, again = form_on(answer, "Send it again")
    assert (action, client.post(action, again).status_code) == (address, 302)
    assert_saved_and_submitted(milestone, editor)


def test_what_could_not_be_saved_at_the_last_moment_is_not_said_to_be_saved(client, typed, monkeypatch):
    milestone, address, form = typed
    carry_out = verbs.carry_out
    with monkeypatch.context() as patch:
        patch.setattr(verbs, "carry_out", lambda *args, **named: full(carry_out(*args, **named)))
        assert client.post(address, form).status_code == 503
    page = client.get(address)
    assert not page.context["messages"]
    assert open_revision(milestone) is None


def test_the_page_that_gives_it_back_asks_the_database_for_nothing(client, typed, monkeypatch):
    _milestone, address, form = typed
    monkeypatch.setattr("relations.admin.keeping.admin.site.has_permission", full)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, form)
    assert (answer.status_code, len(queries)) == (503, 0)
    assert form_on(answer, "Send it again")[1]["title_en"] == [TYPED]


def test_a_password_is_not_given_back(editor, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(editor)
    monkeypatch.setattr("relations.admin.keeping.admin.site.has_permission", full)
    answer = client.post(reverse("admin:auth_user_add"), {"username": "somebody", "password1": PASSWORD})
    assert answer.status_code == 503
    assert PASSWORD not in answer.text
