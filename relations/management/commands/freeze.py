"""Write the public site as files, which any web server can send when the site itself cannot answer."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application
from django.http.request import validate_host
from django.utils import timezone

from relations.edition_cache.freshness import Unreadable
from relations.freezing import NotOurs, freeze


class Command(BaseCommand):
    help = "Write every public page, file and sheet into a folder for a plain web server; again, only what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="an empty folder, one to be made, or one that was written before")

    def handle(self, *args: Any, **options: Any) -> None:
        host = urlsplit(settings.SITE_URL).hostname or ""
        if not validate_host(host, settings.ALLOWED_HOSTS):
            raise CommandError(f"The site does not answer under its own name: ALLOWED_HOSTS must have {host}.")
        try:
            frozen = freeze(options["folder"], get_internal_wsgi_application(), clock=timezone.now)
        except (NotOurs, OSError) as error:
            raise CommandError(str(error)) from error
        except Unreadable as error:
            raise CommandError(f"The database cannot be read: {error.__cause__}") from error
        for failure in frozen.failures:
            self.stderr.write(failure)
        self.stdout.write(f"{frozen.written} written, {frozen.unchanged} unchanged, {frozen.removed} removed.")
        if frozen.failures:
            raise CommandError(f"{len(frozen.failures)} went wrong. What an earlier run wrote was not removed.")
