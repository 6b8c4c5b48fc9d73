"""The pages that a process keeps: bounded, those asked for longest ago given up first."""

from collections import OrderedDict
from threading import Lock

from relations.edition_cache.address import Address
from relations.edition_cache.page import Page


class Memory:
    """At most so many bytes of pages, one an address. Every thread of the process may use it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._pages: OrderedDict[Address, tuple[Page, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def size(self) -> int:
        return self._size

    def get(self, address: Address) -> Page | None:
        with self._lock:
            if address not in self._pages:
                return None
            self._pages.move_to_end(address)
            return self._pages[address][0]

    def put(self, address: Address, page: Page) -> None:
        """Keep a page in place of the one at its address. Called again when it has grown by an encoding."""
        size = page.size
        with self._lock:
            self._size += size - self._pages.pop(address, (page, 0))[1]
            self._pages[address] = page, size
            while self._size > self.most:
                self._size -= self._pages.popitem(last=False)[1][1]

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._size = 0
