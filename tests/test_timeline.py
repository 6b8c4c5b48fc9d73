"""The timeline: three kinds of record in one order, grouped by decade, gaps admitted."""

import datetime

import pytest

from relations import timeline
from tests.factories import make_action, make_initiative, make_milestone

pytestmark = pytest.mark.django_db


def slugs(events):
    return [event.record.slug for event in events]


def events(kind=""):
    return timeline.Events(timeline.count_by_kind(), kind)[:100]


def make_one_of_each():
    make_milestone(slug="visit", date="2012-05-10", kind="visit")
    make_milestone(slug="founding", date="1821", kind="independence")
    make_action(slug="signature", date="2012-05", act="signed")
    make_initiative(slug="school", period_start="2012")
    make_initiative(slug="undated", period_start=None)
    make_milestone(slug="hidden", live=False)


def test_events_of_three_kinds_stand_in_one_order_the_coarser_date_first():
    make_one_of_each()
    assert slugs(events()) == ["founding", "school", "signature", "visit"]


def test_events_can_be_of_one_kind():
    make_one_of_each()
    assert slugs(events("visit")) == ["visit"]
    assert slugs(events("agreements")) == ["signature"]
    assert slugs(events("initiatives")) == ["school"]
    assert timeline.count_by_kind() == {"independence": 1, "visit": 1, "agreements": 1, "initiatives": 1}


def test_events_are_counted_and_read_part_by_part():
    make_one_of_each()
    line = timeline.Events(timeline.count_by_kind())
    assert (line.count(), slugs(line[1:3]), slugs(line[3:9])) == (4, ["school", "signature"], ["visit"])
    assert timeline.Events(timeline.count_by_kind(), "visit").count() == 1


def test_no_more_anniversaries_are_told_than_asked_for_the_soonest():
    for day in (3, 1, 2):
        make_milestone(slug=f"day-{day}", date=f"2000-01-0{day}", observed_yearly=True)
    assert [row.milestone.slug for row in timeline.anniversaries_ahead(datetime.date(2027, 1, 1), 2)] == [
        "day-1",
        "day-2",
    ]


def test_a_strip_of_the_line_shows_what_lies_around_a_day():
    for n in range(5):
        make_milestone(slug=f"past-{n}", date=f"200{n}")
        make_milestone(slug=f"coming-{n}", date=f"203{n}", as_of="2040")
    day = datetime.date(2020, 1, 1)
    assert slugs(timeline.around(day, 5, ahead=2)) == ["past-2", "past-3", "past-4", "coming-0", "coming-1"]
    assert slugs(timeline.around(day, 8, ahead=2)) == [f"past-{n}" for n in range(5)] + [
        f"coming-{n}" for n in range(3)
    ]
    assert slugs(timeline.around(datetime.date(1999, 1, 1), 2, ahead=1)) == ["past-0", "past-1"]
    assert slugs(timeline.around(datetime.date(2050, 1, 1), 2, ahead=1)) == ["coming-3", "coming-4"]


def test_a_strip_of_the_line_holds_all_three_kinds():
    make_one_of_each()
    for count in range(1, 5):
        assert slugs(timeline.around(datetime.date(2020, 1, 1), count, ahead=0)) == slugs(events())[4 - count :]


@pytest.mark.parametrize(
    ("day", "ahead"),
    [
        (datetime.date(2027, 7, 28), [("independence", 206, "2027-07-28"), ("partnership", 16, "2028-05-10")]),
        (datetime.date(2027, 5, 11), [("independence", 206, "2027-07-28"), ("partnership", 16, "2028-05-10")]),
        (datetime.date(2027, 5, 10), [("partnership", 15, "2027-05-10"), ("independence", 206, "2027-07-28")]),
    ],
)
def test_anniversaries_of_the_next_twelve_months_come_soonest_first(day, ahead):
    make_milestone(slug="partnership", date="2012-05-10", observed_yearly=True)
    make_milestone(slug="independence", date="1821-07-28", observed_yearly=True)
    make_milestone(slug="unobserved", date="2012-06-01")
    make_milestone(slug="year-only", date="1963", observed_yearly=True)
    make_milestone(slug="announced", date="2029-06-01", observed_yearly=True)
    make_milestone(slug="hidden", date="1900-06-01", observed_yearly=True, live=False)
    found = timeline.anniversaries_ahead(day, 50)
    assert [(row.milestone.slug, row.anniversary.number, str(row.anniversary.date)) for row in found] == ahead


def test_the_anniversary_of_a_leap_day_is_kept_in_its_month():
    make_milestone(slug="leap", date="2000-02-29", observed_yearly=True)
    days = {
        day: [str(row.anniversary.date) for row in timeline.anniversaries_ahead(day, 50)]
        for day in (datetime.date(2027, 2, 28), datetime.date(2027, 3, 1))
    }
    assert list(days.values()) == [["2027-02-28"], ["2028-02-29"]]


def test_decades_group_events_and_know_the_empty_ones_before_them():
    for number, year in enumerate(("1821", "1963", "1969-12-31", "1970", "2012")):
        make_milestone(slug=f"event-{number}", date=year)
    decades = timeline.by_decade(events())
    assert [(decade.first_year, len(decade.events), decade.gap) for decade in decades] == [
        (1820, 1, None),
        (1960, 2, (1830, 1950)),
        (1970, 1, None),
        (2010, 1, (1980, 2000)),
    ]


def test_what_begins_after_today_stands_below_the_line():
    make_milestone(slug="past", date="2024")
    make_milestone(slug="coming", date="2031", as_of="2031")
    shown = events()
    assert timeline.first_after(shown, datetime.date(2030, 1, 1)) == shown[1]
    assert slugs(shown) == ["past", "coming"]
    assert timeline.first_after(shown, datetime.date(2031, 1, 1)) is None


def test_an_event_beyond_its_source_is_announced_until_a_later_source_speaks():
    milestone = make_milestone(date="2024", as_of="2022")
    assert milestone.is_announced
    assert not make_milestone(date="2024", as_of="2025").is_announced
    assert milestone.next_anniversary(datetime.date(2030, 1, 1)) is None
