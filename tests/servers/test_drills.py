"""Servers that fail while readers read: slower, never wrong, and well again by itself."""

import time

import pytest

from tests.servers.conftest import ask
from tests.servers.readers import Readers
from tests.servers.staff import Staff


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
    assert not readers.broken


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
    assert not readers.broken
    assert readers.answers[503] and not readers.without_retry
