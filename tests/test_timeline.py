"""The timeline: three kinds of record in one order, grouped by decade, gaps admitted."""

import datetime

import pytest

from relations import timeline
from tests.factories import make_action, make_initiative, make_milestone

pytestmark = pytest.mark.django_db


def slugs(events):
    return [event.record.slug for event in events]


def make_one_of_each():
    make_milestone(slug="visit", date="2012-05-10", kind="visit")
    make_milestone(slug="founding", date="1821", kind="independence")
    make_action(slug="signature", date="2012-05", act="signed")
    make_initiative(slug="school", period_start="2012")
    make_initiative(slug="undated", period_start=None)
    make_milestone(slug="hidden", live=False)


def test_events_of_three_kinds_stand_in_one_order_the_coarser_date_first():
    make_one_of_each()
    assert slugs(timeline.events()) == ["founding", "school", "signature", "visit"]


def test_events_can_be_of_one_kind():
    make_one_of_each()
    assert slugs(timeline.events("visit")) == ["visit"]
    assert slugs(timeline.events("agreements")) == ["signature"]
    assert slugs(timeline.events("initiatives")) == ["school"]
    assert timeline.count_by_kind() == {"independence": 1, "visit": 1, "agreements": 1, "initiatives": 1}


def test_the_latest_events_are_the_last_of_the_line():
    make_one_of_each()
    for count in range(5):
        assert slugs(timeline.latest(count)) == slugs(timeline.events())[4 - count :]


def test_decades_group_events_and_know_the_empty_ones_before_them():
    for number, year in enumerate(("1821", "1963", "1969-12-31", "1970", "2012")):
        make_milestone(slug=f"event-{number}", date=year)
    decades = timeline.by_decade(timeline.events())
    assert [(decade.first_year, len(decade.events), decade.gap) for decade in decades] == [
        (1820, 1, None),
        (1960, 2, (1830, 1950)),
        (1970, 1, None),
        (2010, 1, (1980, 2000)),
    ]


def test_what_begins_after_today_stands_below_the_line():
    make_milestone(slug="past", date="2024")
    make_milestone(slug="coming", date="2031", as_of="2031")
    events = timeline.events()
    assert timeline.first_after(events, datetime.date(2030, 1, 1)) == events[1]
    assert slugs(events) == ["past", "coming"]
    assert timeline.first_after(events, datetime.date(2031, 1, 1)) is None


def test_an_event_beyond_its_source_is_announced_until_a_later_source_speaks():
    milestone = make_milestone(date="2024", as_of="2022")
    assert milestone.is_announced
    assert not make_milestone(date="2024", as_of="2025").is_announced
    assert milestone.next_anniversary(datetime.date(2030, 1, 1)) is None
