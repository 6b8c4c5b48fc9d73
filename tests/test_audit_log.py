"""The log of accounts and decisions: what is written into it, that it stays, and who reads it."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations import audit
from relations.models import AuditEntry, AuditKind, Verb
from relations.publishing.roles import PUBLISHERS
from tests import factories
from tests.acting import NOW, edit, republish
from tests.cast import member_of
from tests.codes import next_code, with_second_factor, wrong_code
from tests.posting import posted_from
from tests.reading import links, main_text, page, queries
from tests.test_keeping import PASSWORD
from tests.test_signing_in import change, give_code, give_password, with_password

pytestmark = pytest.mark.django_db
LOG = "/admin/relations/auditentry/"


def kinds():
    return list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True))


def entry(kind):
    return AuditEntry.objects.get(kind=kind)


@pytest.fixture
def boss(administrator):
    """An administrator who has signed in."""
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def two(editor):
    for number in range(2):
        audit.record(AuditKind.SIGNED_IN, by=editor, at=NOW, address="192.0.2.1", number=number)
    return list(AuditEntry.objects.order_by("pk"))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: AuditEntry.objects.update(by_name="somebody else"),
        lambda: AuditEntry.objects.filter(at__isnull=False).update(address=None, at=NOW),
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditEntry.objects.filter(by_name="editor")[0].delete(),
        lambda: AuditEntry.objects.bulk_update(AuditEntry.objects.all(), ["kind"]),
    ],
)
def test_no_code_changes_or_deletes_an_entry(two, attempt):
    before = list(AuditEntry.objects.values())
    with pytest.raises(TypeError):
        attempt()
    assert list(AuditEntry.objects.values()) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE relations_auditentry SET by_name = 'somebody else'",
        "UPDATE relations_auditentry SET at = '2000-01-01 00:00:00+00:00'",
        "UPDATE relations_auditentry SET kind = 'signed_out', address = NULL",
        "UPDATE relations_auditentry SET address = '192.0.2.2'",
        "UPDATE relations_auditentry SET detail = '{}'",
        "DELETE FROM relations_auditentry WHERE id = (SELECT max(id) FROM relations_auditentry)",
    ],
)
def test_the_database_refuses_it_too(two, statement):
    before = list(AuditEntry.objects.values())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(AuditEntry.objects.values()) == before


def test_an_entry_that_was_read_cannot_be_saved_otherwise(two):
    two[0].by_name = "somebody else"
    with pytest.raises(IntegrityError), transaction.atomic():
        two[0].save()


def test_an_entry_outlives_its_account(editor, two):
    editor.delete()
    assert [(one.by_name, one.by_id) for one in AuditEntry.objects.all()] == [("editor", two[0].by_id)] * 2


def test_addresses_are_blanked_after_ninety_days_and_nothing_else_changes(two, editor):
    before = list(AuditEntry.objects.values())
    assert audit.forget_addresses(at=NOW + datetime.timedelta(days=90)) == 0
    audit.record(AuditKind.SIGNED_IN, by=editor, at=NOW + datetime.timedelta(days=91), address="192.0.2.5")
    later = AuditEntry.objects.order_by("pk")
    assert [one.address for one in later] == [None, None, "192.0.2.5"]
    assert list(AuditEntry.objects.exclude(address="192.0.2.5").values()) != before
    assert list(AuditEntry.objects.filter(pk__in=[one.pk for one in two]).values()) == [
        {**row, "address": None} for row in before
    ]


def test_signing_in_and_out_is_recorded(editor):
    with_password(editor)
    client = Client(REMOTE_ADDR="192.0.2.1")
    give_password(client, password="wrong")
    give_password(client)
    client.post(reverse("admin:logout"))
    assert kinds() == [AuditKind.PASSWORD_WRONG, AuditKind.SIGNED_IN, AuditKind.SIGNED_OUT]
    wrong, right, _out = AuditEntry.objects.order_by("pk")
    assert (wrong.by, wrong.about_name) == (None, "editor")
    assert (right.by_name, right.address) == ("editor", "192.0.2.1")


def test_both_steps_are_recorded(editor):
    codes = with_second_factor(with_password(editor))
    client = Client()
    give_password(client)
    give_code(client, wrong_code(editor))
    give_code(client, codes[0])
    assert kinds() == [AuditKind.PASSWORD_GIVEN, AuditKind.CODE_WRONG, AuditKind.SIGNED_IN]
    assert entry(AuditKind.SIGNED_IN).detail == {"by_recovery_code": True}
    assert codes[0] not in str(list(AuditEntry.objects.values()))


def test_of_a_name_that_nobody_has_neither_name_nor_address_is_recorded():
    give_password(Client(), name="MyPasswordInTheWrongField", password="wrong")
    one = entry(AuditKind.PASSWORD_WRONG)
    assert (one.by_name, one.about_name, one.address, one.detail) == ("", "", None, {})


def test_a_lock_is_recorded_once_however_often_one_tries(editor, settings):
    with_password(editor)
    for _number in range(settings.AXES_FAILURE_LIMIT + 5):
        give_password(Client(), password="wrong")
    assert kinds() == [AuditKind.PASSWORD_WRONG] * (settings.AXES_FAILURE_LIMIT - 1) + [AuditKind.LOCKED_OUT]
    assert entry(AuditKind.LOCKED_OUT).about_name == "editor"


def test_a_lock_by_wrong_codes_is_recorded_once_too(editor, settings):
    with_second_factor(with_password(editor))
    client = Client()
    give_password(client)
    for _number in range(settings.AXES_FAILURE_LIMIT + 5):
        give_code(client, wrong_code(editor))
    assert kinds()[1:] == [AuditKind.CODE_WRONG] * (settings.AXES_FAILURE_LIMIT - 1) + [AuditKind.LOCKED_OUT]


def test_what_one_does_with_the_second_factor_is_recorded(editor):
    with_second_factor(with_password(editor))
    client = Client()
    give_password(client)
    give_code(client, next_code(editor))
    change(client, "codes", next_code(editor))
    assert entry(AuditKind.CODES_RENEWED).by_name == "editor"
    TOTPDevice.objects.update(last_t=-1, drift=0)
    change(client, "remove", next_code(editor))
    assert entry(AuditKind.FACTOR_REMOVED).by_name == "editor"


def test_a_new_password_is_recorded(boss, administrator, editor):
    with_password(editor)
    client = Client()
    give_password(client)
    typed = {"old_password": PASSWORD, "new_password1": f"{PASSWORD}2", "new_password2": f"{PASSWORD}2"}
    client.post(reverse("admin:password_change"), typed | {"old_password": "wrong"})
    assert AuditKind.PASSWORD_CHANGED not in kinds()
    client.post(reverse("admin:password_change"), typed)
    assert (entry(AuditKind.PASSWORD_CHANGED).by_name, entry(AuditKind.PASSWORD_CHANGED).about) == ("editor", None)

    address = reverse("admin:auth_user_password_change", args=[editor.pk])
    new = {"password1": f"{PASSWORD}3", "password2": f"{PASSWORD}3", "usable_password": "true"}
    boss.post(address, new | {"password2": "else"})
    boss.post(address, new)
    latest = AuditEntry.objects.filter(kind=AuditKind.PASSWORD_CHANGED)[0]
    assert (latest.by_name, latest.about_name) == ("administrator", "editor")
    assert kinds().count(AuditKind.PASSWORD_CHANGED) == 2


def account_form(client, user):
    address = reverse("admin:auth_user_change", args=[user.pk])
    return address, posted_from(client.get(address))


def test_what_somebody_may_do_is_recorded_when_it_changes(boss, editor):
    address, form = account_form(boss, editor)
    boss.post(address, form | {"first_name": ["Ada"]})
    assert AuditKind.ACCESS_CHANGED not in kinds()

    form |= {"groups": [str(Group.objects.get(name=PUBLISHERS).pk)], "is_superuser": ["on"]}
    boss.post(address, form)
    one = entry(AuditKind.ACCESS_CHANGED)
    assert (one.by_name, one.about_name) == ("administrator", "editor")
    assert one.detail == {"changed": {"is_superuser": [False, True], "groups": [["Editors"], ["Publishers"]]}}


def test_who_creates_and_deletes_accounts_is_recorded(boss):
    new = {"username": "new", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    boss.post(reverse("admin:auth_user_add"), new)
    user = User.objects.get(username="new")
    assert entry(AuditKind.ACCOUNT_CREATED).about_name == "new"
    boss.post(reverse("admin:auth_user_delete", args=[user.pk]), {"post": "yes"})
    assert not User.objects.filter(username="new").exists()
    assert (entry(AuditKind.ACCOUNT_DELETED).by_name, entry(AuditKind.ACCOUNT_DELETED).about_name) == (
        "administrator",
        "new",
    )


def test_several_deleted_at_once_are_recorded_one_by_one(boss):
    users = [User.objects.create_user(f"person{number}") for number in range(2)]
    chosen = {"action": "delete_selected", "_selected_action": [user.pk for user in users], "post": "yes"}
    boss.post(reverse("admin:auth_user_changelist"), chosen)
    deleted = AuditEntry.objects.filter(kind=AuditKind.ACCOUNT_DELETED).order_by("about_name")
    assert [one.about_name for one in deleted] == ["person0", "person1"]


def test_what_a_group_may_do_is_recorded_when_it_changes(boss):
    group = Group.objects.get(name=PUBLISHERS)
    permission = Permission.objects.get(codename="redact_revision")
    kept = [str(one.pk) for one in group.permissions.all()]
    boss.post(
        reverse("admin:auth_group_change", args=[group.pk]),
        {"name": group.name, "permissions": [*kept, str(permission.pk)]},
    )
    one = entry(AuditKind.GROUP_CHANGED)
    assert one.detail["group"] == PUBLISHERS
    before, now = one.detail["changed"]["permissions"]
    assert set(now) - set(before) == {"redact_revision"}


def test_nobody_is_shown_the_secrets_of_others(boss):
    index = boss.get("/admin/").content.decode()
    assert "otp_" not in index
    for table in ("otp_totp_totpdevice", "otp_static_staticdevice", "axes_accessattempt"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{table}_changelist")


@pytest.mark.parametrize("role", ["editor", "publisher", "reader"])
def test_the_log_is_for_administrators(client, request, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(LOG).status_code == 403
    assert client.post(LOG).status_code == 403
    assert LOG not in client.get("/admin/").content.decode()


def test_who_is_in_the_group_of_administrators_reads_it(client, db):
    client.force_login(member_of("Administrators"))
    assert client.get(LOG).status_code == 200
    assert LOG in client.get("/admin/").content.decode()


@pytest.fixture
def story(boss, editor, publisher):
    """Some of each: decisions by an editor and a publisher, and what happened to accounts."""
    milestone = factories.make_milestone(title_en="A visit")
    edit(milestone, by=editor, title_en="A state visit", at=NOW)
    republish(milestone, by=publisher, title_en="A visit of state", at=NOW + datetime.timedelta(minutes=1))
    audit.record(AuditKind.SIGNED_IN, by=editor, at=NOW - datetime.timedelta(minutes=1), address="192.0.2.1")
    audit.record(AuditKind.FACTOR_RESET, by=publisher, about=editor, at=NOW + datetime.timedelta(days=1))
    return milestone


def lines(client, **query):
    """The lines of the log, without those of the administrator who reads it."""
    rows = page(client, LOG, **query).xpath("//table[@id='result_list']/tbody/tr")
    return [line for line in (" ".join(row.text_content().split()) for row in rows) if "administrator" not in line]


def test_what_happened_to_accounts_and_what_was_decided_stand_in_one_order_of_time(boss, story):
    shown = lines(boss)
    wanted = ["Second factor reset", "Published", "Draft saved", "Draft saved", "Signed in"]
    assert [next(word for word in wanted if word in line) for line in shown] == wanted
    assert any("A visit of state" in line for line in shown)
    assert "192.0.2.1" in shown[-1]
    history = reverse("admin:relations_milestone_history", args=[story.pk])
    assert history in links(page(boss, LOG))


def test_it_is_filtered_by_person_and_kind(boss, story):
    assert len(lines(boss, person="editor")) == 3
    assert len(lines(boss, person="publisher")) == 3
    assert ["Signed in" in line for line in lines(boss, kind=AuditKind.SIGNED_IN)] == [True]
    assert ["Published" in line for line in lines(boss, kind=f"verb-{Verb.PUBLISH}")] == [True]
    assert len(lines(boss, kind=f"verb-{Verb.SAVE}", person="editor")) == 1
    assert lines(boss, kind=AuditKind.SIGNED_OUT) == []
    for nonsense in (
        {"person": "x"},
        {"person": "x\0"},
        {"kind": "x"},
        {"kind": "verb-x"},
        {"page": "x"},
    ):
        assert boss.get(LOG, nonsense).status_code == 200


def test_it_is_paged_and_the_filter_stays(boss, editor):
    for number in range(30):
        audit.record(AuditKind.SIGNED_IN, by=editor, at=NOW + datetime.timedelta(minutes=number))
    first = page(boss, LOG, person="editor")
    assert "Page 1 of 2" in main_text(first)
    address = next(link for link in links(first) if "page=2" in link)
    assert len(page(boss, f"{LOG}{address}").xpath("//table/tbody/tr")) == 10


def test_more_lines_cost_no_query_more(boss, story, publisher, editor):
    few = queries(boss, LOG)
    milestone = factories.make_milestone()
    for number in range(5):
        republish(milestone, by=publisher, title_en=f"Title {number}", at=NOW + datetime.timedelta(hours=number + 1))
        audit.record(AuditKind.SIGNED_IN, by=editor, at=NOW + datetime.timedelta(days=number))
    assert queries(boss, LOG) == few


def test_the_log_says_what_changed_in_words(boss, editor):
    address, form = account_form(boss, editor)
    boss.post(address, form | {"groups": [], "is_superuser": ["on"]})
    words = main_text(page(boss, LOG, kind=AuditKind.ACCESS_CHANGED))
    assert "groups: − Editors" in words
    assert "administers everything: no → yes" in words


@pytest.mark.django_db(transaction=True)
def test_a_whole_table_is_emptied_by_flush_alone(editor):
    audit.record(AuditKind.SIGNED_IN, by=editor, at=NOW)
    audit.record(AuditKind.SIGNED_IN, by=editor, at=NOW)
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEntry.objects.exists()
