"""Somebody looks at what is public again, by a day that they set; what has passed is found."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from relations.admin.upkeep import months_after
from relations.models import Page, SearchEntry, Verb
from relations.publishing import NotNow, NotPermitted, review_due, set_review_by, withdraw
from tests.acting import (
    NOW,
    edit,
    edition,
    fields_refused,
    last_decision,
    open_revision,
    published_revision,
    refusal,
    reread,
)
from tests.factories import MAKERS, make_action, make_milestone, make_page, make_passage, make_source
from tests.test_admin import address

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
TODAY = NOW.date()
DUE = "/admin/review-due/"


@pytest.mark.parametrize("make", MAKERS)
def test_an_editor_says_until_when_a_record_is_to_be_looked_at_again(make, editor):
    record = make()
    before = edition()
    set_review_by(record, TODAY + 90 * DAY, by=editor, at=NOW)
    row = reread(record)
    assert (row.review_by, row.live, row.updated_at) == (TODAY + 90 * DAY, True, record.updated_at)
    decision = last_decision()
    assert (decision.verb, decision.by, decision.at) == (Verb.REVIEW_BY, editor, NOW)
    assert (decision.comment, decision.revision) == ("2030-04-02", published_revision(record))
    assert edition() == before, "nothing changed for the public"


def test_it_stays_found_by_the_search():
    milestone = make_milestone()
    before = list(SearchEntry.objects.filter(slug=milestone.slug).order_by("pk").values_list("language", "text"))
    set_review_by(milestone, TODAY, by=None, at=NOW)
    after = list(SearchEntry.objects.filter(slug=milestone.slug).order_by("pk").values_list("language", "text"))
    assert (len(after), after) == (3, before)


def test_it_may_be_today_or_never_but_not_a_day_that_is_over(settings):
    settings.TIME_ZONE = "Asia/Seoul"  # where it is the next day already at a quarter of the day
    page = make_page()
    at = NOW.replace(hour=16)
    tomorrow = TODAY + DAY
    assert fields_refused(set_review_by, page, TODAY, by=None, at=at) == ["review_by"]
    set_review_by(page, tomorrow, by=None, at=at)
    assert reread(page).review_by == tomorrow
    set_review_by(page, None, by=None, at=at)
    assert reread(page).review_by is None
    assert last_decision().comment == ""


def test_a_draft_has_a_date_too_and_stays_a_draft():
    page = make_page(live=False)
    draft = open_revision(page)
    set_review_by(page, TODAY, by=None, at=NOW)
    assert (reread(page).review_by, reread(page).live) == (TODAY, False)
    assert (last_decision().revision, open_revision(page)) == (draft, draft)


def test_an_open_draft_does_not_become_public_by_it():
    page = make_page(title_en="As published")
    edit(page, title_en="As drafted")
    set_review_by(page, TODAY, by=None, at=NOW)
    assert reread(page).title_en == "As published"
    assert open_revision(page).values["title_en"] == "As drafted"


def test_what_is_gone_has_no_date():
    page = make_page(live=False)
    type(page).objects.all().delete()
    refusal(set_review_by, page, TODAY, by=None, at=NOW, error=NotNow)


def test_who_only_reads_sets_none(reader):
    refusal(set_review_by, make_page(), TODAY, by=reader, at=NOW, error=NotPermitted)


def test_what_has_passed_is_found_the_longest_overdue_first(django_assert_num_queries):
    page, source, agreement_act, milestone = make_page(), make_source(), make_action(), make_milestone()
    for record, days in ((page, 5), (source, 9), (agreement_act, 6), (milestone, 0), (make_page(), 10)):
        set_review_by(record, TODAY + days * DAY, by=None, at=NOW)
    withdraw(agreement_act, by=None, at=NOW, note={"en": "It was wrong."})
    with django_assert_num_queries(1):
        found = review_due(TODAY + 10 * DAY)
    assert [(due.record_type, due.slug, due.review_by) for due in found] == [
        ("milestone", milestone.slug, TODAY),
        ("page", page.slug, TODAY + 5 * DAY),
        ("source", source.slug, TODAY + 9 * DAY),
    ]


def test_on_its_day_it_has_not_passed_yet():
    set_review_by(make_page(), TODAY, by=None, at=NOW)
    assert review_due(TODAY) == []
    assert len(review_due(TODAY + DAY)) == 1


# In the admin


def of(record, page="review_by"):
    return address(record, page)


def test_its_page_says_when_it_was_looked_at_and_what_it_rests_on(client, editor, reader):
    passage = make_passage(locator="¶7", fragment="two shores", gist_en="They face each other.")
    milestone = make_milestone(passages=[passage])
    set_review_by(milestone, TODAY, by=editor, at=NOW)
    client.force_login(reader)
    response = client.get(of(milestone))
    assert response.context["looked_at"].by == editor
    assert response.context["form"] is None
    (line,) = response.context["evidence"]
    assert (line["place"], str(line["fragment"]), str(line["gist"]), line["source"]) == (
        "¶7",
        "two shores",
        "They face each other.",
        passage.source,
    )


@pytest.mark.parametrize("make", MAKERS)
def test_every_type_has_the_page(make, client, editor):
    record = make()
    client.force_login(editor)
    assert client.get(of(record)).status_code == 200
    assert client.post(of(record), {"when": "year"}).url == of(record, "change")
    assert (reread(record).review_by - timezone.localdate()).days in (365, 366)
    assert of(record) in client.get(of(record, "change")).content.decode()


@pytest.mark.parametrize(
    ("when", "day", "expected"),
    [
        ("half", "", lambda today: (today + datetime.timedelta(days=181), today + datetime.timedelta(days=184))),
        ("never", "2099-01-01", lambda today: None),
        ("day", "2099-01-01", lambda today: datetime.date(2099, 1, 1)),
    ],
    ids=["half", "never", "day"],
)
def test_it_is_looked_at_again_when_somebody_says(when, day, expected, client, editor):
    page = make_page()
    set_review_by(page, TODAY, by=None, at=NOW)
    client.force_login(editor)
    client.post(of(page), {"when": when, "day": day})
    found, wanted = reread(page).review_by, expected(timezone.localdate())
    assert wanted[0] <= found <= wanted[1] if isinstance(wanted, tuple) else found == wanted


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"when": "day", "day": "2001-01-01"}, "day"),
        ({"when": "day"}, "day"),
        ({"when": "day", "day": "tomorrow"}, "day"),
        ({"when": "someday"}, "when"),
        ({}, "when"),
    ],
    ids=str,
)
def test_what_is_no_day_to_come_is_refused_at_its_field_and_stays_typed(posted, field, client, editor):
    page = make_page()
    client.force_login(editor)
    response = client.post(of(page), posted)
    assert list(response.context["form"].errors) == [field]
    assert reread(page).review_by is None
    assert posted.get("day", "") in response.content.decode()


def test_who_only_reads_is_refused_when_she_posts(client, reader):
    page = make_page()
    client.force_login(reader)
    assert client.post(of(page), {"when": "year"}).status_code == 403
    assert reread(page).review_by is None


def test_half_a_year_after_the_last_of_a_month_is_the_last_of_another():
    assert months_after(datetime.date(2030, 8, 31), 6) == datetime.date(2031, 2, 28)
    assert months_after(datetime.date(2028, 2, 29), 12) == datetime.date(2029, 2, 28)
    assert months_after(datetime.date(2030, 6, 1), 6) == datetime.date(2030, 12, 1)


@pytest.fixture
def dated():
    """A public record for each case: passed, soon, later, without a date; and a withdrawn one that has passed."""
    today = timezone.localdate()
    cases = {"passed": -1, "soon": 90, "later": 91, "none": None, "gone": -1}
    pages = {name: make_page(slug=name) for name in cases}
    for name, days in cases.items():
        Page.objects.filter(slug=name).update(review_by=None if days is None else today + days * DAY)
    withdraw(pages["gone"], by=None, at=NOW, note={"en": "It was wrong."})
    return pages


def test_lists_are_filtered_by_it(dated, client, editor):
    client.force_login(editor)

    def found(case):
        rows = client.get(reverse("admin:relations_page_changelist"), {"review": case}).context["cl"].queryset
        return {row.slug for row in rows}

    assert (found("passed"), found("soon"), found("none")) == ({"passed"}, {"soon"}, {"none"})
    assert len(found("nonsense")) == 5


def test_the_form_says_it_in_its_status_lines(dated, client, reader):
    client.force_login(reader)
    said = {name: str(client.get(of(page, "change")).context["record_state"][-1]) for name, page in dated.items()}
    assert "review-passed" in said["passed"]
    assert "review-date" in said["soon"]
    assert "No date is set" in said["none"]


def test_the_list_of_what_is_due_has_what_one_may_see(dated, client, reader):
    set_review_by(make_milestone(), TODAY, by=None, at=NOW)
    client.force_login(reader)
    assert [line["address"] for line in client.get(DUE).context["lines"]] == [of(dated["passed"])]
    reader.user_permissions.clear()
    client.force_login(type(reader).objects.get(pk=reader.pk))
    assert client.get(DUE).context["lines"] == []
