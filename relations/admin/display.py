"""Stored values as a person reads them: in comparisons, in the history, in conflicts."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext

from relations import value_words, wording
from relations.admin.bodies import body_in_words
from relations.admin.pages import NOTHING, Pieces, marked
from relations.dates import PartialDate
from relations.models import AgreementAction, Passage, Record, TradeFigure, TradeIndicator
from relations.models.fields import PartialDateField
from relations.models.record import RichTextField
from relations.publishing import label
from relations.values import Values, content_fields, referred_slugs


class Reading:
    """Reads values of a record type aloud.

    The records to which any of the given values refer are called by their titles; one query for each type of
    them. Without values nothing is asked, and records are called by their slugs.
    """

    def __init__(self, model: type[Record], *values: Values) -> None:
        self.model = model
        self.asked = bool(values)
        slugs: dict[Any, set[str]] = defaultdict(set)
        for side in values:
            for _name, target, slug in referred_slugs(model, side):
                slugs[target].add(slug)
        self.records: dict[tuple[Any, str], Record] = {
            (target, row.slug): row
            for target, wanted in slugs.items()
            for row in target._default_manager.filter(slug__in=wanted).select_related(*target.identifying)
        }

    def label(self, name: str) -> str:
        return label(self.model, name)

    def elements(self, name: str, value: Any) -> list[str]:
        """The records that a value refers to, by what each is called."""
        return [self._called(target, slug) for _name, target, slug in referred_slugs(self.model, {name: value})]

    def text(self, name: str, value: Any) -> str:
        """A value in words: choices by their label, dates and amounts as the reader writes them, nothing as a dash."""
        field = content_fields(self.model)[name]
        if value in (None, "", []):
            return NOTHING
        if isinstance(value, list):
            return ", ".join(self.elements(name, value))
        if isinstance(field, RichTextField):
            return body_in_words(value)
        if isinstance(field, models.DecimalField) and (unit := self._unit()):
            return str(wording.amount(Decimal(value), unit))
        return value_words.in_words(field, value)

    def marked(self, name: str, old: str, new: str) -> Pieces:
        """Both words of a value in one, what differs marked: of a text word by word, of anything else as a whole."""
        field = content_fields(self.model)[name]
        is_text = isinstance(field, (models.CharField, models.TextField)) and not field.flatchoices
        if old == new or NOTHING in (old, new) or (is_text and not isinstance(field, PartialDateField)):
            return marked(old, new)
        return [removed(old), added(new)]

    def _unit(self) -> str:
        """That of the indicator that a figure belongs to, where that was asked for."""
        units = [record.unit for record in self.records.values() if isinstance(record, TradeIndicator) and record.unit]
        return units[0] if units else ""

    def _called(self, target: Any, slug: str) -> str:
        record = self.records.get((target, slug))
        if record is None:
            return gettext("%(slug)s (not there any more)") % {"slug": slug} if self.asked else slug
        return name_of(record)


def removed(text: str) -> dict[str, Any]:
    return {"text": text, "is_removed": True, "is_added": False}


def added(text: str) -> dict[str, Any]:
    return {"text": text, "is_removed": False, "is_added": True}


def in_words(model: type[Record], name: str, value: Any) -> str:
    """A stored value as text, without a query: records by their slug."""
    return Reading(model).text(name, value)


def name_of(record: Record) -> str:
    """What tells a record from others: its title; of a part, its place in the record it belongs to. No query."""
    match record:
        case Passage():
            words = str(record.gist) or f"“{record.fragment}”"
            return f"{wording.short_locator(record.locator)} – {words}" if record.locator else words
        case AgreementAction():
            done = ", ".join(filter(None, (record.get_act_display(), _date(record.date))))
            return f"{record.agreement}: {done or record.slug}"
        case TradeFigure():
            return f"{record.indicator}: {_date(record.period)}"
    return str(record)


def _date(value: PartialDate | None) -> str:
    return wording.date(value) if value else ""
