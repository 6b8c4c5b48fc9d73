"""Scheduled changes go live on time without a timer: whoever reads first publishes first, and always gets a page."""

import datetime
import logging
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from relations.models import Edition, Revision
from relations.publishing import save_draft, schedule, withdraw
from tests.acting import edit
from tests.factories import canonical_values, make_milestone, make_page, make_party, make_passage, make_relationship
from tests.once import once
from tests.reading import queries

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def site():
    cache.clear()
    yield once("a relationship", make_relationship)
    cache.clear()


def scheduled(record, *, due_in=-HOUR, **changes):
    """Fields of a record that shall change at a time seen from now; it is past unless said otherwise."""
    at = timezone.now() - 2 * HOUR
    draft = edit(record, at=at, **changes)
    schedule(draft, by=None, at=at, go_live_at=timezone.now() + due_in, support_confirmed=True)
    return draft


def refuse_writes(execute, sql, params, many, context):
    """What a database does that is read-only, full, or locked by somebody else for too long."""
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        raise OperationalError("attempt to write a readonly database")
    return execute(sql, params, many, context)


@pytest.mark.parametrize("address", ["/en/", "/en/milestones/", "/ko/milestones/visit/", "/en/nowhere/", "/theme.css"])
def test_the_first_request_after_the_time_publishes(client, address):
    draft = scheduled(make_milestone(slug="visit"), title_en="The state visit")
    client.get(address)
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("published", 2)


def test_the_first_reader_sees_what_is_due(client, site):
    scheduled(make_milestone(slug="visit"), title_en="The state visit")
    scheduled(site, tagline_en="A line that was due", publisher_en="The consulate")
    content = client.get("/en/").content.decode()
    for words in ("The state visit", "A line that was due", "The consulate"):
        assert words in content


def test_the_first_stylesheet_has_the_colours_that_are_due(client, site):
    scheduled(site.home_party, colour="#D91023")
    scheduled(site.partner_party, colour="#0047A0")
    assert "#c31a23" in client.get("/theme.css").content.decode()


def test_nothing_is_published_before_its_time(client):
    draft = scheduled(make_milestone(slug="visit"), due_in=HOUR, title_en="The state visit")
    assert "The state visit" not in client.get("/en/milestones/visit/").content.decode()
    draft.refresh_from_db()
    assert draft.state == "scheduled"


def test_to_look_for_what_is_due_costs_no_query(client):
    page = make_page(slug="privacy")
    addresses = ("/en/", "/en/pages/privacy/", "/theme.css")
    before = [queries(client, address) for address in addresses]
    scheduled(page, due_in=HOUR, title_en="Later")
    assert [queries(client, address) for address in addresses] == before
    Edition.objects.set_next_due(None)
    assert [queries(client, address) for address in addresses] == before


def test_what_is_due_while_nothing_is_set_up_can_set_the_site_up(client, site):
    withdraw(site, by=None, at=timezone.now(), note={"en": "Closed."})
    milestone = make_milestone(slug="visit")
    draft = scheduled(milestone, title_en="The state visit")
    assert client.get("/en/").status_code == 503
    draft.refresh_from_db()
    assert draft.state == "published"


def test_a_site_can_go_live_by_schedule(client, site):
    type(site).objects.all().delete()
    Revision.objects.filter(record_type="relationship").delete()
    values = canonical_values(
        type(site),
        {
            "home_party": make_party(),
            "partner_party": make_party(),
            "site_title_en": "A new site",
            "tagline_en": "Two shores",
            "introduction_en": "They trade.",
            "publisher_en": "The embassy",
            "passages": [make_passage()],
            "basis": "states",
            "as_of": "2022",
        },
    )
    at = timezone.now() - 2 * HOUR
    draft = save_draft(type(site), "relationship", values, by=None, at=at)
    schedule(draft, by=None, at=at, go_live_at=timezone.now() - HOUR)
    response = client.get("/en/")
    assert response.status_code == 200
    assert "A new site" in response.content.decode()


def test_what_cannot_be_published_goes_back_to_review_once_and_the_page_answers(client):
    passage = make_passage()
    milestone = make_milestone(slug="visit", passages=[passage])
    draft = scheduled(milestone, title_en="The state visit")
    type(milestone).objects.filter(pk=milestone.pk).update(live=False)
    assert client.get("/en/").status_code == 200
    draft.refresh_from_db()
    assert draft.state == "in_review"
    assert draft.decisions.filter(verb="return").count() == 1
    client.get("/en/")
    assert draft.decisions.filter(verb="return").count() == 1


def test_a_reader_gets_what_is_live_while_the_database_cannot_be_written(client, caplog):
    draft = scheduled(make_milestone(slug="visit", title_en="The visit"), title_en="The state visit")
    with connection.execute_wrapper(refuse_writes), caplog.at_level(logging.ERROR):
        response = client.get("/en/milestones/visit/")
    assert response.status_code == 200
    assert "The state visit" not in response.content.decode()
    assert [record.levelname for record in caplog.records if record.name == "relations.due"] == ["ERROR"]
    draft.refresh_from_db()
    assert draft.state == "scheduled"


def test_after_a_failure_no_reader_tries_again_for_a_minute(client, caplog):
    draft = scheduled(make_milestone(slug="visit"), title_en="The state visit")
    with connection.execute_wrapper(refuse_writes), caplog.at_level(logging.ERROR):
        client.get("/en/")
        client.get("/en/milestones/")
        client.get("/theme.css")
    assert len([record for record in caplog.records if record.name == "relations.due"]) == 1
    client.get("/en/")
    draft.refresh_from_db()
    assert draft.state == "scheduled"
    cache.clear()  # as a minute later
    client.get("/en/")
    draft.refresh_from_db()
    assert draft.state == "published"


def test_the_command_publishes_what_is_due_and_tells_what_went_back():
    scheduled(make_milestone(slug="visit"), title_en="The state visit")
    scheduled(make_milestone(slug="later"), due_in=HOUR, title_en="Later")
    hidden = make_milestone(slug="hidden")
    scheduled(hidden, title_en="Hidden")
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    out = StringIO()
    call_command("publish_due", stdout=out)
    returned, summary = out.getvalue().splitlines()
    assert "milestone hidden: " in returned
    assert "withdrawn" in returned
    assert summary == "1 published, 1 back in review."
    out = StringIO()
    call_command("publish_due", stdout=out)
    assert out.getvalue() == "0 published, 0 back in review.\n"


def test_the_command_says_why_it_could_not_write():
    scheduled(make_milestone(slug="visit"), title_en="The state visit")
    with connection.execute_wrapper(refuse_writes), pytest.raises(CommandError, match="readonly"):
        call_command("publish_due")
