"""Wording for templates. No tag or filter queries."""

import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from relations import languages, richtext, wording
from relations.dates import Anniversary, PartialDate
from relations.models import Agreement, AgreementStatus, Party, Relationship, Statement, TradeFigure

register = template.Library()


@register.filter
def in_words(value: PartialDate | datetime.date | None) -> str:
    """A partial date or a day in words."""
    if value is None:
        return ""
    return wording.date(value) if isinstance(value, PartialDate) else wording.day(value)


@register.filter
def day_and_month(value: PartialDate) -> str:
    return wording.day_and_month(value)


@register.filter
def as_of(value: PartialDate) -> str:
    return wording.as_of(value)


@register.filter
def anniversary_in_words(value: Anniversary) -> str:
    return wording.anniversary(value)


@register.filter
def decade_in_words(value: int) -> str:
    return wording.decade(value)


@register.filter
def nothing_recorded(gap: tuple[int, int]) -> str:
    return wording.nothing_recorded(*gap)


@register.filter
def locator_in_words(value: str) -> str:
    return wording.locator(value)


@register.filter
def locator_mark(value: str) -> str:
    return wording.short_locator(value)


@register.filter
def language_name(code: str) -> str:
    return languages.name_in_current_language(code)


@register.filter
def amount(figure: TradeFigure) -> wording.Amount | str:
    """A figure's value with unit and qualifier; its parts are `digits`, `ending`, `unit`, `before`, `after`."""
    if figure.value is None:
        return ""
    return wording.amount(figure.value, figure.indicator.unit, figure.qualifier)


@register.filter
def rich_text(body: str) -> SafeString:
    # Cleaned on the way in too; this holds for rows written past us.
    return mark_safe(richtext.sanitise(body))  # noqa: S308


@register.filter
def side(party: Party | None, site: Relationship) -> str:
    """`home`, `partner` or `both`: whose rule of the spine something stands on."""
    return site.side(party)


@register.filter
def status(agreement: Agreement, on: datetime.date) -> AgreementStatus | None:
    return agreement.status(on)


@register.filter
def awaits(agreement: Agreement, on: datetime.date) -> Any:
    """The act that an agreement's status waits for on a day, or None."""
    return agreement.awaited_act(agreement.status(on))


@register.filter
def is_stale(as_of: PartialDate | None, on: datetime.date) -> bool:
    return as_of is not None and as_of.is_stale(on)


@register.filter
def announced_for(statement: Statement, date: PartialDate) -> str:
    """announced in 2022 for 2024."""
    return wording.announced_for(statement.as_of, date) if statement.as_of else ""


@register.simple_tag
def between(earliest: PartialDate | None, latest: PartialDate | None) -> str:
    dates = [date for date in (earliest, latest) if date]
    return wording.between(dates[0], dates[-1]) if dates else ""


@register.simple_tag
def span(start: PartialDate | None, end: PartialDate | None) -> str:
    return wording.span(start, end)
