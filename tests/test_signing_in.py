"""Signing in by password and code: what is reached at which step, how codes are taken, and how long one waits."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations import second_factor
from relations.models import AuditEntry, AuditKind
from tests import factories
from tests.acting import NOW, everything, open_revision
from tests.codes import code_of, next_code, with_second_factor, wrong_code
from tests.posting import posted_from
from tests.reading import parsed
from tests.test_keeping import PASSWORD, form_on, log_in

pytestmark = pytest.mark.django_db
ROLES = ("editor", "publisher", "administrator", "reader")


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def staff(request, editor):
    editor.set_password(PASSWORD)
    editor.save()
    return editor


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def give_password(client, name="editor", password=PASSWORD, **more):
    return client.post(reverse("admin:login"), {"username": name, "password": password, **more})


def give_code(client, code, **more):
    return client.post(reverse("admin:login"), {"code": code, **more})


def recovery_codes_on(page):
    return parsed(page).xpath("//*[@class='recovery-codes']//code/text()")


def is_in(client):
    return client.get(reverse("admin:index")).status_code == 200


def asks_for_code(response):
    document = parsed(response)
    return bool(document.xpath("//input[@name='code']")) and not document.xpath("//input[@name='password']")


def wait(delta):
    """Let so much time pass for the counters, of the library and of the devices."""
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - delta)
    TOTPDevice.objects.update(throttling_failure_timestamp=F("throttling_failure_timestamp") - delta)


def every_address():
    """Each address of the admin, with a 1 for whatever it names."""
    for pattern in admin.site.get_urls():
        for one in getattr(pattern, "url_patterns", [pattern]):
            if one.name and one.name not in ("login", "logout"):
                parameters = dict.fromkeys(one.pattern.regex.groupindex, "1")
                parameters |= {name: "relations" for name in ("app_label",) if name in parameters}
                parameters |= {name: "1" for name in ("url",) if name in parameters}
                yield reverse(f"admin:{one.name}", kwargs=parameters) if parameters else reverse(f"admin:{one.name}")


def assert_asks_first(client, address, post=True):
    got = client.get(address)
    assert got.status_code == 302, address
    assert got["Location"].startswith(reverse("admin:login")), address
    if post:
        posted = client.post(address, {"title_en": "x"})
        assert posted.status_code == 302 or asks_for_code(posted), address


def test_with_a_password_alone_nothing_of_the_admin_is_reached(client, required, administrator):
    with_second_factor(with_password(administrator))
    assert asks_for_code(give_password(client, "administrator"))
    addresses = [*every_address(), reverse("gallery"), reverse("gallery_sheet", args=["dark"])]
    assert len(addresses) > 100
    before = everything()
    for address in addresses:
        # What is posted to the pages of one type of record stands for the others.
        assert_asks_first(client, address, post="/relations/" not in address or "/milestone/" in address)
    assert everything() == before
    assert not is_in(client)


@pytest.mark.parametrize("has_one", [False, True], ids=["not set up", "set up"])
@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_let_in_by_a_password_alone(client, required, request, role, has_one):
    user = with_password(request.getfixturevalue(role))
    if has_one:
        with_second_factor(user)
    give_password(client, role)
    for name in ("index", "second_factor", "relations_milestone_add", "relations_auditentry_changelist"):
        assert_asks_first(client, reverse(f"admin:{name}"))


def test_the_page_on_the_way_shows_nothing_of_the_admin(client, required, staff):
    factories.make_milestone(title_en="Only for staff")
    with_second_factor(staff)
    page = give_password(client).content.decode()
    assert reverse("admin:relations_milestone_changelist") not in page
    assert reverse("admin:password_change") not in page


def test_the_first_time_one_sets_it_up_and_goes_where_one_wanted(client, required, staff):
    wanted = reverse("admin:relations_milestone_changelist")
    page = give_password(client, next=wanted)
    secret = client.session["second_factor_secret"]
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode().partition("<svg")[2].partition("</svg>")[0]

    assert not TOTPDevice.objects.exists()
    codes = give_code(client, code_of(secret), next=wanted)
    shown = recovery_codes_on(codes)
    assert len(set(shown)) == second_factor.RECOVERY_CODES
    assert "no-store" in codes["Cache-Control"]
    assert is_in(client)

    address, form = form_on(codes, "continue")
    assert client.post(address, form)["Location"] == wanted
    assert not any(code in client.get(reverse("admin:second_factor")).content.decode() for code in shown)


def test_a_wrong_code_sets_nothing_up(client, required, staff):
    give_password(client)
    secret = client.session["second_factor_secret"]
    for code in ("000000" if code_of(secret) != "000000" else "000001", "", "abcdef", "1234567", "²²²²²²"):
        assert asks_for_code(give_code(client, code))
    assert client.session["second_factor_secret"] == secret
    assert not second_factor.has_one(staff)
    assert not is_in(client)


def test_who_knows_the_password_too_cannot_set_up_another_in_the_place_of_the_first(client, required, staff):
    other = Client()
    give_password(other)
    secret = other.session["second_factor_secret"]
    give_password(client)
    assert client.session["second_factor_secret"] != secret
    give_code(client, code_of(client.session["second_factor_secret"]))
    assert asks_for_code(give_code(other, code_of(secret)))
    assert not is_in(other)
    assert TOTPDevice.objects.get().key != secret
    assert second_factor.set_up(staff, secret, code_of(secret), at=timezone.now()) is None


def test_the_second_time_a_code_is_asked_for(client, required, staff):
    with_second_factor(staff)
    assert asks_for_code(give_password(client, next="/admin/relations/milestone/"))
    session = client.session.session_key
    code = next_code(staff)
    spaced = f" {code[:3]} {code[3:]}"
    assert give_code(client, spaced, next="/admin/relations/milestone/")["Location"] == "/admin/relations/milestone/"
    assert is_in(client)
    assert client.session.session_key != session


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_code_leads_to_no_other_site(client, required, staff, elsewhere):
    with_second_factor(staff)
    give_password(client, next=elsewhere)
    assert give_code(client, next_code(staff), next=elsewhere)["Location"] == reverse("admin:index")


def test_a_code_is_taken_once(required, staff):
    with_second_factor(staff)
    first, second = Client(), Client()
    code = next_code(staff)
    for browser, taken in ((first, True), (second, False)):
        give_password(browser)
        give_code(browser, code)
        assert is_in(browser) == taken


def test_a_code_of_somebody_else_is_not_taken(client, required, staff, publisher):
    with_second_factor(staff)
    codes = with_second_factor(publisher)
    give_password(client)
    for code in (next_code(publisher), codes[0]):
        wait(timedelta(seconds=5))
        assert asks_for_code(give_code(client, code))
    assert not is_in(client)


def test_a_recovery_code_is_taken_once_however_it_is_written(required, staff):
    codes = with_second_factor(staff)
    for typed, taken in ((codes[0], True), (codes[0], False), (f"{codes[1][:4]}-{codes[1][4:]} ".upper(), True)):
        browser = Client()
        give_password(browser)
        second_factor.StaticDevice.objects.update(throttling_failure_count=0)
        give_code(browser, typed)
        assert is_in(browser) == taken
    assert second_factor.recovery_codes_left(staff) == second_factor.RECOVERY_CODES - 2


def test_who_has_few_recovery_codes_left_is_told(client, required, staff):
    codes = with_second_factor(staff)
    for code in codes[:6]:
        client = Client()
        give_password(client)
        give_code(client, code)
    assert "recovery codes left" not in client.get(reverse("admin:index")).content.decode()
    client = Client()
    give_password(client)
    give_code(client, codes[6])
    assert "You have 3 recovery codes left" in client.get(reverse("admin:index")).content.decode()


def test_after_five_wrong_codes_one_waits_in_whatever_process(required, staff, settings):
    with_second_factor(staff)
    browser, other = Client(), Client()
    give_password(browser)
    for number in range(settings.AXES_FAILURE_LIMIT):
        refused = give_code(browser, wrong_code(staff))
        assert refused.status_code == (429 if number == settings.AXES_FAILURE_LIMIT - 1 else 200)
    wait(timedelta(minutes=1))
    assert give_code(browser, next_code(staff)).status_code == 429
    assert "30 minutes" in give_password(other).content.decode()
    assert not is_in(browser)
    assert not is_in(other)

    wait(timedelta(minutes=30))
    give_code(browser, next_code(staff))
    assert is_in(browser)


def test_the_right_password_alone_does_not_give_new_attempts_at_the_code(client, required, staff, settings):
    with_second_factor(staff)
    for _number in range(settings.AXES_FAILURE_LIMIT):
        give_password(client)
        refused = give_code(client, wrong_code(staff))
        wait(timedelta(seconds=20))
    assert refused.status_code == 429


def test_after_five_wrong_passwords_the_right_one_waits_too(staff, settings):
    for number in range(settings.AXES_FAILURE_LIMIT):
        refused = give_password(Client(), password="wrong")
        assert refused.status_code == (429 if number == settings.AXES_FAILURE_LIMIT - 1 else 200)
    other = Client()
    assert "30 minutes" in give_password(other).content.decode()
    wait(timedelta(minutes=29))
    give_password(other)
    assert not is_in(other)
    wait(timedelta(minutes=2))
    give_password(other)
    assert is_in(other)


def test_from_elsewhere_nobody_locks_a_colleague_out(staff, settings):
    for _number in range(settings.AXES_FAILURE_LIMIT):
        give_password(Client(REMOTE_ADDR="192.0.2.7"), password="wrong")
    here = Client(REMOTE_ADDR="192.0.2.8")
    give_password(here)
    assert is_in(here)


def test_who_mistypes_locks_no_colleague_out_at_the_same_address(staff, publisher, settings):
    with_password(publisher)
    for _number in range(settings.AXES_FAILURE_LIMIT):
        give_password(Client(), password="wrong")
    colleague = Client()
    give_password(colleague, "publisher")
    assert is_in(colleague)


def test_between_the_steps_one_may_sign_in_as_somebody_else(client, required, staff, publisher):
    with_second_factor(staff)
    with_second_factor(with_password(publisher))
    give_password(client)
    assert not asks_for_code(give_password(client, "publisher", "wrong"))
    assert asks_for_code(give_password(client, "publisher"))
    give_code(client, next_code(publisher))
    assert client.get(reverse("admin:index")).context["user"] == publisher


def test_signing_in_wholly_begins_to_count_anew(staff, settings):
    for _round in range(2):
        for _number in range(settings.AXES_FAILURE_LIMIT - 1):
            give_password(Client(), password="wrong")
        client = Client()
        give_password(client)
        assert is_in(client)


def test_an_address_that_tries_many_names_waits_with_all_of_them(staff, settings):
    for number in range(settings.AXES_FAILURE_LIMIT * 6):
        give_password(Client(REMOTE_ADDR="192.0.2.7"), name=f"name-{number}", password="wrong")
    assert give_password(Client(REMOTE_ADDR="192.0.2.7")).status_code == 429
    other = Client(REMOTE_ADDR="192.0.2.8")
    give_password(other)
    assert is_in(other)


def test_nothing_says_whether_there_is_an_account(staff, settings):
    User.objects.create_user("visitor", password=PASSWORD)
    answers: list[Any] = []
    for name, password in (("editor", "wrong"), ("nobody", "wrong"), ("visitor", PASSWORD)):
        browser = Client(REMOTE_ADDR=f"192.0.2.{len(answers)}")
        attempts = [give_password(browser, name, password) for _number in range(settings.AXES_FAILURE_LIMIT)]
        answers.append([(one.status_code, parsed(one).find_class("errornote")[0].text_content()) for one in attempts])
    assert answers[0] == answers[1]
    assert answers[2][0] == answers[1][0]


@pytest.mark.parametrize("length", [151, 300, 5000])
def test_a_name_that_no_account_can_have_is_refused_and_fits_into_no_counter(staff, length):
    answer = give_password(Client(), "a" * length)
    assert answer.status_code == 200
    assert answer.context["form"].errors == give_password(Client(), "nobody").context["form"].errors
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["nobody"]


def test_of_what_was_typed_the_counter_writes_nothing_down(staff):
    give_password(Client(), password="almost right", next="/admin/?q=secret", _kept="secret")
    attempt = AccessAttempt.objects.get()
    assert "secret" not in attempt.post_data + attempt.get_data
    assert "almost" not in attempt.post_data


def test_where_it_is_not_required_it_is_offered_and_asked_once_set_up(client, staff):
    give_password(client)
    first_page = parsed(client.get(reverse("admin:index")))
    assert first_page.xpath(f"//*[@id='user-tools']//a[@href='{reverse('admin:second_factor')}']")
    address = reverse("admin:second_factor_set_up")
    client.get(address)
    other = Client()
    give_password(other)
    assert is_in(other)
    client.post(address, {"code": code_of(client.session["second_factor_secret"])})
    assert is_in(client)
    assert not is_in(other)
    assert asks_for_code(other.get(reverse("admin:login")))


def change(client, act, code):
    return client.post(reverse("admin:second_factor"), {"act": act, "code": code})


@pytest.fixture
def inside(client, staff):
    """Somebody who has signed in by both steps."""
    with_second_factor(staff)
    give_password(client)
    give_code(client, next_code(staff))
    return client


@pytest.mark.parametrize("act", ["remove", "codes", "replace"])
def test_without_a_code_nothing_of_it_is_changed(inside, staff, act):
    kept = list(second_factor.StaticToken.objects.values_list("token", flat=True))
    for code in ("", wrong_code(staff)):
        assert change(inside, act, code).status_code == 200
    assert inside.get(reverse("admin:second_factor_set_up"))["Location"] == reverse("admin:second_factor")
    assert list(second_factor.StaticToken.objects.values_list("token", flat=True)) == kept
    assert second_factor.has_one(staff)


def test_it_is_removed_by_a_code(inside, staff):
    change(inside, "remove", next_code(staff))
    assert not second_factor.has_one(staff)
    assert second_factor.recovery_codes_left(staff) == 0
    assert is_in(inside)


def test_where_it_is_required_it_is_not_removed(inside, staff, required):
    assert "remove" not in inside.get(reverse("admin:second_factor")).content.decode()
    assert change(inside, "remove", next_code(staff)).status_code == 403
    assert second_factor.has_one(staff)
    with pytest.raises(PermissionError):
        second_factor.remove(staff, at=NOW)


def test_new_recovery_codes_take_the_place_of_the_former(inside, staff):
    former = second_factor.StaticToken.objects.first().token
    page = change(inside, "codes", next_code(staff))
    shown = [code.replace(" ", "") for code in recovery_codes_on(page)]
    assert sorted(shown) == sorted(second_factor.StaticToken.objects.values_list("token", flat=True))
    assert former not in shown


def test_another_phone_takes_the_place_of_the_first(inside, staff):
    former = TOTPDevice.objects.get().key
    address = change(inside, "replace", next_code(staff))["Location"]
    assert asks_for_code(inside.get(address))
    assert TOTPDevice.objects.get().key == former
    inside.post(address, {"code": code_of(inside.session["second_factor_secret"])})
    assert TOTPDevice.objects.get().key != former
    assert is_in(inside)
    assert inside.get(address).status_code == 302


def reset_page(user):
    return reverse("admin:auth_user_second_factor", args=[user.pk])


def test_an_administrator_resets_it_for_a_colleague_who_is_signed_out_everywhere(inside, staff, administrator):
    boss = Client()
    boss.force_login(administrator)
    account = boss.get(reverse("admin:auth_user_change", args=[staff.pk]))
    assert reset_page(staff) in account.content.decode()
    assert boss.get(reset_page(staff)).status_code == 200
    assert second_factor.has_one(staff)
    boss.post(reset_page(staff))
    assert not second_factor.has_one(staff)
    assert "password" in inside.get(reverse("admin:index"), follow=True).content.decode()
    assert "_auth_user_id" not in inside.session
    entry = AuditEntry.objects.get(kind=AuditKind.FACTOR_RESET)
    assert (entry.by_name, entry.about_name) == ("administrator", "editor")


@pytest.mark.parametrize("role", ["editor", "publisher", "reader", "colleague"])
def test_nobody_else_resets_it(client, administrator, request, role):
    with_second_factor(administrator)
    client.force_login(request.getfixturevalue(role))
    for answer in (client.get(reset_page(administrator)), client.post(reset_page(administrator))):
        assert answer.status_code == 403
    assert second_factor.has_one(administrator)


def test_an_administrator_does_not_reset_their_own_without_a_code(client, administrator):
    with_password(administrator)
    with_second_factor(administrator)
    give_password(client, "administrator")
    give_code(client, next_code(administrator))
    assert client.post(reset_page(administrator)).status_code == 403
    assert second_factor.has_one(administrator)


def test_who_is_locked_out_altogether_is_helped_by_a_command(staff, capsys):
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "editor")
    with_second_factor(staff)
    call_command("reset_second_factor", "editor")
    assert not second_factor.has_one(staff)
    assert AuditEntry.objects.get(kind=AuditKind.FACTOR_RESET).by is None
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody")


def test_one_may_sign_out_between_the_steps(client, required, staff):
    with_second_factor(staff)
    page = give_password(client)
    address, form = form_on(page, "Sign in as somebody else")
    client.post(address, form)
    assert "_auth_user_id" not in client.session


@pytest.fixture
def typed(client, staff):
    """A form as somebody has filled it, whose session then ends; and what they typed."""
    client.force_login(staff)
    milestone = factories.make_milestone(title_en="As it was")
    address = reverse("admin:relations_milestone_change", args=[milestone.pk])
    form = posted_from(client.get(address)) | {"title_en": ["What I typed"]}
    client.session.flush()
    return milestone, address, form


def goes_on(client, milestone, page):
    action, kept = form_on(page, "Continue")
    client.post(action, kept)
    return open_revision(milestone).values["title_en"] == "What I typed"


def test_nothing_of_a_form_is_lost_when_the_code_is_asked_too(client, typed, staff):
    milestone, address, form = typed
    with_second_factor(staff)
    asked = log_in(client, client.post(address, form))
    assert asks_for_code(asked)
    for code in (wrong_code(staff), next_code(staff)):
        wait(timedelta(seconds=5))
        action, fields = form_on(asked, "Continue")
        asked = client.post(action, fields | {"code": code})
    assert goes_on(client, milestone, asked)


def test_nothing_of_a_form_is_lost_when_a_second_factor_has_to_be_set_up(client, typed, staff, required):
    milestone, address, form = typed
    asked = log_in(client, client.post(address, form))
    action, fields = form_on(asked, "Set up")
    codes = client.post(action, fields | {"code": code_of(client.session["second_factor_secret"])})
    action, fields = form_on(codes, "continue")
    assert goes_on(client, milestone, client.post(action, fields))


def test_nothing_of_a_form_is_lost_between_the_steps(client, typed, staff, required):
    """As in another tab, where the password was given but not the code."""
    milestone, address, form = typed
    with_second_factor(staff)
    give_password(client)
    asked = client.post(address, form)
    assert asks_for_code(asked)
    action, fields = form_on(asked, "Continue")
    assert goes_on(client, milestone, client.post(action, fields | {"code": next_code(staff)}))


def test_nothing_of_a_form_is_lost_while_one_has_to_wait(client, typed, staff, settings):
    milestone, address, form = typed
    asked = client.post(address, form)
    for _number in range(settings.AXES_FAILURE_LIMIT):
        asked = log_in(client, asked, password="wrong")
    assert asked.status_code == 429
    wait(timedelta(minutes=31))
    assert goes_on(client, milestone, log_in(client, asked))


def test_a_session_ends_after_a_working_day_and_its_cookie_is_for_this_site_alone(client, staff, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    give_password(client)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
    assert cookie["max-age"] == cookie["expires"] == ""
    assert client.session.get_expiry_age() == 12 * 60 * 60
    client.get(reverse("admin:password_change"))
    token = client.cookies["csrftoken"]
    assert (token["httponly"], token["samesite"], token["secure"]) == (True, "Lax", True)


@pytest.mark.parametrize("path", ["/en/", "/es/milestones/", "/ko/search/?q=x", "/sitemap.xml"])
def test_public_pages_ask_nobody_who_they_are(inside, site, path):
    with CaptureQueriesContext(connection) as captured:
        page = inside.get(path)
    assert page.status_code == 200
    asked = [query["sql"] for query in captured.captured_queries]
    assert not [sql for sql in asked if re.search(r'"(django_session|auth_\w+|otp_\w+|axes_\w+)"', sql)]
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
