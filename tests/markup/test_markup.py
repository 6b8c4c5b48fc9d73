"""Every kind of page, of the public site and of the admin, is valid HTML in every language.

The Nu HTML checker says so, which needs Java and comes by npm: `make html` installs it, and the tests that every
machine runs do without. They are apart from those in a browser, since Playwright's loop lets no test ask the database.
"""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import get_resolver, reverse
from django.utils import timezone

from relations.models import RECORD_TYPES, Agreement
from tests.cast import member_of
from tests.demo_story import SET, tell
from tests.markup import checker
from tests.markup.crawl import pages
from tests.test_archive import zipped

WHY_NOT = checker.missing()
pytestmark = [pytest.mark.django_db, pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)]
LANGUAGES = ("en", "es", "ko")
OF_EACH_KIND = 2

# What no link leads to: nothing asked and nothing found, what cannot be asked, a brief, thanks.
QUERIES = [
    "search/?q=port",
    "search/?q=port&type=milestone",
    "search/?q=nothingofthekind",
    f"search/?q={'x' * 200}",
    "search/?q=%00",
    "search/?q=%26%3C%22%27",
    "brief/?make=1",
    "updates/?changes=all",
    "milestones/?kind=nonsense",
    "agreements/?page=99",
    "report/thanks/",
]
# A withdrawn record of the story, and an address of nothing.
ERRORS = {"initiatives/ferry-study/": 410, "nowhere/": 404}
ABOUT = "agreement/rail-transit"

# Forms, lists and histories are alike for all types of records: these have most.
TYPES_IN_THE_ADMIN = {"agreement", "source", "page"}

# What Django itself writes: its list of all models at the side has no third column, and its choice of a record by
# typing begins with an option that is empty. The gallery is not looked at: it shows each part of a page many times, and
# with it what a page has once, such as its title and what is named by an identifier.
OF_DJANGO = ("A table row was 2 columns wide", "Element “option” without attribute “label” must not be empty")


@pytest.fixture
def told():
    """A site that has something of everything, and staff."""
    member_of("Editors", "editor")
    member_of("Publishers", "publisher")
    tell(at=timezone.now())


def test_every_kind_of_public_page_is_valid(client, told, tmp_path):
    found, kinds = {}, set()
    for language in LANGUAGES:
        home = f"/{language}/"
        starts = [home, *(home + query for query in QUERIES)]
        for address, kind, text in pages(client, language, starts, follow=below(home), of_each=OF_EACH_KIND):
            found[address] = text
            kinds.add(kind[0])
        for address, status in ERRORS.items():
            found[home + address] = answered(client.get(home + address), status)
        # Without a word of what is wrong: the form comes back and says so.
        form = f"{home}report/?about={ABOUT}"
        refused = client.post(form, {"about": ABOUT}, headers={"origin": "https://relations.example.org"})
        found[f"{form} (refused)"] = answered(refused, 422)
    assert pages_of_the_site() <= kinds
    assert_valid(found, tmp_path)


def answered(response, status):
    assert response.status_code == status
    return response.content.decode()


def pages_of_the_site():
    """The names of all views that answer with a page; what changed in a version is one view by many names."""
    names = {name for name in get_resolver("relations.urls").reverse_dict if isinstance(name, str)}
    no_pages = {"feed", "section_feed", "calendar"}
    return {name for name in names - no_pages if not name.endswith("_changes")} | {"agreement_detail_changes"}


def test_every_page_of_the_content_is_valid(client, tmp_path):
    call_command("reload_fixtures")
    found: dict[str, str] = {}
    for language in LANGUAGES:
        home = f"/{language}/"
        # Neither filtered nor past: those are among the kinds.
        for address, _kind, text in pages(client, language, [home], follow=below(home, "(?!.*versions)[^?]*")):
            found[address] = text
    assert_valid(found, tmp_path)


def test_every_kind_of_our_pages_in_the_admin_is_valid(client, told, tmp_path):
    client.force_login(User.objects.get(username="publisher"))
    others = "|".join({model.type_name() for model in RECORD_TYPES} - TYPES_IN_THE_ADMIN)
    ours = below("/admin/", rf"(?!gallery/|relations/({others})/)[^?]*")
    # Forms lead to these, and no links.
    compared = reverse("admin:relations_agreement_compare", args=[Agreement.objects.get(slug="rail-transit").pk])
    starts = ["/admin/", compared, address_of_a_plan(client)]
    found = {}
    for language in LANGUAGES:
        for address, _kind, text in pages(client, language, starts, follow=ours, of_each=1):
            found[f"{address} ({language})"] = text
    assert_valid(found, tmp_path, besides=OF_DJANGO)


def address_of_a_plan(client):
    """What loading the story's set once more would do: uploaded, as if it were sent in by whoever keeps it."""
    archive = zipped({file.name: file.read_text("utf-8") for file in SET.iterdir()})
    response = client.post(reverse("admin:upload_set"), {"archive": SimpleUploadedFile("set.zip", archive)})
    return response.url


def assert_valid(found, folder, besides=()):
    faults = checker.faults(found, folder, besides)
    assert not faults, faults


def below(start, rest=".*"):
    """Whether an address begins so, and goes on by a pattern."""
    return re.compile(re.escape(start) + rest).fullmatch
