"""What the site tells browsers: nothing from elsewhere, no script but its own, and who may show a page in a frame."""

import pytest

from tests.acting import edit
from tests.factories import make_milestone, make_relationship
from tests.reading import parsed
from tests.test_preview import address as preview_of

pytestmark = pytest.mark.django_db


def policy(response):
    """The directives of an answer's policy by name."""
    parts = (directive.split() for directive in response["Content-Security-Policy"].split("; "))
    return {name: values for name, *values in parts}


def test_the_nonce_of_an_admin_page_allows_its_import_map_alone(client, administrator):
    client.force_login(administrator)
    nonces = set()
    for address in ("/admin/", "/admin/relations/milestone/add/", "/admin/relations/conflict/"):
        response = client.get(address)
        scripts = parsed(response).xpath("//script[not(@src)][not(@type='application/json')]")
        assert [script.get("type") for script in scripts] == ["importmap"]
        nonce = scripts[0].get("nonce")
        assert policy(response)["script-src"] == ["'self'", f"'nonce-{nonce}'"]
        nonces.add(nonce)
    assert len(nonces) == 3


def test_public_pages_are_cached_and_have_no_nonce(client):
    make_relationship()
    for address in ("/en/", "/ko/milestones/", "/en/nothing-here/"):
        assert policy(client.get(address))["script-src"] == ["'self'"]


def test_nothing_is_allowed_inline_or_to_be_evaluated(client, administrator):
    client.force_login(administrator)
    for address in ("/admin/", "/admin/login/", "/admin/relations/page/add/", "/en/"):
        directives = policy(client.get(address))
        assert directives["default-src"] == directives["form-action"] == ["'self'"]
        assert directives["object-src"] == directives["base-uri"] == ["'none'"]
        assert not any("unsafe" in value for values in directives.values() for value in values)


def test_the_admin_may_show_public_pages_and_previews_in_frames(client):
    make_relationship()
    draft = edit(make_milestone(slug="visit"), title_en="The visit, mended")
    for address in ("/en/", "/en/milestones/visit/", "/en/milestones/gone/", preview_of(draft, "en")):
        response = client.get(address)
        assert policy(response)["frame-ancestors"] == ["'self'"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_nobody_may_show_the_admin_in_a_frame(client, administrator):
    def is_framed_by_nobody(address):
        response = client.get(address)
        return (policy(response)["frame-ancestors"], response["X-Frame-Options"]) == (["'none'"], "DENY")

    assert is_framed_by_nobody("/admin/login/")
    assert is_framed_by_nobody("/admin/")  # sends to sign in
    client.force_login(administrator)
    for address in ("/admin/", "/admin/auth/user/", "/admin/relations/page/add/", "/admin/relations/conflict/"):
        assert is_framed_by_nobody(address)
