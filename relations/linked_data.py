"""Pages in the vocabulary of schema.org (JSON-LD), as honestly as it can say what they are about. No query.

A type is chosen only where the site itself says so much: an agreement is legislation only if it is said to bind, a
milestone is an event only if people met, and what is merely a subject is a thing.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from relations.languages import codes, current_language
from relations.models import (
    Act,
    Agreement,
    AgreementStatus,
    Commitment,
    CooperationArea,
    Initiative,
    Milestone,
    Record,
    Relationship,
    Source,
    TradeIndicator,
)
from relations.opendata import TABLES

Node = dict[str, Any]

SCHEMA = "https://schema.org/"


def website(site: Relationship, description: str) -> Node:
    return {
        **_website(site),
        "description": description,
        "inLanguage": codes(),
        "publisher": {"@id": publisher(site)["@id"]},
    }


def _website(site: Relationship) -> Node:
    return {
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#website",
        "name": str(site.site_title),
        "url": f"{settings.SITE_URL}{reverse('home')}",
    }


def publisher(site: Relationship) -> Node:
    return {"@type": "Organization", "@id": f"{settings.SITE_URL}/#publisher", "name": str(site.publisher)}


# The way from the home page to a page


def step(name: str, title: Any) -> tuple[str, str]:
    """A page of the trail, by the name of its address."""
    return (str(title), f"{settings.SITE_URL}{reverse(name)}")


def step_home(site: Relationship) -> tuple[str, str]:
    return step("home", site.site_title)


def step_to(record: Record, title: Any) -> tuple[str, str]:
    return (str(title), address_of(record))


def trail(*steps: tuple[str, str]) -> Node:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }


def address_of(record: Any) -> str:
    return f"{settings.SITE_URL}{record.get_absolute_url()}"


# A record's page, and what it is about


def page(
    record: Record,
    site: Relationship,
    *,
    title: Any,
    description: str,
    number: int | None,
    updated: datetime.datetime | None,
) -> Node:
    return filled(
        {
            "@type": "AboutPage" if isinstance(record, Relationship) else "WebPage",
            "@id": address_of(record),
            "url": address_of(record),
            "name": str(title),
            "description": description,
            "inLanguage": current_language(),
            "isPartOf": _website(site),
            "publisher": publisher(site),
            "datePublished": _moment(record.first_published_at),
            "dateModified": _moment(updated),
            "version": number,
            "citation": sources_of([record]),
        }
    )


def subject_of(record: Any, site: Relationship, *, description: str, on: datetime.date) -> Node | None:
    """What a record is about, as a thing of its own; None for a page that is about the site."""
    match record:
        case Milestone():
            about = milestone(record)
        case Agreement():
            about = agreement(record, on)
        case TradeIndicator():
            return indicator(record, site, description)
        case Initiative():
            about = initiative(record)
        case CooperationArea() | Commitment():
            about = {"@type": "Thing"}
        case Source():
            return source(record)
        case _:
            return None
    return filled({**about, "name": str(record.title), "description": description, "url": address_of(record)})


def milestone(record: Milestone) -> Node:
    """An event where people met; independence or a partnership is a date to remember, and nothing to attend."""
    is_event = record.kind in (Milestone.Kind.VISIT, Milestone.Kind.MEETING) and record.date is not None
    return {"@type": "Event", "startDate": str(record.date)} if is_event else {"@type": "Thing"}


# What the vocabulary knows of a law's force; of an agreement that only awaits something it says nothing.
LEGAL_FORCE = {
    AgreementStatus.IN_FORCE: "InForce",
    AgreementStatus.PROVISIONALLY_APPLIED: "PartiallyInForce",
    AgreementStatus.SUSPENDED: "NotInForce",
    AgreementStatus.TERMINATED: "NotInForce",
}


def agreement(record: Agreement, on: datetime.date) -> Node:
    status = record.status(on)
    if record.legally_binding != Agreement.Binding.YES:
        return {"@type": "CreativeWork", "creativeWorkStatus": str(status.label) if status else None}
    signed = [action.date for action in record.live_actions if action.act == Act.SIGNED and action.is_done(on)]
    force = LEGAL_FORCE.get(status) if status else None
    return {
        "@type": "Legislation",
        "alternateName": str(record.short_title),
        "legislationIdentifier": record.registration_number,
        "legislationDate": str(signed[-1]) if signed and signed[-1] else None,
        "legislationLegalForce": f"{SCHEMA}{force}" if force else None,
        "creativeWorkStatus": str(status.label) if status else None,
    }


def initiative(record: Initiative) -> Node:
    is_project = record.kind in (Initiative.Kind.PROJECT, Initiative.Kind.PROGRAMME)
    return {"@type": "Project"} if is_project else {"@type": "Thing"}


# The types of the documents that sources are; the others are works.
SOURCE_TYPES = {
    Source.Kind.PRESS_RELEASE: "Article",
    Source.Kind.STATISTICS: "Dataset",
    Source.Kind.REPORT: "Report",
    Source.Kind.WEB_PAGE: "WebPage",
}


def source(record: Source) -> Node:
    author = {"@type": "Person", "name": str(record.author), "jobTitle": str(record.office)} if record.office else None
    same_date = record.published_earliest if record.published_earliest == record.published_latest else None
    return filled(
        {
            "@type": SOURCE_TYPES.get(Source.Kind(record.kind), "CreativeWork") if record.kind else "CreativeWork",
            "@id": f"{address_of(record)}#source",
            "name": str(record.title),
            "description": str(record.note),
            "author": author or str(record.author),
            "publisher": {"@type": "Organization", "name": str(record.publisher)} if record.publisher else None,
            "inLanguage": record.language,
            "datePublished": str(same_date) if same_date else None,
            "url": record.url,
        }
    )


def sources_of(statements: Iterable[Any]) -> list[Node]:
    """The sources on which statements rest, each once. Needs `with_passages()`; records without passages have none."""
    found = {
        passage.source.slug: passage.source
        for statement in statements
        for passage in (statement.passages.all() if hasattr(statement, "passages") else ())
    }
    return [source(record) for record in found.values()]


# Data


def indicator(record: TradeIndicator, site: Relationship, description: str) -> Node:
    """An indicator's figures as a set of data, with its files."""
    figures = list(record.figures.all())
    periods = [figure.period for figure in figures]
    return filled(
        {
            **dataset(site, str(record.title), description),
            "url": address_of(record),
            "variableMeasured": filled(
                {"@type": "PropertyValue", "name": record.get_measure_display(), "unitText": record.unit}
            ),
            "temporalCoverage": "/".join(dict.fromkeys(str(end) for end in (periods[0], periods[-1])))
            if periods
            else None,
            "distribution": [
                _download(reverse(f"indicator_{form}", kwargs={"slug": record.slug}), form) for form in FORMS
            ],
            "citation": sources_of(figures),
        }
    )


