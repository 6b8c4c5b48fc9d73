"""Rows for tests: each function makes one that is valid, complete and public, and what it requires.

Every column can be given; sets (`passages`, `areas` …) as lists of records, dates as text. What is public has its
revision: it is written in bulk as a content set is, since one by one through the verbs takes ten times as long.
With `live=False` it is a draft that was never public, saved by the verb.

What no verb would have written is written past them, as `loaddata` or SQL would, and has no revision: incomplete
rows that are public, or rest on what is not, or hold text in another form than ours, or come with a workflow of
their own (`first_published_at` …). What is invalid raises an error, unless `past_the_verbs=True`.
"""

import datetime
from collections.abc import Mapping
from copy import copy
from itertools import count
from typing import Any

from relations.models import (
    Agreement,
    AgreementAction,
    Commitment,
    CooperationArea,
    Edition,
    Initiative,
    Milestone,
    Origin,
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
from relations.models.record import RichTextField
from relations.publishing import missing, not_public, required_references, save_draft
from relations.publishing.bulk import Publication, Story, publish
from relations.values import canonical, complete, content_fields, plain_columns, workflow_columns

PUBLISHED_AT = datetime.datetime(2024, 1, 15, 12, tzinfo=datetime.UTC)

_numbers = count(1)


def canonical_values(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as tests write them (records, lists of records, dates as text) as canonical JSON."""
    fields = content_fields(model)
    return {name: canonical(fields[name], value) for name, value in values.items()}


def _make(model: type[Record], defaults: dict[str, Any], values: dict[str, Any]) -> Any:
    columns = {"live": True, **defaults, **values}
    columns.setdefault("slug", f"{model.type_name()}-{next(_numbers)}")
    past_the_verbs = columns.pop("past_the_verbs", False)
    if unknown := set(columns) - set(content_fields(model)) - workflow_columns(model) - {"slug"}:
        raise TypeError(f"{model.type_name()} has no {', '.join(sorted(unknown))}")
    if past_the_verbs or _no_verb_would_write(model, columns):
        _write_past_the_verbs(model, dict(columns))
    else:
        _write(model, columns["slug"], _content(model, columns), live=columns["live"])
    # Read again: dates given as text are partial dates then.
    return model._default_manager.get(slug=columns["slug"])


def _content(model: type[Record], columns: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if name in content_fields(model)}


def _no_verb_would_write(model: type[Record], columns: dict[str, Any]) -> bool:
    content = _content(model, columns)
    values = canonical_values(model, content)
    bodies = [name for name in content if isinstance(content_fields(model)[name], RichTextField)]
    return (
        any(columns.get(name) for name in workflow_columns(model) - {"live"})
        or any(content[name] != values[name] for name in bodies)
        or (columns["live"] and _keeps_from_the_public(model, content, values))
    )


def _keeps_from_the_public(model: type[Record], content: dict[str, Any], values: dict[str, Any]) -> bool:
    required = [
        (name, record)
        for name in required_references(model)
        for record in (content[name] if name == "passages" else [content.get(name)])
        if record
    ]
    return bool(missing(model, complete(model, values)) or not_public(required))


def _write_past_the_verbs(model: type[Record], columns: dict[str, Any]) -> None:
    if columns["live"]:
        dates = dict.fromkeys(("first_published_at", "last_published_at", "updated_at"), PUBLISHED_AT)
        columns = dates | columns
    sets = {field.name: columns.pop(field.name) for field in model._meta.many_to_many if field.name in columns}
    row = model._default_manager.create(**columns)
    for name, records in sets.items():
        getattr(row, name).set(records)


def _write(model: type[Record], slug: str, content: dict[str, Any], *, live: bool) -> None:
    values = canonical_values(model, content)
    if not live:
        save_draft(model, slug, values, by=None, at=PUBLISHED_AT)
        return
    references = {name: content.get(name) for name, field in content_fields(model).items() if field.many_to_one}
    row = model(slug=slug, **plain_columns(model, values), **references)
    row.clean_fields(exclude=references)
    row.clean()
    publish([Publication(model, slug, complete(model, values))], Story(Origin.EDITOR, PUBLISHED_AT))
    Edition.objects.bump()


def _make_statement(model: type[Statement], defaults: dict[str, Any], values: dict[str, Any]) -> Any:
    if "passages" not in values:
        values = {**values, "passages": [_the_passage()]}
    return _make(model, {"basis": "states", "as_of": "2022-07-28", **defaults}, values)


def _the_passage() -> Passage:
    """The one passage on which every statement rests that does not name its own."""
    there = Passage.objects.filter(slug="the-passage").first()
    return there or make_passage(slug="the-passage", source=make_source(slug="the-source"))


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


def make_copies(original: Any, number: int) -> None:
    """So many copies of a row, related like it, written in bulk past the verbs; of a figure, one a year."""
    model: Any = type(original)
    copies = [copy(original) for _number in range(number)]
    for n, row in enumerate(copies):
        row.pk, row.slug = None, f"{original.slug}-copy-{n}"
        if model is TradeFigure:
            row.period = str(1500 + n)
    model._default_manager.bulk_create(copies)
    for field in model._meta.many_to_many:
        through: Any = getattr(model, field.name).through
        through._default_manager.bulk_create(
            through(**{field.m2m_column_name(): row.pk, field.m2m_reverse_name(): other.pk})
            for row in copies
            for other in getattr(original, field.name).all()
        )


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
