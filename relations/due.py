"""What is due goes live by whoever asks first after its time, so that no site needs a timer."""

import datetime
import logging

from django.core.cache import cache

from relations.publishing import publish_due

logger = logging.getLogger(__name__)

# So many seconds no further try is made after one that failed.
PAUSE = 60
TRIED = "relations.publish_due.tried"


def publish_what_is_due(*, at: datetime.datetime) -> bool:
    """Publish everything whose time has come; whether that was tried and went well. Never raises.

    While one reader tries, which may take as long as the database waits for a lock, the others read on.
    """
    try:
        if not cache.add(TRIED, True, PAUSE):
            return False
        publish_due(at=at)
        cache.delete(TRIED)
    except Exception:  # locked, read-only, full, a cache that is gone: a reader gets what is live
        logger.exception("What is due could not be published. The next try is made in %s seconds or later.", PAUSE)
        return False
    return True
