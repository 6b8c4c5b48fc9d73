"""What a page links: light, few, found, and each sheet by some page."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.factories import make_relationship
from tests.reading import parsed
from tests.test_pages import PAGES, make_records

pytestmark = pytest.mark.django_db
SHEETS = Path(settings.BASE_DIR, "static", "css")
AT_MOST = 20_000
# With the page itself and its icon, six requests.
FILES_AT_MOST = 4


def linked(client, address):
    """The addresses of the stylesheets and of the scripts that a page links."""
    tree = parsed(client.get(address))
    return tree.xpath("//link[@rel='stylesheet']/@href"), tree.xpath("//script/@src")


def weight(client, address):
    if not address.startswith("/static/"):
        return len(client.get(address).content)
    found = finders.find(address.removeprefix("/static/"))
    assert found, address
    return Path(found).stat().st_size


def test_the_stylesheets_of_one_page_are_few_and_weigh_less_than_20_kilobytes_together(client):
    make_relationship()
    make_records(2)
    for address in [*(f"/en/{page}" for page in PAGES), "/en/nowhere/", "/en/search/?q=trade", "/en/brief/?make=1"]:
        sheets, scripts = linked(client, address)
        assert 0 < len(sheets) + len(scripts) <= FILES_AT_MOST, address
        assert 0 < sum(weight(client, sheet) for sheet in sheets) < AT_MOST, address


def test_every_stylesheet_is_linked_by_a_template():
    templates = "".join(path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html"))
    assert [path.name for path in SHEETS.glob("*.css") if f"'css/{path.name}'" not in templates] == []
