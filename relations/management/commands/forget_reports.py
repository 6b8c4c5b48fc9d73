from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from relations import reports


class Command(BaseCommand):
    help = "Blanks the e-mail addresses of reported mistakes that are older than 90 days."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Forgotten: {reports.forget(at=timezone.now())}.")
