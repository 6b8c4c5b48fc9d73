"""A statement as it is quoted elsewhere: what it says, what it rests on, as of when, and where. No query."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from relations import wording
from relations.citation import Version, quoted
from relations.dates import PartialDate
from relations.languages import Text
from relations.models import (
    Agreement,
    AgreementAction,
    Commitment,
    Initiative,
    Milestone,
    Passage,
    Relationship,
    Statement,
    TradeFigure,
)
from relations.parts import part_name

Line = list[Any]


@dataclass(frozen=True)
class Quote:
    """The lines to be copied, each of texts that know their language, and what tells it from others of the page."""

    lines: list[Line]
    name: Any = ""


def quote(statement: Statement, site: Relationship, version: Version, *, on: datetime.date | None) -> Quote:
    """A statement in the reader's language. Needs `with_passages()`, and an agreement `with_actions()`.

    `on` is the day on which an agreement's status is told, None for a version that knows of no day. A part, which has
    no version of its own, is given the version of the page.
    """
    lines = [list(_claim(statement, site, on)), _grounds(statement, on), _place(site, version)]
    name = part_name(statement) if statement.identifying else ""
    return Quote([line for line in lines if line], name)


def _claim(statement: Any, site: Relationship, on: datetime.date | None) -> Iterator[Any]:
    """What it says, qualified as the source qualifies it."""
    if isinstance(statement, Relationship):
        yield statement.introduction
        return
    yield statement.heading
    detail = _detail(statement, site, on)
    if isinstance(statement, TradeFigure):
        yield f", {wording.date(statement.period)}: {detail}."
    else:
        yield f" ({detail})." if detail else "."
    said = next((getattr(statement, name) for name in ("summary", "note") if getattr(statement, name, "")), "")
    if said:
        yield " "
        yield said


def _detail(statement: Any, site: Relationship, on: datetime.date | None) -> str:
    match statement:
        case TradeFigure():
            if statement.value is None:
                return "–"
            return str(wording.amount(statement.value, statement.indicator.unit, statement.qualifier))
        case Milestone():
            return _date(statement, statement.date)
        case AgreementAction():
            return _joined([statement.get_act_display(), _date(statement, statement.date), statement.place])
        case Agreement():
            status = statement.status(on) if on else None
            return str(status.label) if status else ""
        case Initiative():
            stage = statement.get_status_display() if statement.has_status else ""
            ahead = _date(statement, statement.period_start) if statement.is_announced else ""
            period = "" if ahead else wording.span(statement.period_start, statement.period_end)
            return _joined([statement.get_kind_display(), stage, ahead, period])
        case Commitment():
            stage = statement.get_status_display() if statement.has_status else ""
            return _joined([statement.get_kind_display(), _between(statement, site), stage])
    return ""


def _joined(parts: Iterable[Any]) -> str:
    return ", ".join(str(part) for part in parts if part)


def _date(statement: Statement, date: PartialDate | None) -> str:
    """A date, or that it was announced for it, if its source spoke of what was to come."""
    if date is None:
        return ""
    if statement.as_of and statement.is_ahead(date):
        return wording.announced_for(statement.as_of, date)
    return wording.date(date)


def _between(commitment: Commitment, site: Relationship) -> str:
    by, towards = commitment.by_party, commitment.towards_party
    if by is None and towards is None:
        names = {"first": site.home_party.name, "second": site.partner_party.name}
        return gettext("%(first)s and %(second)s") % names
    if by is None:
        return gettext("to %(second)s") % {"second": towards.name}
    if towards is None:
        return str(by.name)
    return gettext("%(first)s to %(second)s") % {"first": by.name, "second": towards.name}


def _grounds(statement: Statement, on: datetime.date | None) -> Line:
    """What it rests on: how, where, in which source; and as of when."""
    passages: list[Passage] = statement.source_marks
    line: Line = [wording.basis(statement.basis, [passage.locator for passage in passages])] if passages else []
    sources = dict.fromkeys(passage.source for passage in passages)
    for source in sources:
        line += ["; " if len(line) > 1 else ": ", quoted(source.title)]
        dates = [date for date in (source.published_earliest, source.published_latest) if date]
        line.append(f", {wording.between(dates[0], dates[-1])}" if dates else "")
        if len(sources) > 1:  # else it is said already
            places = [wording.short_locator(passage.locator) for passage in passages if passage.source == source]
            line.append(f" ({', '.join(places)})")
    as_of = statement.status_as_of if isinstance(statement, Agreement) and on else statement.as_of
    if as_of:
        line.append(f"{'; ' if line else ''}{wording.as_of(as_of)}")
    return [*line, "."] if line else []


def _place(site: Relationship, version: Version) -> Line:
    title: Text = site.site_title
    words = f", {version.in_words}" if version.in_words else ""
    return [title, f"{words}, {version.address}"]
