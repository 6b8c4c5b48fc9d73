"""Ordinary readers, who go on reading whatever happens to the site."""

import threading
import time
from collections import Counter
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from tests.servers.conftest import ask

# Kept pages, one that is made for each, and one that is not there.
PATHS = ("/en/", "/ko/milestones/", "/es/agreements/", "/en/search/?q=trade", "/en/nowhere/")


class Readers:
    """So many readers who ask for pages until they are told to stop, and what they were answered."""

    def __init__(self, address: str, number: int = 6, **headers: str) -> None:
        self.number = number
        self.answers: Counter[int] = Counter()
        self.without_retry: list[str] = []
        # How often the connection broke before all of the answer had come, and how many seconds an answer took at most.
        self.broken = 0
        self.slowest = 0.0
        self._go_on = True
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._read, args=(address, n, headers)) for n in range(number)]

    def _read(self, address: str, number: int, headers: dict[str, str]) -> None:
        turn = number
        while self._go_on:
            turn += 1
            path = PATHS[turn % len(PATHS)]
            begun = time.monotonic()
            try:
                status, _text, retry = ask(f"{address}{path}", **headers)
            except (URLError, ConnectionError, HTTPException):
                with self._lock:
                    self.broken += 1
                continue
            with self._lock:
                self.answers[status] += 1
                self.slowest = max(self.slowest, time.monotonic() - begun)
                if status == 503 and not retry:
                    self.without_retry.append(path)

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: Any) -> None:
        self._go_on = False
        for thread in self._threads:
            thread.join()