def all_data(site: Relationship, title: str, description: str, changed: datetime.datetime | None) -> Node:
    """Everything that can be downloaded."""
    return filled(
        {
            **dataset(site, title, description),
            "url": f"{settings.SITE_URL}{reverse('data')}",
            "dateModified": _moment(changed),
            "distribution": [
                {**_download(reverse(f"data_{form}", kwargs={"name": table.name}), form), "name": str(table.title)}
                for table in TABLES
                for form in FORMS
            ],
        }
    )


def dataset(site: Relationship, name: str, description: str) -> Node:
    return {
        "@type": "Dataset",
        "name": name,
        "description": description,
        "inLanguage": codes(),
        "isAccessibleForFree": True,
        "creator": publisher(site),
        "license": licence(site),
    }


def licence(site: Relationship) -> Any:
    """An address as it is, a text as a work of its own; nothing where none is given."""
    text = str(site.data_licence)
    if text.startswith(("http://", "https://")):
        return text
    return {"@type": "CreativeWork", "text": text} if text else None


FORMS = {"csv": "text/csv", "json": "application/json"}


def _download(path: str, form: str) -> Node:
    return {"@type": "DataDownload", "encodingFormat": FORMS[form], "contentUrl": f"{settings.SITE_URL}{path}"}


def filled(node: Node) -> Node:
    """A node without the properties of which nothing is known."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def _moment(value: datetime.datetime | None) -> str | None:
    return value.astimezone(datetime.UTC).isoformat(timespec="seconds") if value else None
