"""The first page of the admin: what waits for whom, the same few queries however much it is."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from relations.models import Conflict
from relations.publishing import publish_due, return_draft, schedule, set_review_by, submit
from relations.reports import answer, receive
from tests.acting import LATER, NOW, edit, republish, reread
from tests.factories import make_action, make_area, make_milestone, make_page, make_passage
from tests.fixture_sets import small_set
from tests.loads import changed, load, visit
from tests.test_admin import address

pytestmark = pytest.mark.django_db

INDEX = "/admin/"
DAY = datetime.timedelta(days=1)


def page_of(client, user, path=INDEX):
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200
    return response


def dashboard(client, user):
    """The cards that somebody is shown, by their titles."""
    return {str(card["title"]): card for card in page_of(client, user).context["dashboard"]["cards"]}


def quiet(client, user):
    return [str(title) for title in page_of(client, user).context["dashboard"]["quiet"]]


def card(client, user, title):
    return dashboard(client, user)[title]


def drafted(record, by, at=NOW, comment="", **changes):
    """A draft in review."""
    draft = edit(record, by=by, at=at, **(changes or {"title_es": "Otro título"}))
    submit(draft, by=by, at=at, comment=comment)
    return draft


def observed(days_ahead, years, **values):
    """A milestone whose anniversary is in so many days from now."""
    day = timezone.localdate() + days_ahead * DAY
    return make_milestone(date=f"{day.year - years}-{day:%m-%d}", observed_yearly=True, as_of=str(day.year), **values)


def test_a_publisher_sees_what_waits_for_a_review_the_longest_waiting_first(client, editor, publisher):
    later, sooner = make_milestone(title_en="Later"), make_page(title_en="Sooner")
    drafted(later, editor, at=LATER)
    drafted(sooner, editor, comment="Please check the name.")
    waiting = card(client, publisher, "Waiting for my review")
    assert (waiting["count"], [line["name"] for line in waiting["lines"]]) == (2, ["Sooner", "Later"])
    line = waiting["lines"][0]
    assert (line["address"], line["comment"]) == (address(sooner, "compare"), "Please check the name.")
    assert line["fact"] == "In review since 2 January 2030, 03:04 – submitted by editor"
    assert str(line["type"]) == "page"


def test_an_editor_is_not_asked_to_review(client, editor, colleague):
    drafted(make_page(), colleague)
    assert "Waiting for my review" not in {*dashboard(client, editor), *quiet(client, editor)}


def test_with_four_eyes_what_one_has_worked_on_waits_for_another(client, settings, editor, publisher, administrator):
    settings.FOUR_EYES = True
    page = make_page()
    edit(page, by=publisher, title_ko="개인정보")
    drafted(page, editor)
    waiting = card(client, publisher, "Waiting for my review")
    assert (waiting["count"], waiting["lines"]) == (0, [])
    assert "1 draft waits for a second person" in waiting["note"]
    assert card(client, administrator, "Waiting for my review")["count"] == 1


def test_who_drafted_it_sees_what_was_returned_with_the_comment(client, editor, colleague, publisher):
    page = make_page()
    return_draft(drafted(page, editor), by=publisher, at=LATER, comment="Say since when.")
    returned = card(client, editor, "Returned to me")
    (line,) = returned["lines"]
    assert (returned["count"], line["comment"], line["address"]) == (1, "Say since when.", address(page))
    assert line["fact"] == "Returned on 3 January 2030, 03:04 by publisher"
    assert "My other drafts" not in dashboard(client, editor)
    assert "Returned to me" in quiet(client, colleague)
    edit(page, by=editor, title_es="Desde 2012")
    assert "Returned to me" in quiet(client, editor)
    assert card(client, editor, "My other drafts")["count"] == 1


def test_ones_other_drafts_are_told_with_their_state(client, editor, colleague):
    edit(make_page(title_en="Imprint"), by=editor, at=LATER, title_es="Uno")
    drafted(make_page(title_en="Privacy"), editor)
    drafted(make_page(), colleague)
    lines = card(client, editor, "My other drafts")["lines"]
    assert [(line["name"], line["fact"].split()[0]) for line in lines] == [("Privacy", "In"), ("Imprint", "Draft,")]


def test_what_is_scheduled_is_told_to_all_in_the_time_of_the_site(client, settings, publisher, reader):
    settings.TIME_ZONE = "America/Lima"
    milestone, page = make_milestone(), make_page()
    for record, at in ((milestone, LATER + DAY), (page, LATER)):
        schedule(edit(record, title_es="Uno"), by=publisher, at=NOW, go_live_at=at)
    lines = card(client, reader, "Scheduled")["lines"]
    assert [line["address"] for line in lines] == [address(page, "compare"), address(milestone, "compare")]
    assert lines[0]["fact"] == "Goes live on 2 January 2030, 22:04 – scheduled by publisher"
    assert "America/Lima" in page_of(client, reader).content.decode()


def test_what_was_due_and_came_back_says_so(client, publisher):
    area = make_area()
    schedule(edit(make_milestone(), areas=[area]), by=publisher, at=NOW, go_live_at=LATER)
    area.delete()
    publish_due(at=LATER)
    (line,) = card(client, publisher, "Waiting for my review")["lines"]
    assert line["fact"].startswith("Could not go live on 3 January 2030, 03:04")


def test_conflicts_lead_to_their_decision(client, publisher, editor):
    load()
    republish(visit(), title_en="A long visit")
    load(changed(small_set(), "visit", title_en="A short visit"), version=2)
    waiting = card(client, publisher, "Conflicts")
    (line,) = waiting["lines"]
    assert (waiting["count"], line["name"], line["fact"]) == (1, "A long visit", "1 difference")
    assert line["address"] == reverse("admin:decide_conflict", args=[Conflict.objects.get().pk])
    assert waiting["address"] == reverse("admin:inbox")
    assert "Conflicts" not in {*dashboard(client, editor), *quiet(client, editor)}


def reported(record, at=NOW, message="It was in May."):
    return receive(record, version=None, language="es", message=message, sender="somebody", at=at)


def test_reported_mistakes_wait_for_who_edits_and_lead_to_their_page(client, editor, reader):
    milestone = make_milestone(title_en="Visit")
    later, first = reported(milestone, at=LATER), reported(milestone, message="It was in June.")
    waiting = card(client, editor, "Reported mistakes")
    assert (waiting["count"], waiting["address"]) == (2, reverse("admin:reports"))
    assert [line["address"] for line in waiting["lines"]] == [
        reverse("admin:report", args=[one.pk]) for one in (first, later)
    ]
    assert [(line["name"], line["comment"]) for line in waiting["lines"]] == [
        ("Visit", "It was in June."),
        ("Visit", "It was in May."),
    ]
    for report in (first, later):
        answer(report, by=editor, at=LATER)
    assert "Reported mistakes" in quiet(client, editor)
    assert "Reported mistakes" not in {*dashboard(client, reader), *quiet(client, reader)}


def test_translations_are_counted_by_language(client, editor, reader):
    make_page(title_es="Privacidad", body_es="<p>Sin cookies.</p>", title_ko="개인정보", body_ko="<p>쿠키 없음.</p>")
    milestone = make_milestone(title_es="Amistad", title_ko="우정")
    republish(milestone, title_en="Friendship sworn")
    make_milestone(title_es="Otra amistad")
    told = card(client, editor, "Translations")
    assert [(line["name"], line["fact"]) for line in told["lines"]][:1] == [("Spanish", told["lines"][0]["fact"])]
    by_language = {line["name"]: line["fact"] for line in told["lines"]}
    assert by_language["Spanish"].startswith("1 behind, ")
    assert "Translations" not in {*dashboard(client, reader), *quiet(client, reader)}


def test_support_that_nobody_confirmed_leads_to_its_list(client, editor):
    load()
    load(changed(small_set(), "visit", title_en="A state visit"), version=2)
    edit(make_milestone(), title_en="Friendship sworn")
    told = card(client, editor, "Support to be confirmed")
    (line,) = told["lines"]
    assert (told["count"], line["name"]) == (1, "A state visit")
    assert line["address"] == f"{reverse('admin:support_unconfirmed')}#of-milestone-visit"
    assert "1 draft" in told["note"]


def test_review_dates_that_have_passed_lead_to_the_page_that_sets_them_anew(client, editor, reader):
    page = make_page()
    set_review_by(page, datetime.date(2001, 2, 3), by=editor, at=datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC))
    set_review_by(make_page(), timezone.localdate(), by=editor, at=timezone.now())
    told = card(client, editor, "Review date passed")
    (line,) = told["lines"]
    assert (told["count"], line["address"]) == (1, address(page, "review_by"))
    assert "3 February 2001" in line["fact"]
    assert "Review date passed" not in {*dashboard(client, reader), *quiet(client, reader)}


def test_anniversaries_of_the_next_sixty_days_are_worded_as_the_public_reads_them(client, reader):
    soon, today = observed(30, 61, title_en="Soon"), observed(0, 201, title_en="Today")
    observed(61, 10)
    make_milestone(date=str(timezone.localdate().year - 10), observed_yearly=True)
    lines = card(client, reader, "Anniversaries ahead")["lines"]
    assert [(line["name"], line["address"]) for line in lines] == [("Today", address(today)), ("Soon", address(soon))]
    assert lines[0]["fact"].startswith("201st anniversary – ")


def test_the_last_load_is_told_with_what_it_left_to_decide(client, publisher, editor):
    load()
    republish(visit(), title_en="A long visit")
    load(changed(small_set(), "visit", title_en="A short visit"), version=2)
    told = card(client, publisher, "Last load")
    (line,) = told["lines"]
    assert line["name"] == "North and South, version 2"
    assert "1 waiting for a decision" in line["fact"]
    assert told["note"] == "1 conflict of it waits."
    assert client.get(line["address"]).status_code == 200
    assert card(client, editor, "Last load")["lines"][0]["address"] == ""


def test_where_nothing_waits_one_line_says_what_was_looked_at(client, publisher, editor):
    assert dashboard(client, publisher) == {}
    assert quiet(client, publisher) == [
        "Waiting for my review",
        "Returned to me",
        "My other drafts",
        "Conflicts",
        "Reported mistakes",
        "Scheduled",
        "Translations",
        "Support to be confirmed",
        "Review date passed",
        "Anniversaries ahead",
        "Last load",
    ]
    assert "Nothing waits for you" in page_of(client, publisher).content.decode()


def test_who_may_see_one_type_only_is_told_of_no_other(client, editor, reader):
    kept = Permission.objects.filter(codename__in=["view_page", "change_page"], content_type__app_label="relations")
    reader.user_permissions.set(kept)
    for make in (make_page, make_action, make_milestone):
        record = make()
        schedule(edit(record, as_of="2023") if make is not make_page else edit(record, title_es="Uno"),
                 by=None, at=NOW, go_live_at=LATER, support_confirmed=True)  # fmt: skip
    assert card(client, reader, "Scheduled")["count"] == 1
    assert "Anniversaries ahead" not in {*dashboard(client, reader), *quiet(client, reader)}
    assert page_of(client, reader, reverse("admin:drafts")).context["page"].paginator.count == 1


def test_who_may_see_nothing_is_told_so(client, reader):
    reader.user_permissions.clear()
    assert dashboard(client, reader) == {}
    assert "Ask an administrator" in page_of(client, reader).content.decode()


def test_the_site_and_its_edition_are_linked(client, reader):
    make_page()
    page = html.fromstring(page_of(client, reader).content.decode())
    assert page.xpath("//p[@class='edition']/a/@href") == ["/"]
    assert "Edition 1" in page.xpath("string(//p[@class='edition'])")


def test_what_is_written_every_week_comes_first(client, administrator):
    page = html.fromstring(page_of(client, administrator).content.decode())
    lists = [link.text for link in page.xpath("//section[@class='record-types']//li/a[1]")]
    assert lists[:2] == ["Milestones", "Agreements"]
    assert lists.index("Parties") > lists.index("Commitments")
    assert page.xpath("//section[@class='record-types']/h2")[0].text == "Relations"
    assert page_of(client, administrator, "/admin/relations/").status_code == 200


def test_of_many_five_are_shown_and_the_others_counted(client, editor, publisher):
    for _each in range(7):
        drafted(make_page(), editor)
    waiting = card(client, publisher, "Waiting for my review")
    assert (waiting["count"], len(waiting["lines"]), waiting["more"]) == (7, 5, 2)
    assert waiting["address"] == f"{reverse('admin:drafts')}?show=review"


def fill(number, editor, publisher):
    """Something for every card, so many times."""
    passages = [make_passage()]
    for _each in range(number):
        drafted(make_page(), editor)
        return_draft(drafted(make_page(), editor), by=publisher, at=NOW, comment="No.")
        edit(make_page(), by=editor, title_es="Uno")
        schedule(edit(make_page(), title_es="Uno"), by=None, at=NOW, go_live_at=LATER)
        milestone = observed(10, 30, passages=passages)
        type(milestone).objects.filter(pk=milestone.pk).update(title_en="Past the verbs")
        edit(milestone, title_en="In doubt", title_es="En duda")
        type(milestone).objects.filter(pk=milestone.pk).update(review_by=datetime.date(2001, 2, 3))


def test_however_much_waits_it_costs_the_same_queries(client, settings, editor, publisher):
    settings.FOUR_EYES = True  # asks for one thing more
    counts = []
    for number in (3, 9):
        fill(number, editor, publisher)
        for user in (editor, publisher):
            page_of(client, user)
            with CaptureQueriesContext(connection) as captured:
                client.get(INDEX)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert dashboard(client, publisher)["Support to be confirmed"]["count"] == 12


def test_the_list_of_drafts_is_narrowed_to_what_a_card_counts(client, editor, colleague, publisher):
    mine, theirs = make_page(), make_page()
    drafted(mine, editor)
    return_draft(drafted(theirs, colleague), by=publisher, at=LATER, comment="No.")
    drafts = reverse("admin:drafts")

    def shown(show):
        return [line["address"] for line in page_of(client, editor, f"{drafts}?show={show}").context["lines"]]

    assert shown("own") == [address(mine, "compare")]
    assert shown("returned") == []
    assert shown("all") == shown("nonsense") == [address(mine, "compare"), address(theirs)]


def test_a_draft_that_was_written_past_the_verbs_is_nobodys(client, publisher):
    page = make_page(live=False)
    type(page).objects.update(title_en="Changed by SQL")
    edit(reread(page), title_es="Uno")
    (line,) = page_of(client, publisher, reverse("admin:drafts")).context["lines"]
    assert "the site itself" in line["fact"]
