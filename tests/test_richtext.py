"""The HTML that a body may hold, and the editor in which staff write it."""

import json

import pytest

from relations.models import Conflict, Page
from relations.richtext import sanitise
from tests.acting import open_revision, republish
from tests.factories import make_page
from tests.fixture_sets import small_set
from tests.loads import bring_at_now, changed, visit
from tests.posting import posted_from
from tests.reading import page, parsed


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>One <b>bold</b>, <i>italic</i><br>and</p>", "<p>One <strong>bold</strong>, <em>italic</em><br>and</p>"),
        ("<h1>One</h1><h2>Two</h2><h3>Three</h3>", "One<h2>Two</h2><h3>Three</h3>"),
        ('<ul class="x"><li style="y">One</li></ul>', "<ul><li>One</li></ul>"),
        ('<a href="HTTPS://example.org" title="x" target="_blank">a</a>', '<a href="HTTPS://example.org">a</a>'),
        ('<a href="//example.org">a</a><a href="mailto:x@example.org">b</a>', "<a>a</a><a>b</a>"),
        ("<table><tr><td>cell</td></tr></table><img src=x alt=y>", "cell"),
        ("<style>p {}</style><script>x()</script><p>One</p>", "<p>One</p>"),
        ("Plain & simple", "Plain &amp; simple"),
    ],
)
def test_only_the_small_subset_is_kept(written, kept):
    assert sanitise(written) == kept
    assert sanitise(kept) == kept


@pytest.mark.parametrize("written", ["<p></p>", "<p> &nbsp;</p><h2></h2>", "<ul><li><br></li></ul>", "<img src=x>"])
def test_where_there_is_no_word_there_is_no_body(written):
    assert sanitise(written) == ""


def form_of(client, record):
    return client.get(f"/admin/relations/page/{record.pk}/change/")


def test_bodies_are_written_in_an_editor_that_knows_their_language(client, editor):
    record = make_page(body_en="<p>One</p>")
    client.force_login(editor)
    form = parsed(form_of(client, record))
    areas = form.xpath("//textarea[@data-rich-text]")
    assert [(area.get("name"), area.get("lang")) for area in areas] == [
        ("body_en", "en"),
        ("body_es", "es"),
        ("body_ko", "ko"),
    ]
    assert areas[0].text.strip() == "<p>One</p>"
    assert json.loads(areas[0].get("data-rich-text"))["bold"] == "Bold"
    assert "Word" in form.get_element_by_id("id_body_en_helptext").text_content()
    assert "/static/admin/js/richtext.js" in form.xpath("//script[@type='module']/@src")
    # The modules are found only if the map stands before the first of them.
    kinds = [script.get("type") for script in form.xpath("//script")]
    assert kinds.index("importmap") < kinds.index("module")


def test_an_empty_paragraph_is_not_a_change(client, editor):
    record = make_page(body_es="")
    client.force_login(editor)
    response = client.post(
        f"/admin/relations/page/{record.pk}/change/",
        posted_from(form_of(client, record)) | {"body_es": "<p></p>", "_save": "1"},
        follow=True,
    )
    assert "nothing was changed" in response.content.decode()
    assert open_revision(record) is None
    assert Page.objects.get().body_es == ""


def test_a_body_in_conflict_is_written_anew_in_the_editor(client, publisher, conflict_about_a_body):
    client.force_login(publisher)
    for address in ("", f"{conflict_about_a_body.pk}/"):
        inbox = page(client, f"/admin/relations/conflict/{address}")
        (area,) = inbox.xpath("//textarea[@data-rich-text]")
        assert (area.get("lang"), area.text.strip()) == ("en", "<p>By staff</p>")
        assert inbox.xpath("//script[@type='module']/@src") == ["/static/admin/js/richtext.js"]


@pytest.fixture
def conflict_about_a_body(db):
    bring_at_now(changed(small_set(), "visit", body_en="<p>Loaded</p>"))
    republish(visit(), body_en="<p>By staff</p>")
    bring_at_now(changed(small_set(), "visit", body_en="<p>Reloaded</p>"))
    return Conflict.objects.get()
