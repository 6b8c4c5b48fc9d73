"""Every page of a record in the admin, tried with each role, also by posting to it directly."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from relations.models import Revision
from relations.publishing import submit, withdraw
from tests import factories
from tests.acting import NOW, edit, everything, open_revision, republish
from tests.test_admin import address

pytestmark = pytest.mark.django_db

EDITOR, COLLEAGUE, PUBLISHER, ADMINISTRATOR, READER = "editor", "colleague", "publisher", "administrator", "reader"
ALL = {EDITOR, COLLEAGUE, PUBLISHER, ADMINISTRATOR, READER}
STAFF = ALL - {READER}
PUBLISHERS = {PUBLISHER, ADMINISTRATOR}
NOTE = {"withdrawal_note_en": "It was wrong."}


@dataclass
class Records:
    """One with two versions and a draft of the editor's, one with such a draft in review, one that is withdrawn."""

    drafted: Any
    in_review: Any
    withdrawn: Any

    def former(self) -> Any:
        return Revision.objects.of(self.drafted).get(number=1)


@pytest.fixture
def records(editor):
    factories.make_relationship()
    made = Records(*(factories.make_milestone() for _number in range(3)))
    republish(made.drafted, summary_ko="한 문장.")
    edit(made.drafted, by=editor, summary_es="Una frase.")
    submit(edit(made.in_review, by=editor, summary_es="Una frase."), by=editor, at=NOW)
    withdraw(made.withdrawn, by=None, at=NOW, note={"en": "Wrong."})
    return made


def shown(record):
    """What the page of a verb posts of the draft that it showed."""
    return {"revision": str(open_revision(record).pk)}


def of_revision(page):
    return lambda records: reverse(f"admin:relations_milestone_{page}", args=[records.drafted.pk, records.former().pk])


def several(verb):
    def find(records):
        query = f"pk={records.drafted.pk}&pk={records.in_review.pk}"
        return f"{reverse(f'admin:relations_milestone_several_{verb}')}?{query}"

    return find


def drafted(page):
    return lambda records: address(records.drafted, page)


def in_review(page):
    return lambda records: address(records.in_review, page)


def beside(records):
    return reverse("admin:relations_milestone_beside", args=[records.drafted.pk, "ko"])


def nothing(_records):
    return {}


def draft_of_drafted(**chosen):
    return lambda records: {**shown(records.drafted), **chosen}


def draft_in_review(**chosen):
    return lambda records: {**shown(records.in_review), **chosen}


def both_drafts(records):
    return {"shown": [open_revision(record).pk for record in (records.drafted, records.in_review)]}


def both_rows(records):
    return {"shown": [records.drafted.pk, records.in_review.pk], **NOTE}


# A page, who may open it, what is posted to it, and who may do that. Who may not is refused with 403.
PAGES = {
    "compare": (drafted("compare"), ALL, nothing, ALL),
    "history": (drafted("history"), ALL, nothing, ALL),
    "beside": (beside, STAFF, nothing, STAFF),
    "submit": (drafted("submit"), STAFF, draft_of_drafted(), STAFF),
    "publish": (drafted("publish"), PUBLISHERS, draft_of_drafted(support_confirmed="on"), PUBLISHERS),
    "schedule": (drafted("schedule"), PUBLISHERS, draft_of_drafted(go_live_at="2101-05-10T09:30"), PUBLISHERS),
    "return": (in_review("return"), PUBLISHERS, draft_in_review(comment="Not yet."), PUBLISHERS),
    "discard": (drafted("discard"), PUBLISHERS | {EDITOR}, draft_of_drafted(), PUBLISHERS | {EDITOR}),
    "withdraw": (drafted("withdraw"), PUBLISHERS, lambda _records: NOTE, PUBLISHERS),
    "reinstate": (lambda records: address(records.withdrawn, "reinstate"), PUBLISHERS, nothing, PUBLISHERS),
    "restore": (of_revision("restore"), STAFF, nothing, STAFF),
    "redact": (of_revision("redact"), {ADMINISTRATOR}, nothing, {ADMINISTRATOR}),
    "several submit": (several("submit"), STAFF, both_drafts, STAFF),
    "several publish": (several("publish"), PUBLISHERS, both_drafts, PUBLISHERS),
    "several withdraw": (several("withdraw"), PUBLISHERS, both_rows, PUBLISHERS),
    "revoke previews": (drafted("revoke_previews"), set(), draft_of_drafted(), STAFF),
}
# These show, and write nothing whoever posts to them.
SHOW_ONLY = {"compare", "history", "beside"}


def posted(client, page, data):
    """Answer, and whether anything was written; then all is as it was before."""
    before = everything()
    try:
        with transaction.atomic():
            response = client.post(page, data)
            written = everything() != before
            raise Undone
    except Undone:
        return response, written


class Undone(Exception):
    pass


@pytest.mark.parametrize("role", [*sorted(ALL), None])
def test_every_page_with_each_role_also_by_direct_post(client, request, records, role):
    if role:
        client.force_login(request.getfixturevalue(role))
    for name, (find, may_open, data, may_post) in PAGES.items():
        page = find(records)
        opened = client.get(page)
        response, written = posted(client, page, data(records))
        if role is None:
            assert opened["Location"].startswith("/admin/login/"), name
            assert 'name="password"' in response.content.decode(), name  # what was posted is kept meanwhile
            assert not written, name
            continue
        refused = 405 if name == "revoke previews" else 403
        assert opened.status_code == (200 if role in may_open else refused), name
        assert (response.status_code == 403) is (role not in may_post), name
        assert written is (role in may_post and name not in SHOW_ONLY), name


@pytest.mark.parametrize("role", [*sorted(ALL), None])
def test_the_actions_of_the_list_with_each_role(client, request, records, role):
    if role:
        client.force_login(request.getfixturevalue(role))
    lists = address(records.drafted, "changelist")
    for verb, may in (("submit", STAFF), ("publish", PUBLISHERS), ("withdraw", PUBLISHERS)):
        ticked = {"action": f"{verb}_selected", "_selected_action": [records.drafted.pk]}
        response, written = posted(client, lists, ticked)
        assert not written
        page = reverse(f"admin:relations_milestone_several_{verb}")
        leads_on = response.status_code == 302 and response["Location"].startswith(page)
        assert leads_on is (role in may), verb
