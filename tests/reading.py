"""Pages as the tests read them: their elements and words, where their links lead, and how many queries they take."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

# By which the pages call themselves: `SITE_URL` of the tests' settings.
SITE = "https://relations.example.org"


def parsed(response: Any) -> Any:
    """The tree of elements of an answer."""
    return html.fromstring(response.content.decode())


def page(client: Any, address: str, status: int = 200, **query: Any) -> Any:
    """The tree of the page at an address, which answers with this status."""
    response = client.get(address, query)
    assert response.status_code == status, address
    return parsed(response)


def text(element: Any) -> str:
    """The words of an element, with one space between them."""
    return " ".join(element.text_content().split())


def main_text(tree: Any) -> str:
    """The words of the main part of a page."""
    return text(tree.get_element_by_id("content"))


def links(tree: Any, within: str = "//main") -> list[str]:
    """The addresses to which a part of a page leads."""
    return tree.xpath(f"{within}//a/@href")


def queries(client: Any, address: str, **query: Any) -> int:
    """How many queries it takes to answer with a page."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, query)
    assert response.status_code == 200, address
    return len(captured)
