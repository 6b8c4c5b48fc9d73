"""The calendar of anniversaries, to subscribe to (RFC 5545).

Each anniversary is an event of its own, this year's and those of some years to come, and not one event that repeats:
a rule of repetition cannot count (60th, 61st …), and skips 29 February in common years, when this site keeps the 28th.
Who has subscribed fetches the file again and again, so the years ahead never run out.
"""

import datetime
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event, vDuration

from relations import wording
from relations.dates import Anniversary, anniversary_in
from relations.languages import current_language
from relations.models import Milestone, Relationship

YEARS_AHEAD = 10
REFRESH_EVERY = datetime.timedelta(days=1)

# For a row that was written past the verbs: when it was published is not known.
UNKNOWN = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def anniversaries(site: Relationship, *, on: datetime.date) -> bytes:
    """The calendar in the reader's language, with the anniversaries of that day's year and the years after.

    The same content gives the same bytes: nothing in it is the time at which it is asked for. One query.
    """
    name = gettext("%(site)s: anniversaries") % {"site": site.site_title}
    calendar = Calendar()
    calendar.add("prodid", f"-//{_host()}//anniversaries//{current_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # what most programs read instead
    calendar.add("refresh-interval", REFRESH_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH_EVERY).to_ical().decode())
    for milestone in Milestone.objects.live().filter(observed_yearly=True):
        for anniversary in _of(milestone, on.year):
            calendar.add_component(_event(milestone, anniversary))
    return calendar.to_ical()


def _of(milestone: Milestone, first_year: int) -> Iterator[Anniversary]:
    """The anniversaries that have a day; none of what is announced only, or known to a month or a year."""
    if milestone.date is None or not milestone.date.is_full or milestone.is_announced:
        return
    for year in range(first_year, min(first_year + YEARS_AHEAD, datetime.MAXYEAR) + 1):
        if anniversary := anniversary_in(milestone.date, year):
            yield anniversary


def _event(milestone: Milestone, anniversary: Anniversary) -> Event:
    day = anniversary.date.first_day
    address = f"{settings.SITE_URL}{milestone.get_absolute_url()}"
    words = {"title": milestone.title, "anniversary": wording.anniversary(anniversary)}
    event = Event()
    event.add("uid", f"{milestone.slug}-{day.year}@{_host()}")
    event.add("dtstamp", milestone.last_published_at or UNKNOWN)
    event.add("dtstart", day)
    event.add("summary", gettext("%(title)s: %(anniversary)s") % words)
    event.add("description", "\n".join(filter(None, (milestone.summary, address))))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")  # a day to know of, on which nobody is busy
    return event


def _host() -> str:
    return urlsplit(settings.SITE_URL).netloc
