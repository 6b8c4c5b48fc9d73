"""The people of the tests: one who edits, one administrator, one who only reads."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User


def staff_who_may(username: str, *verbs: str) -> User:
    """Somebody of the staff with these permissions (`view`, `add`, `change`, `delete`) on every record type."""
    user = User.objects.create_user(username, is_staff=True)
    permissions = Permission.objects.filter(content_type__app_label="relations")
    user.user_permissions.set(p for p in permissions if p.codename.split("_")[0] in verbs)
    return user


@pytest.fixture
def editor(db: Any) -> User:
    return staff_who_may("editor", "view", "add", "change")


@pytest.fixture
def reader(db: Any) -> User:
    return staff_who_may("reader", "view")


@pytest.fixture
def administrator(db: Any) -> User:
    return User.objects.create_superuser("administrator")
