"""On paper a mark is a number, and the page ends with what the numbers stand for."""

import pytest
from lxml import html

from tests.factories import make_agreement, make_passage, make_relationship

pytestmark = pytest.mark.django_db


def numbers_and_places(client, address):
    """The numbers that the marks carry, in their order, and the addresses that the list at the end gives."""
    page = html.fromstring(client.get(address).content.decode())
    marks = [(int(mark.get("data-number")), mark.get("href")) for mark in page.xpath("//a[@class='mark']")]
    listed = page.xpath("//section[contains(@class, 'printed')]//a[@class='address']/text()")
    return marks, listed


def test_each_place_has_one_number_and_is_listed_once_with_its_full_address(client):
    make_relationship()
    first, second = make_passage(locator="¶1"), make_passage(locator="¶2")
    make_agreement(slug="one", passages=[second])
    make_agreement(slug="two", passages=[first, second])
    marks, listed = numbers_and_places(client, "/en/agreements/")
    assert {number for number, _address in marks} == {1, 2}
    assert len(marks) == 3
    assert listed == [f"https://relations.example.org{dict(marks)[number]}" for number in (1, 2)]


def test_a_page_without_marks_lists_nothing(client):
    make_relationship()
    assert numbers_and_places(client, "/en/search/") == ([], [])
