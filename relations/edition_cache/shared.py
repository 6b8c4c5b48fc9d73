"""The pages that all processes share: in the cache of the settings, where CACHE_URL names one that they all reach."""

import hashlib
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache

from relations.edition_cache.address import Address
from relations.edition_cache.freshness import State, build
from relations.edition_cache.page import Page

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

# A page that nobody asked for in so many seconds is given up; one of a former edition is never asked for.
KEPT_FOR = 24 * 60 * 60
# So many seconds a cache that failed is not asked again: each try may take as long as its timeout.
PAUSE = 5


class Shared:
    """Pages by address and edition. A cache that fails is as if it were empty: slower, never wrong."""

    def __init__(self) -> None:
        self._paused_until = 0.0

    def get(self, address: Address, state: State) -> Page | None:
        found: Any = self._try(lambda: cache.get(_key(address, state)))
        return Page(state, *found) if found else None

    def put(self, address: Address, page: Page) -> None:
        self._try(lambda: cache.set(_key(address, page.state), (page.headers, page.body), KEPT_FOR))

    def _try(self, ask: Callable[[], Answer]) -> Answer | None:
        if not settings.PAGES_ARE_SHARED or time.monotonic() < self._paused_until:
            return None
        try:
            return ask()
        except Exception:  # whatever the library of that cache raises
            logger.exception("The shared cache fails. It is asked again in %s seconds.", PAUSE)
            self._paused_until = time.monotonic() + PAUSE
            return None


def _key(address: Address, state: State) -> str:
    """Short, and of letters that every cache takes."""
    return f"relations.page.{hashlib.sha256(repr((build(), state.edition, state.day, address)).encode()).hexdigest()}"
