"""Rows for tests: each function writes one that is valid, complete and public, and what it requires.

Every column can be given; sets (`passages`, `areas` …) as lists of records, dates as text.
"""

import datetime
from itertools import count
from typing import Any

from relations.models import (
    Agreement,
    AgreementAction,
    Commitment,
    CooperationArea,
    Initiative,
    Milestone,
    Page,
    Party,
    Passage,
    Record,
    Relationship,
    Source,
    Statement,
    TradeFigure,
    TradeIndicator,
)

PUBLISHED_AT = datetime.datetime(2024, 1, 15, 12, tzinfo=datetime.UTC)

_numbers = count(1)


def _make(model: type[Record], defaults: dict[str, Any], values: dict[str, Any]) -> Any:
    columns = {"live": True, **defaults, **values}
    columns.setdefault("slug", f"{model._meta.model_name}-{next(_numbers)}")
    if columns["live"]:
        columns = {
            "first_published_at": PUBLISHED_AT,
            "last_published_at": PUBLISHED_AT,
            "updated_at": PUBLISHED_AT,
            **columns,
        }
    sets = {field.name: columns.pop(field.name) for field in model._meta.many_to_many if field.name in columns}
    row = model._default_manager.create(**columns)
    for name, records in sets.items():
        getattr(row, name).set(records)
    # Read again: dates given as text are partial dates then.
    return model._default_manager.get(pk=row.pk)


def _make_statement(model: type[Statement], defaults: dict[str, Any], values: dict[str, Any]) -> Any:
    if "passages" not in values:
        values = {**values, "passages": [make_passage()]}
    return _make(model, {"basis": "states", "as_of": "2022-07-28", **defaults}, values)


def make_party(**values: Any) -> Party:
    return _make(Party, {"name_en": "Northland", "adjective_en": "Northern"}, values)


def make_source(**values: Any) -> Source:
    return _make(Source, {"title_en": "Letter to the minister", "kind": "letter", "language": "en"}, values)


def make_passage(**values: Any) -> Passage:
    if "source" not in values:
        values = {**values, "source": make_source()}
    defaults = {"locator": "¶3", "fragment": "signed in the spring", "gist_en": "It was signed in spring."}
    return _make(Passage, defaults, values)


def make_relationship(**values: Any) -> Relationship:
    for name, party in (("home_party", "Northland"), ("partner_party", "Southland")):
        if name not in values:
            values = {**values, name: make_party(name_en=party)}
    defaults = {
        "slug": Relationship.SLUG,
        "site_title_en": "Northland and Southland",
        "tagline_en": "Two shores, one sea",
        "introduction_en": "They have traded for a long time.",
        "publisher_en": "The embassy",
    }
    return _make_statement(Relationship, defaults, values)


def make_milestone(**values: Any) -> Milestone:
    defaults = {"title_en": "Friendship declared", "date": "2012-05-10", "kind": "partnership"}
    return _make_statement(Milestone, defaults, values)


def make_agreement(**values: Any) -> Agreement:
    defaults = {"title_en": "Agreement on fisheries", "summary_en": "Who may fish where."}
    return _make_statement(Agreement, defaults, values)


def make_action(**values: Any) -> AgreementAction:
    if "agreement" not in values:
        values = {**values, "agreement": make_agreement()}
    return _make_statement(AgreementAction, {"act": "signed", "date": "2012-05-10"}, values)


def make_indicator(**values: Any) -> TradeIndicator:
    defaults = {
        "title_en": "Trade between the two",
        "definition_en": "Exports plus imports of goods.",
        "measure": "total_trade",
        "unit": "USD",
    }
    return _make(TradeIndicator, defaults, values)


def make_figure(**values: Any) -> TradeFigure:
    """A figure; its slug is made of its indicator and period, as it must be."""
    if "indicator" not in values:
        values = {**values, "indicator": make_indicator()}
    period = values.get("period", "2021")
    defaults = {"period": period, "value": "4000000000", "slug": f"{values['indicator'].slug}-{period}"}
    return _make_statement(TradeFigure, defaults, values)


def make_area(**values: Any) -> CooperationArea:
    return _make_statement(CooperationArea, {"title_en": "Health", "summary_en": "Hospitals and research."}, values)


def make_initiative(**values: Any) -> Initiative:
    defaults = {"title_en": "Clean harbours", "summary_en": "Ports without smoke.", "kind": "project"}
    return _make_statement(Initiative, defaults, values)


def make_commitment(**values: Any) -> Commitment:
    defaults = {"title_en": "Double the trade", "summary_en": "Twice as much in ten years.", "kind": "goal"}
    return _make_statement(Commitment, defaults, values)


def make_page(**values: Any) -> Page:
    return _make(Page, {"title_en": "Privacy", "body_en": "<p>No cookies for readers.</p>"}, values)


# One maker per record type, for tests that hold for all of them.
MAKERS = (
    make_party,
    make_source,
    make_passage,
    make_area,
    make_agreement,
    make_action,
    make_milestone,
    make_indicator,
    make_figure,
    make_initiative,
    make_commitment,
    make_page,
    make_relationship,
)
