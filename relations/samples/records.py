"""Records of two countries that do not exist, in memory: nothing is read from the database or written to it."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model

from relations.dates import PartialDate
from relations.languages import main_language
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
    TradeFigure,
    TradeIndicator,
)

AnyRecord = TypeVar("AnyRecord", bound=Record)

TODAY = datetime.date(2030, 6, 1)
AS_OF = PartialDate(2030)
EVIDENCE: dict[str, Any] = {"basis": "states", "as_of": AS_OF}

# Of the relations of a record, what the templates read where nothing else is said.
UNRELATED: dict[type[Record], tuple[str, ...]] = {
    Agreement: (
        "areas", "actions", "milestones", "amends", "replaces", "implements", "amended_by",
        "agreements_replacing_it", "implemented_by",
    ),
    CooperationArea: ("initiatives",),
    Milestone: ("areas",),
    TradeIndicator: ("areas", "figures"),
    Initiative: ("areas",),
    Commitment: ("areas",),
}  # fmt: skip


def text(name: str, english: str, **others: str) -> dict[str, str]:
    """The columns of a translated field; a language that is left out falls back, as it does on the site."""
    return {f"{name}_{code}": words for code, words in {main_language(): english, "en": english, **others}.items()}


def known_columns(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """These values without those of languages that the site does not have."""
    names = {field.name for field in model._meta.get_fields()}
    return {name: value for name, value in values.items() if name in names}


def make(model: type[AnyRecord], slug: str, **values: Any) -> AnyRecord:
    """One record, as if it had been read with what is `related`, lists by relation. Its `key` tells parties apart."""
    key, related = values.pop("key", 1), values.pop("related", {})
    record: Any = model(pk=key, slug=slug, **known_columns(model, values))
    record._prefetched_objects_cache = {name: [] for name in ("passages", *UNRELATED.get(model, ()))} | related
    return record


class Invented:
    """The records, each made once."""

    @cached_property
    def home(self) -> Party:
        return make(Party, "island", colour="#0A7A5A", **text("name", "Island", es="La Isla", ko="섬나라"))

    @cached_property
    def partner(self) -> Party:
        return make(Party, "highland", key=2, colour="#7A3E9D", **text("name", "Highland", es="La Sierra", ko="산나라"))

    @cached_property
    def source(self) -> Source:
        title = text("title", "Speech that nobody gave", es="Discurso que nadie pronunció", ko="아무도 하지 않은 연설")
        return make(
            Source,
            "speech",
            kind="speech",
            language="en",
            published_earliest=PartialDate(2030, 5, 11),
            published_latest=PartialDate(2030, 5, 27),
            url="https://example.org/speech",
            accessed=TODAY,
            **title,
            **text("author", "A. N. Other"),
            **text("office", "Minister of invented affairs"),
            **text("note", "It is not known on which day it was not given."),
        )

    @cached_property
    def passages(self) -> list[Passage]:
        places = [("¶3", "a bridge from shore to summit"), ("p. 12", "signed in the spring"), ("art. 4, annex II", "")]
        return [
            make(
                Passage,
                f"speech-{number}",
                source=self.source,
                locator=locator,
                fragment=fragment,
                order=number,
                **text("gist", "What the passage says, in our words.", es="Lo que dice el pasaje, en síntesis."),
            )
            for number, (locator, fragment) in enumerate(places, start=1)
        ]

    def statement(self, model: type[AnyRecord], slug: str, **values: Any) -> AnyRecord:
        """A record that rests on the first passage."""
        related = {"passages": self.passages[:1]} | values.pop("related", {})
        return make(model, slug, related=related, **EVIDENCE | values)

    @cached_property
    def site(self) -> Relationship:
        values = {
            **text("site_title", "Island and Highland", es="La Isla y La Sierra", ko="섬나라와 산나라"),
            **text("tagline", "Neighbours since 1901.\nPartners since 2012."),
            **text("introduction", "They have traded for a long time.", es="Comercian desde hace mucho."),
            **text("publisher", "The invented embassy", es="La embajada inventada", ko="가상 대사관"),
        }
        parties = {"home_party": self.home, "partner_party": self.partner, "last_checked": TODAY}
        return self.statement(Relationship, "relationship", **parties, **values)

    @cached_property
    def area(self) -> CooperationArea:
        title = text("title", "Bridges and ferries", es="Puentes y transbordadores", ko="다리와 연락선")
        return self.statement(CooperationArea, "bridges", **title, **text("summary", "What joins the two."))

    @cached_property
    def page(self) -> Page:
        return make(Page, "privacy", **text("title", "Privacy", es="Privacidad", ko="개인정보 보호"))

    def milestone(self, slug: str, date: str, title: dict[str, str], **values: Any) -> Milestone:
        summary = text("summary", "What happened, in a sentence.", es="Lo que ocurrió, en una frase.")
        values |= {"date": PartialDate.parse(date), "kind": "meeting"}
        return self.statement(Milestone, slug, **title, **summary, **values)

    @cached_property
    def milestones(self) -> list[Milestone]:
        first = text("title", "The first envoy arrives", es="Llega el primer enviado", ko="첫 사절 도착")
        second = text("title", "Partnership declared", es="Se declara la asociación", ko="동반자 관계 선언")
        third = text("title", "The other takes the chair", es="La otra asume la presidencia", ko="의장국 수임")
        return [
            self.milestone("envoy", "1901", first, party=self.home),
            self.milestone("partnership", "2012-05-10", second, observed_yearly=True),
            self.milestone("chair", "2032", third, party=self.partner),
        ]

    def agreement(self, slug: str, title: dict[str, str], acts: Sequence[tuple[str, str, Party | None]]) -> Any:
        summary = text("summary", "Who may cross where, and when.", es="Quién puede cruzar dónde y cuándo.")
        agreement: Any = self.statement(
            Agreement, slug, form="treaty", **title, **summary, related={"areas": [self.area]}
        )
        agreement._prefetched_objects_cache["actions"] = [
            self.statement(
                AgreementAction,
                f"{slug}-{act}",
                agreement=agreement,
                act=act,
                date=PartialDate.parse(date),
                party=party,
            )
            for act, date, party in acts
        ]
        return agreement

    @cached_property
    def agreements(self) -> list[Any]:
        bridges = text("title", "Treaty on bridges", es="Tratado sobre puentes", ko="교량 조약")
        ferries = text("title", "Agreement on ferries", es="Acuerdo sobre transbordadores", ko="연락선 협정")
        signed = [("signed", "2018-08-22", None), ("approved", "2019", self.home), ("entered_into_force", "2020", None)]
        announced = [("announced", "2029", None), ("signed", "2031-09-01", None)]
        return [self.agreement("bridges", bridges, signed), self.agreement("ferries", ferries, announced)]

    def indicator(self, slug: str, title: dict[str, str], unit: str, values: list[tuple[str, str, str]]) -> Any:
        definition = text("definition", "What is counted, by whom and for whom.", es="Qué se cuenta y quién lo cuenta.")
        indicator: Any = make(
            TradeIndicator, slug, measure="exports", unit=unit, reporter=self.home, **title, **definition
        )
        indicator._prefetched_objects_cache["figures"] = [
            self.statement(
                TradeFigure,
                f"{slug}-{period}",
                indicator=indicator,
                period=PartialDate.parse(period),
                value=Decimal(value),
                qualifier=qualifier,
                as_worded="" if qualifier == "exactly" else "the speaker’s own words",
            )
            for period, value, qualifier in values
        ]
        return indicator

    @cached_property
    def exports(self) -> Any:
        title = text("title", "Exports of the island", es="Exportaciones de la isla", ko="섬나라의 수출액")
        values = [
            ("2024", "2900000000", "exactly"), ("2025", "2600000000", "about"), ("2026", "3400000000", "nearly"),
            ("2028", "3600000000", "at_most"), ("2029", "3900000000", "more_than"),
        ]  # fmt: skip
        return self.indicator("exports", title, "USD", values)

    @cached_property
    def rank(self) -> Any:
        title = text("title", "Highland’s place among partners", es="Puesto de La Sierra", ko="교역 상대국 순위")
        return self.indicator("rank", title, "rank", [("2027", "7", "exactly"), ("2029", "5", "exactly")])

    @cached_property
    def initiative(self) -> Initiative:
        title = text("title", "Night ferry", es="Transbordador nocturno", ko="야간 연락선")
        parties = {"from_party": self.home, "to_party": self.partner}
        summary = text("summary", "A crossing while all sleep.")
        return self.statement(Initiative, "ferry", kind="project", status="pipeline", **parties, **title, **summary)

    @cached_property
    def commitments(self) -> list[Commitment]:
        kinds = [("goal", self.home, None), ("position", self.home, self.partner), ("undertaking", None, None)]
        return [
            self.statement(
                Commitment,
                f"commitment-{kind}",
                kind=kind,
                by_party=by,
                towards_party=towards,
                **text("title", "A bridge before the next flood", es="Un puente antes de la crecida", ko="다리 건설"),
                **text("summary", "What a party has said that it will do, wants or holds."),
            )
            for kind, by, towards in kinds
        ]
