"""Wording for templates. No tag or filter queries."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from relations import acts, languages, richtext, wording
from relations.dates import Anniversary, PartialDate
from relations.models import (
    Agreement,
    AgreementAction,
    AgreementStatus,
    Milestone,
    Party,
    Passage,
    Relationship,
    Statement,
    TradeFigure,
)

register = template.Library()

# As many characters of a locator fit its column at full size, and at that of a heading.
MARK_LENGTH = 4
WORD_LENGTH = 8
# From so many on, a page's title is set smaller.
LONG_TITLE = 60
# A mark beside a word is cut to so many.
LONGEST_MARK = 14


@register.filter(expects_localtime=True)
def in_words(value: PartialDate | datetime.date | None) -> str:
    """A partial date, a day, or the site's day of a moment, in words."""
    if value is None:
        return ""
    return wording.date(value) if isinstance(value, PartialDate) else wording.day(value)


@register.filter
def day_and_month(value: PartialDate | None) -> str:
    return wording.day_and_month(value) if value else ""


@register.filter
def short_day_and_month(value: PartialDate | None) -> str:
    return wording.short_day_and_month(value) if value else ""


@register.filter
def as_of(value: PartialDate) -> str:
    return wording.as_of(value)


@register.filter
def anniversary_in_words(value: Anniversary) -> str:
    return wording.anniversary(value)


@register.filter
def next_anniversary(milestone: Milestone, on: datetime.date) -> Anniversary | None:
    return milestone.next_anniversary(on)


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
    """A locator as a mark beside a word: never broken, and cut where it is too long to stand there."""
    mark = wording.short_locator(value)
    if len(mark) > LONGEST_MARK:
        mark = mark[: LONGEST_MARK - 1].rstrip(" ,.;:") + "…"
    return mark.replace(" ", "\xa0")


@register.simple_tag(takes_context=True)
def number_in_print(context: Any, passage: Passage) -> SafeString:
    """The number that stands for a mark on paper, as an attribute; none where nothing lists what it numbers."""
    numbering = getattr(getattr(context, "request", None), "numbering", None)
    return format_html(' data-number="{}"', numbering.number(passage)) if numbering else SafeString("")


@register.filter
def locator_size(value: str) -> str:
    """How large a locator is set at the head of its passages: as a mark (¶3), a short word (art. 12) or in words."""
    length = len(wording.short_locator(value))
    return "as-mark" if length <= MARK_LENGTH else "as-word" if length <= WORD_LENGTH else "in-words"


@register.filter
def locator_in_full(value: str) -> str:
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
def status(agreement: Agreement, on: datetime.date | None) -> AgreementStatus | None:
    return agreement.status(on) if on else None


@register.filter
def is_stale(as_of: PartialDate | None, on: datetime.date | None) -> bool:
    """Whether a later source may know better by that day; without a day, nothing is said of it."""
    return as_of is not None and on is not None and as_of.is_stale(on)


@register.filter
def announced_for(statement: Statement, date: PartialDate) -> str:
    """announced in 2022 for 2024."""
    return wording.announced_for(statement.as_of, date) if statement.as_of else ""


@register.filter
def act_in_words(action: AgreementAction) -> str:
    """An act as a timeline calls it: Signed; of one that is announced for later, Signature."""
    return acts.to_come(action.act) if action.is_announced else action.get_act_display()


@register.simple_tag
def between(earliest: PartialDate | None, latest: PartialDate | None) -> str:
    dates = [date for date in (earliest, latest) if date]
    return wording.between(dates[0], dates[-1]) if dates else ""


@register.simple_tag
def between_in_year(earliest: PartialDate | None, latest: PartialDate | None) -> str:
    """The same beside the year in which both ends lie."""
    dates = [date for date in (earliest, latest) if date]
    return wording.between_in_year(dates[0], dates[-1]) if dates else ""


@register.simple_tag
def span(start: PartialDate | None, end: PartialDate | None) -> str:
    return wording.span(start, end)


@register.filter
def basis_in_words(statement: Statement) -> str:
    """Computed from ¶1 and ¶2."""
    return wording.basis(statement.basis, [passage.locator for passage in statement.source_marks])


@register.filter
def basis_in_a_word(statement: Statement) -> str:
    return wording.basis_in_a_word(statement.basis)


@register.filter
def detail(statement: Statement) -> str:
    """What tells a statement from others with the same heading: the act, or the period."""
    if isinstance(statement, AgreementAction):
        return statement.get_act_display()
    return wording.date(statement.period) if isinstance(statement, TradeFigure) else ""


@register.filter
def period_and_as_of(figure: TradeFigure) -> list[str]:
    """What a figure is about and as of when, the period left out where the two are the same."""
    period = [wording.date(figure.period)] if figure.period != figure.as_of else []
    return [*period, *([wording.as_of(figure.as_of)] if figure.as_of else [])]


@register.filter
def source_language(statement: Statement) -> str:
    """The language in which a statement's source is worded. Needs `with_passages()`."""
    return next((passage.source.language for passage in statement.source_marks), "")


@register.filter
def has_legal_effect(status: AgreementStatus) -> bool:
    """Whether the status tells that the agreement took effect, so that its ring is filled."""
    return status not in (AgreementStatus.TO_BE_SIGNED, AgreementStatus.SIGNED)


@register.filter
def related_agreements(agreement: Agreement) -> list[dict[str, Any]]:
    """The agreements that an agreement refers to or that refer to it, by how. Needs `with_live()`; no query then."""
    relations = [
        (_("Amends"), agreement.amends),
        (_("Replaces"), agreement.replaces),
        (_("Implements"), agreement.implements),
        (_("Amended by"), agreement.amended_by),
        (_("Replaced by"), agreement.agreements_replacing_it),
        (_("Implemented by"), agreement.implemented_by),
    ]
    return [{"label": label, "agreements": found} for label, manager in relations if (found := fetched(manager))]


@register.filter
def fetched(relation: Any) -> list[Any]:
    """The records that the view has fetched for a relation. Needs `with_live()` or the like; no query then."""
    return list(relation.all())


@register.filter
def is_long(title: str) -> bool:
    """Whether a title is too long to be set at the size of others."""
    return len(title) > LONG_TITLE


@register.filter
def has_several(records: list[Any]) -> bool:
    return len(records) > 1


@register.filter
def same_year(earliest: PartialDate | None, latest: PartialDate | None) -> int | None:
    """The year in which both ends of an uncertain date lie, if it is one."""
    years = {date.year for date in (earliest, latest) if date}
    return years.pop() if len(years) == 1 else None


@register.filter
def newest_first(rows: list[Any]) -> list[Any]:
    return rows[::-1]


@register.simple_tag
def current_language_name() -> str:
    return languages.name_in_current_language(languages.current_language())


@register.simple_tag
def main_language_name() -> str:
    return languages.name_in_current_language(languages.main_language())


@register.simple_tag
def page_address(number: int, query: dict[str, str] | None = None) -> str:
    """The query of another page of the same list, whose filters stay as they are."""
    return f"?{urlencode((query or {}) | {'page': number})}"
