"""Publish what is due. The site does so by itself when it is read; this does it while nobody reads."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from relations.models import Decision, Verb
from relations.publishing import publish_due


class Command(BaseCommand):
    help = "Publish every scheduled revision whose time has come; what cannot be published goes back to review."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            published = publish_due(at=now)
        except DatabaseError as error:
            raise CommandError(
                f"Not everything that is due was published. The database says: {error}"
                + (" (has `manage.py migrate` been run?)" if "no such table" in str(error) else "")
            ) from error
        returned = Decision.objects.filter(verb=Verb.RETURN, by=None, at=now).select_related("revision").order_by("pk")
        for decision in returned:
            revision = decision.revision
            self.stdout.write(f"  back in review: {revision.record_type} {revision.slug}: {decision.comment}")
        self.stdout.write(f"{published} published, {len(returned)} back in review.")
