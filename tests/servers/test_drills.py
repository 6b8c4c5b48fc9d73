"""Servers that fail while readers read: slower, never wrong, and well again by itself."""

import threading
import time
from collections import Counter

import pytest

from tests.servers.conftest import Site, ask
from tests.servers.staff import Staff

PATHS = ("/en/", "/ko/milestones/", "/es/agreements/", "/en/search/?q=trade", "/en/nowhere/")


class Readers:
    """So many readers who ask for pages until they are told to stop, and what they were answered."""

    def __init__(self, address, number=6):
        self.answers: Counter[int] = Counter()
        self.without_retry: list[str] = []
        self._go_on = True
        self._threads = [threading.Thread(target=self._read, args=(address, n)) for n in range(number)]

    def _read(self, address, number):
        for turn in range(1_000_000):
            if not self._go_on:
                return
            path = PATHS[(turn + number) % len(PATHS)]
            # A query that no page reads, and one that a page does: kept pages and others.
            status, _text, retry = ask(f"{address}{path}")
            self.answers[status] += 1
            if status == 503 and not retry:
                self.without_retry.append(path)

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self._go_on = False
        for thread in self._threads:
            thread.join()


@pytest.fixture(scope="module")
def site(postgres, redis):
    return Site(postgres.address, redis.address)


@pytest.fixture(scope="module")
def address(site):
    with site.process("--workers=2", "--threads=4") as address:
        yield address


def test_without_redis_the_site_is_slower_and_never_wrong(site, address, redis):
    with Readers(address) as readers:
        time.sleep(1)
        redis.stop()
        time.sleep(3)
        publisher = Staff(address, "publisher", site.passwords["publisher"])
        publisher.publish(publisher.first_of_list("/admin/relations/milestone/"), title_en="Published without Redis")
        assert "Published without Redis" in ask(f"{address}/en/milestones/")[1]
        redis.start()
        time.sleep(6)
        assert "Published without Redis" in ask(f"{address}/en/milestones/")[1]
    assert set(readers.answers) == {200, 404}, readers.answers


def test_while_the_database_restarts_readers_get_the_former_pages_or_are_told_to_come_again(address, postgres):
    with Readers(address) as readers:
        time.sleep(1)
        postgres.stop()
        time.sleep(3)
        status, _text, _retry = ask(f"{address}/en/")
        assert status == 200  # it is kept
        postgres.start()
        time.sleep(3)
        assert ask(f"{address}/en/nowhere/")[0] == 404
        assert ask(f"{address}/en/search/?q=peace")[0] == 200
    assert set(readers.answers) <= {200, 404, 503}, readers.answers
    assert readers.answers[503] and not readers.without_retry
