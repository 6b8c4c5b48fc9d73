from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from relations import second_factor


class Command(BaseCommand):
    help = (
        "Take the second factor from somebody who has lost their phone and their recovery codes, and end their "
        "sessions. Administrators do so for each other in the admin; this is for whoever has the server."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"there is no account named {options['username']}")
        if not second_factor.has_one(user):
            raise CommandError(f"{user.get_username()} has no second factor")
        second_factor.reset(user, by=None, at=timezone.now())
        self.stdout.write(f"The second factor of {user.get_username()} is reset.")
