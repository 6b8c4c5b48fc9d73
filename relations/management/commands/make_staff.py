"""Make two people to try the admin with: one who edits, one administrator. For development only."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q

EDITOR_VERBS = ("view", "add", "change")


class Command(BaseCommand):
    help = (
        "Make the demo staff `editor` and `administrator`, or give them new passwords, printed once. Only with DEBUG."
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
        for username, is_administrator in (("editor", False), ("administrator", True)):
            if options["if_missing"] and User.objects.filter(username=username).exists():
                self.stdout.write(f"{username}: exists already; `make staff` gives new passwords")
            else:
                self.stdout.write(f"{username}: password {make_user(username, is_administrator=is_administrator)}")


@transaction.atomic
def make_user(username: str, *, is_administrator: bool) -> str:
    """Make that user, or reset the one there is; returns the new password."""
    password = secrets.token_urlsafe(12)
    user, _created = User.objects.get_or_create(username=username)
    user.is_active = user.is_staff = True
    user.is_superuser = is_administrator
    user.set_password(password)
    user.save()
    user.groups.clear()
    user.user_permissions.set([] if is_administrator else editor_permissions())
    return password


def editor_permissions() -> list[Permission]:
    """To see, add and change every record; not to delete."""
    verbs = Q()
    for verb in EDITOR_VERBS:
        verbs |= Q(codename__startswith=f"{verb}_")
    return list(Permission.objects.filter(verbs, content_type__app_label="relations"))
