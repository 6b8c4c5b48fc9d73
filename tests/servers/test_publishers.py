"""Many publishers at one record at the same moment: nothing is lost, and each is told what became of theirs."""

import json
import secrets
import threading
from collections import Counter
from urllib.error import HTTPError

import pytest

from tests.servers.conftest import CONFIGURED
from tests.servers.staff import Staff

NUMBER = 8
ROUNDS = 2
FIELDS = ("title_en", "title_es", "title_ko", "summary_en", "summary_es", "summary_ko", "body_en", "body_es")

MAKE = """
from django.contrib.auth.models import Group, User
from relations.publishing.roles import PUBLISHERS
for number in range({number}):
    user, _made = User.objects.get_or_create(username=f"publisher-{{number}}", defaults={{"is_staff": True}})
    user.set_password("{password}")
    user.save()
    user.groups.set([Group.objects.get(name=PUBLISHERS)])
"""
TELL = """
import json
from relations.models import Milestone, Revision
row = Milestone.objects.get(pk={key})
revisions = Revision.objects.of(row).order_by("pk")
print(json.dumps({{
    "row": {{name: getattr(row, name) for name in {fields}}},
    "numbers": sorted(one.number for one in revisions if one.is_version),
    "published": [one.values for one in revisions if one.state == "published"],
    "open": [one.values for one in revisions if one.is_open],
}}))
"""
# What a page says of how it went.
SAYINGS = {
    "is public now": "published",
    "Somebody else changed this meanwhile": "conflict",
    "could not be done": "refused",
    "has no open draft": "too late",
    "has no change to publish": "nothing to do",
}


@pytest.fixture(scope="module")
def publishers(site):
    password = secrets.token_urlsafe(12)
    quickly = {"DJANGO_SETTINGS_MODULE": "tests.servers.settings"}
    site.run("shell", "--verbosity=0", "--command", MAKE.format(number=NUMBER, password=password), **quickly)
    with site.server(*CONFIGURED, **quickly) as server:
        yield [Staff(server.address, f"publisher-{number}", password) for number in range(NUMBER)]
        assert not server.tracebacks


@pytest.fixture(scope="module")
def record(publishers):
    return publishers[0].first_of_list("/admin/relations/milestone/")


def told(site, record):
    key = record.strip("/").split("/")[-2]
    script = TELL.format(key=key, fields=FIELDS)
    return json.loads(site.run("shell", "--verbosity=0", "--command", script))


def at_once(publishers, act):
    """Let all do it at one moment; how it went for each, by what the page says."""
    barrier = threading.Barrier(len(publishers), timeout=60)
    outcomes = {}

    def run(number, publisher):
        barrier.wait()
        try:
            page = act(number, publisher)
        except HTTPError as error:
            outcomes[number] = str(error.code)
        else:
            outcomes[number] = next((outcome for saying, outcome in SAYINGS.items() if saying in page), page)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(publishers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(Counter(outcomes.values()))  # noqa: T201
    return outcomes


def assert_in_order(found):
    assert found["numbers"] == list(range(1, len(found["numbers"]) + 1))
    assert len(found["published"]) == 1
    assert {name: found["published"][0].get(name, "") for name in FIELDS} == found["row"]


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_many_who_write_the_same_field_one_is_published_and_the_others_are_shown_both_texts(
    site, publishers, record, turn
):
    before = told(site, record)
    for publisher in publishers:
        publisher.open(record)
    texts = [f"Round {turn} by {number}" for number in range(NUMBER)]
    outcomes = at_once(publishers, lambda number, publisher: publisher.press("publish", title_en=texts[number]))
    assert Counter(outcomes.values()) == {"published": 1, "conflict": NUMBER - 1}
    after = told(site, record)
    assert_in_order(after)
    assert len(after["numbers"]) == len(before["numbers"]) + 1
    winner = next(number for number, outcome in outcomes.items() if outcome == "published")
    assert after["row"]["title_en"] == texts[winner]
    assert not after["open"]
    others = [number for number in outcomes if number != winner]
    assert [publishers[number].shown("title_en") for number in others] == [texts[number] for number in others]


def test_of_many_who_write_different_fields_every_text_is_kept(site, publishers, record):
    before = told(site, record)
    for publisher in publishers:
        publisher.open(record)
    texts = [f"<p>Part {name}</p>" if name.startswith("body") else f"Part {name}" for name in FIELDS]
    outcomes = at_once(publishers, lambda number, one: one.press("publish", **{FIELDS[number]: texts[number]}))
    # Nobody publishes what she has not been shown: the others' are saved, all of them in the one draft.
    assert Counter(outcomes.values()) == {"published": 1, "refused": NUMBER - 1}
    after = told(site, record)
    assert_in_order(after)
    assert len(after["numbers"]) == len(before["numbers"]) + 1
    (draft,) = after["open"]
    for number, outcome in outcomes.items():
        kept = after["row"] if outcome == "published" else draft
        assert kept[FIELDS[number]] == texts[number]


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_many_who_publish_one_draft_one_does_and_the_others_are_told(site, publishers, record, turn):
    publishers[0].open(record)
    publishers[0].press("save", title_en=f"One draft {turn}")
    before = told(site, record)
    assert [values["title_en"] for values in before["open"]] == [f"One draft {turn}"]
    for publisher in publishers:
        publisher.open(record.replace("/change/", "/publish/"))
    outcomes = at_once(publishers, lambda _number, publisher: publisher.press("publish"))
    assert Counter(outcomes.values())["published"] == 1
    assert set(outcomes.values()) <= {"published", "too late", "refused"}
    after = told(site, record)
    assert_in_order(after)
    assert len(after["numbers"]) == len(before["numbers"]) + 1
    assert (after["row"]["title_en"], after["open"]) == (f"One draft {turn}", [])
