"""What is due goes live by whoever reads first after its time, so that no site needs a timer."""

import datetime
import logging
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from relations.models import Edition, Relationship
from relations.publishing import publish_due

logger = logging.getLogger(__name__)

# So many seconds no further try is made after one that failed.
PAUSE = 60
TRIED = "relations.publish_due.tried"


def after_what_is_due(relationships: Any) -> Relationship | None:
    """The first of these relationships, read once everything whose time has come is public.

    Where nothing is due, it is asked for nothing else. Call it outside of any transaction.
    """
    relationships = relationships.with_next_due()
    site = relationships.first()
    due_at = site.next_due_at if site else Edition.objects.values_list("next_due_at", flat=True).first()
    now = timezone.now()
    if due_at is not None and due_at <= now and _published(at=now):
        site = relationships.first()
    return site


def _published(*, at: datetime.datetime) -> bool:
    # While one reader tries, which may take as long as the database waits for a lock, the others read on.
    if not cache.add(TRIED, True, PAUSE):
        return False
    try:
        publish_due(at=at)
    except Exception:  # locked, read-only, full, or anything else: a reader gets what is live
        logger.exception("What is due could not be published. The next try is made in %s seconds or later.", PAUSE)
        return False
    cache.delete(TRIED)
    return True
