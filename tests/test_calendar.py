"""The calendar of anniversaries, read back by a parser that is not the one which wrote it."""

import datetime

import pytest
import vobject
from django.utils import timezone, translation

from relations import calendars
from relations.models import Milestone
from tests.acting import NOW, republish
from tests.factories import make_milestone, make_relationship
from tests.reading import SITE, page, queries

pytestmark = pytest.mark.django_db
ON = datetime.date(2022, 7, 1)


@pytest.fixture(autouse=True)
def site():
    return make_relationship(site_title_ko="북국과 남국")


def make_observed(**values):
    return make_milestone(**{"as_of": "2022", "observed_yearly": True, **values})


def written(site, language="en", on=ON):
    with translation.override(language):
        return calendars.anniversaries(site, on=on)


def events(site, language="en", on=ON):
    """The events by the day on which they are."""
    calendar = vobject.readOne(written(site, language, on).decode())
    return {event.dtstart.value: event for event in calendar.contents.get("vevent", [])}


def test_a_milestone_returns_each_year_with_its_own_ordinal(site):
    make_observed(slug="independence", title_en="Independence", summary_en="It was declared.", date="1821-07-28")
    found = events(site)
    assert list(found) == [datetime.date(year, 7, 28) for year in range(2022, 2033)]
    summaries = [event.summary.value for event in found.values()]
    assert summaries[:3] == [
        "Independence: 201st anniversary",
        "Independence: 202nd anniversary",
        "Independence: 203rd anniversary",
    ]
    event = found[datetime.date(2022, 7, 28)]
    assert event.description.value == f"It was declared.\n{SITE}/en/milestones/independence/"
    assert event.url.value == f"{SITE}/en/milestones/independence/"
    assert event.transp.value == "TRANSPARENT"


@pytest.mark.parametrize(
    ("language", "summary"), [("es", "Independencia: 201.er aniversario"), ("ko", "독립: 201주년")]
)
def test_each_language_has_its_own_calendar(site, language, summary):
    make_observed(slug="independence", title_es="Independencia", title_ko="독립", date="1821-07-28")
    event = events(site, language)[datetime.date(2022, 7, 28)]
    assert event.url.value == f"{SITE}/{language}/milestones/independence/"
    assert event.summary.value == summary


def test_an_event_keeps_its_identity_in_every_language_and_when_it_is_reworded(site):
    milestone = make_observed(slug="independence", date="1821-07-28")

    def identities(language="en"):
        return [event.uid.value for event in events(site, language).values()]

    first = identities()
    assert first[0] == "independence-2022@relations.example.org"
    assert len(set(first)) == 11
    assert identities("ko") == first
    republish(milestone, title_en="Another title", at=NOW)
    assert identities() == first


def test_an_event_is_stamped_with_its_last_publication_and_not_with_the_time_of_asking(site):
    milestone = make_observed(date="1821-07-28")
    assert {event.dtstamp.value for event in events(site).values()} == {
        datetime.datetime(2024, 1, 15, 12, tzinfo=datetime.UTC)
    }
    assert written(site) == written(site)
    republish(milestone, title_en="Another title", at=NOW)
    assert {event.dtstamp.value for event in events(site).values()} == {NOW}


def test_the_29th_of_february_is_kept_on_the_28th_in_common_years(site):
    make_observed(date="2020-02-29")
    days = [day.isoformat() for day in events(site, on=datetime.date(2023, 1, 1))]
    assert days[:3] == ["2023-02-28", "2024-02-29", "2025-02-28"]


def test_what_happened_this_year_has_its_first_anniversary_next_year(site):
    make_observed(date="2022-03-01")
    assert next(iter(events(site))) == datetime.date(2023, 3, 1)
    assert next(iter(events(site).values())).summary.value.endswith("1st anniversary")


@pytest.mark.parametrize(
    "values",
    [
        {"observed_yearly": False},
        {"date": "1963"},
        {"date": "1963-05"},
        {"date": "2024-05-10", "as_of": "2022"},
        {"date": None, "past_the_verbs": True},
        {"live": False},
    ],
    ids=["not observed", "a year", "a month", "announced only", "no date", "a draft"],
)
def test_what_has_no_day_to_come_back_on_is_left_out(site, values):
    make_observed(**{"date": "1963-05-10", **values})
    assert events(site, on=datetime.date(2030, 1, 1)) == {}


def test_lines_are_folded_between_letters_of_any_alphabet_and_marks_are_escaped(site):
    title = "양국 관계가 시작된 날, 그리고; 모든 분야의 교류 " * 4
    make_observed(title_ko=title, summary_ko="첫째 줄\n둘째 줄; 셋째, 넷째 \\ 끝", date="1963-05-10")
    content = written(site, "ko")
    assert content.endswith(b"END:VCALENDAR\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()  # no letter is cut in two
    event = events(site, "ko")[datetime.date(2023, 5, 10)]
    assert event.summary.value == f"{title.strip()}: 60주년"
    assert event.description.value.startswith("첫째 줄\n둘째 줄; 셋째, 넷째 \\ 끝\n")
    assert b"\\;" in content
    assert b"\\," in content


def test_a_row_that_was_written_past_the_verbs_stays_the_same_from_day_to_day(site):
    make_observed(date="1963-05-10")
    Milestone.objects.update(last_published_at=None)
    assert written(site) == written(site, on=datetime.date(2022, 12, 31))
    assert len(events(site)) == 11


def test_it_ends_with_the_calendar_itself(site):
    make_observed(date="1963-05-10")
    assert len(events(site, on=datetime.date(9995, 1, 1))) == 5


# How it is had


def test_it_is_served_as_a_calendar_that_is_asked_for_again_at_little_cost(client):
    year = timezone.localdate().year
    milestone = make_observed(title_en="Independence", date=f"{year - 60}-07-28")
    response = client.get("/en/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    calendar = vobject.readOne(response.content.decode())
    assert calendar.contents["x-wr-calname"][0].value == "Northland and Southland: anniversaries"
    assert calendar.contents["refresh-interval"][0].value == "P1D"
    assert calendar.contents["x-published-ttl"][0].value == "P1D"
    assert "Independence: 60th anniversary" in [event.summary.value for event in calendar.vevent_list]
    again = client.get("/en/calendar.ics", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    republish(milestone, title_en="Independence Day", at=NOW)
    changed = client.get("/en/calendar.ics", headers={"if-none-match": response["ETag"]})
    assert changed.status_code == 200
    assert client.get("/ko/calendar.ics")["ETag"] != changed["ETag"]
    assert client.post("/en/calendar.ics").status_code == 405


def test_its_queries_do_not_grow_with_the_milestones(client):
    make_observed(date="1963-05-10")
    few = queries(client, "/en/calendar.ics")
    for _number in range(5):
        make_observed(date="1963-05-10")
    assert queries(client, "/en/calendar.ics") == few


@pytest.mark.parametrize("language", ["en", "es", "ko"])
@pytest.mark.parametrize("address", ["", "milestones/", "data/"])
def test_pages_lead_to_the_calendar_of_their_language(client, address, language):
    day = timezone.localdate() + datetime.timedelta(days=40)
    make_observed(date=f"{day.year - 60}-{day.month:02}-10", as_of=str(day.year))
    links = page(client, f"/{language}/{address}").xpath("//main//a/@href")
    assert f"webcal://relations.example.org/{language}/calendar.ics" in links
    assert f"/{language}/calendar.ics" in links
