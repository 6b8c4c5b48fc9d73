"""The people of the tests: one edits, one publishes, one administers, one only reads."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User

from relations.publishing.roles import ADMINISTRATORS, EDITORS, PUBLISHERS


def member_of(group: str, username: str = "") -> User:
    """Somebody of the staff in one of the site's groups."""
    user = User.objects.create_user(username or group.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def editor(db: Any) -> User:
    return member_of(EDITORS, "editor")


@pytest.fixture
def colleague(db: Any) -> User:
    """Another editor."""
    return member_of(EDITORS, "colleague")


@pytest.fixture
def publisher(db: Any) -> User:
    return member_of(PUBLISHERS, "publisher")


@pytest.fixture
def administrator(db: Any) -> User:
    """One who keeps the accounts, too."""
    user = member_of(ADMINISTRATORS, "administrator")
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])
    return user


@pytest.fixture
def reader(db: Any) -> User:
    """One of the staff who may look at everything and change nothing."""
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="relations", codename__startswith="view_")
    )
    return user
