"""Make three people to try the admin with: one edits, one publishes, one administers. For development only."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from relations.publishing.roles import ADMINISTRATORS, EDITORS, PUBLISHERS

DEMO_STAFF = {"editor": EDITORS, "publisher": PUBLISHERS, "administrator": ADMINISTRATORS}


class Command(BaseCommand):
    help = (
        "Make the demo staff `editor`, `publisher` and `administrator`, or give them new passwords, printed once. "
        "Only with DEBUG."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-missing", action="store_true", help="leave those that exist, and their passwords, alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and options["if_missing"]:
            self.stdout.write("No demo staff outside development: use `manage.py createsuperuser`.")
            return
        if not settings.DEBUG:
            raise CommandError("refused in production: use createsuperuser")
        for username, group in DEMO_STAFF.items():
            if options["if_missing"] and User.objects.filter(username=username).exists():
                self.stdout.write(f"{username}: exists already; `make staff` gives new passwords")
            else:
                self.stdout.write(f"{username}: password {make_user(username, group)}")


@transaction.atomic
def make_user(username: str, group: str) -> str:
    """Make that user, or reset the one there is; returns the new password. An administrator keeps accounts, too."""
    password = secrets.token_urlsafe(12)
    user, _created = User.objects.get_or_create(username=username)
    user.email = user.email or f"{username}@example.org"
    user.is_active = user.is_staff = True
    user.is_superuser = group == ADMINISTRATORS
    user.set_password(password)
    user.save()
    user.user_permissions.clear()
    user.groups.set([Group.objects.get(name=group)])
    return password
