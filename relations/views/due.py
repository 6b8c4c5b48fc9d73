"""What is due goes live by whoever reads first after its time, so that no site needs a timer."""

from typing import Any

from django.utils import timezone

from relations.due import publish_what_is_due
from relations.models import Edition, Relationship


def after_what_is_due(relationships: Any) -> Relationship | None:
    """The first of these relationships, read once everything whose time has come is public.

    Where nothing is due, it is asked for nothing else. Call it outside of any transaction.
    """
    relationships = relationships.with_next_due()
    site = relationships.first()
    due_at = site.next_due_at if site else Edition.objects.values_list("next_due_at", flat=True).first()
    now = timezone.now()
    if due_at is not None and due_at <= now and publish_what_is_due(at=now):
        site = relationships.first()
    return site
