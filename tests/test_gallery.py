"""The staff's gallery: every component of the public pages, with invented content, and nothing from the database."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.samples.components import all_samples
from tests.reading import page, parsed

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR, "templates")
INCLUDES = re.compile(r'{% include "(components/\w+\.html)"')


def included_by(template):
    """A template and all that it includes, and so on."""
    found, waiting = set(), [template]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += INCLUDES.findall((TEMPLATES / name).read_text())
    return found


def test_every_component_is_in_the_gallery():
    shown = {name for samples in all_samples().values() for sample in samples for name in included_by(sample.template)}
    assert {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")} - shown == set()


def test_the_gallery_is_for_staff(client, editor):
    for address in ("/admin/gallery/", "/admin/gallery/dark.css"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")
    client.force_login(editor)
    assert client.get("/admin/gallery/").status_code == 200
    assert client.post("/admin/gallery/").status_code == 405


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Treaty on bridges"), ("es", "Tratado sobre puentes"), ("ko", "교량 조약")]
)
def test_it_speaks_each_language_and_asks_the_database_for_no_content(client, editor, language, title):
    client.force_login(editor)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/admin/gallery/?language={language}&scheme=dark")
    assert title in response.content.decode()
    assert [query["sql"] for query in captured if "relations_" in query["sql"]] == []
    tree = parsed(response)
    assert tree.get("lang") == language
    assert tree.xpath("//link[@rel='stylesheet']/@href")[0] == "/admin/gallery/dark.css"


def test_odd_choices_show_the_gallery_as_it_is_without_any(client, editor):
    client.force_login(editor)
    assert page(client, "/admin/gallery/?language=xx&scheme=y").get("lang") == "en"
    assert client.get("/admin/gallery/y.css").status_code == 404


def test_its_sheet_is_the_public_one_with_the_scheme_decided(client, editor):
    client.force_login(editor)
    light, dark = (client.get(f"/admin/gallery/{scheme}.css").content.decode() for scheme in ("light", "dark"))
    for sheet in (light, dark):
        assert "prefers-color-scheme" not in sheet
        assert "--paper" in sheet
        assert ".timeline" in sheet
    assert "color-scheme: dark" in dark
    assert "@media all" in dark
    assert "@media not all" in light
