"""The demo staff of a development machine."""

import re
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.http import HttpRequest


def sign_in(username: str, password: str) -> Any:
    return authenticate(HttpRequest(), username=username, password=password)


@pytest.fixture
def make_staff(db, settings, capsys):
    settings.DEBUG = True

    def run(*arguments):
        call_command("make_staff", *arguments)
        return dict(re.findall(r"^(\w+): password (\S+)$", capsys.readouterr().out, re.M))

    return run


def test_one_of_each_role_is_made_with_a_password(make_staff):
    passwords = make_staff()
    assert set(passwords) == {"editor", "publisher", "administrator"}
    editor, publisher, administrator = (sign_in(name, passwords[name]) for name in passwords)
    assert publisher.has_perms(["relations.change_party", "relations.publish_revision"])
    assert not publisher.is_superuser
    assert administrator.is_superuser
    assert editor.is_staff
    assert not editor.is_superuser
    assert editor.has_perms(["relations.view_party", "relations.add_tradefigure", "relations.change_page"])
    assert not editor.has_perm("relations.delete_page")
    assert not editor.has_perm("relations.publish_revision")
    assert not editor.has_perm("auth.view_user")


def test_again_gives_new_passwords_to_the_same_people(make_staff):
    former = make_staff()
    User.objects.filter(username="editor").update(is_superuser=True, is_active=False)
    passwords = make_staff()
    assert sign_in("editor", former["editor"]) is None
    assert not sign_in("editor", passwords["editor"]).is_superuser
    assert User.objects.count() == 3


def test_if_missing_leaves_those_there_are_alone(make_staff):
    former = make_staff()
    User.objects.get(username="administrator").delete()
    assert set(make_staff("--if-missing")) == {"administrator"}
    assert sign_in("editor", former["editor"])


def test_it_is_refused_in_production(db, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError):
        call_command("make_staff")
    assert not User.objects.exists()
