"""The content of the site. Each record type names its file; `RECORD_TYPES` has them all."""

from typing import Protocol

from relations.models.agreement import Act, Agreement, AgreementAction, AgreementStatus
from relations.models.area import CooperationArea
from relations.models.audit import AuditEntry, AuditKind
from relations.models.commitment import Commitment
from relations.models.edition import Edition
from relations.models.initiative import Initiative
from relations.models.load import Baseline, Conflict, Load
from relations.models.milestone import Milestone
from relations.models.page import Page
from relations.models.party import Party
from relations.models.record import Basis, Record, Statement
from relations.models.relationship import Relationship
from relations.models.report import Report
from relations.models.revision import OPEN, Change, Decision, Origin, Revision, State, Verb
from relations.models.search import SearchEntry
from relations.models.source import Passage, Source
from relations.models.trade import TradeFigure, TradeIndicator
from relations.models.upload import Upload

# In an order in which each type comes after those that it refers to.
RECORD_TYPES: tuple[type[Record], ...] = (
    Party,
    Source,
    Passage,
    CooperationArea,
    Agreement,
    AgreementAction,
    Milestone,
    TradeIndicator,
    TradeFigure,
    Initiative,
    Commitment,
    Page,
    Relationship,
)

_BY_NAME = {model.type_name(): model for model in RECORD_TYPES}


class NamesARecord(Protocol):
    """A revision, conflict or baseline: what names a record by its type and slug."""

    @property
    def record_type(self) -> str: ...

    @property
    def slug(self) -> str: ...


def record_type(named: NamesARecord) -> type[Record]:
    """The type of the record that something names."""
    return _BY_NAME[named.record_type]


__all__ = [
    "OPEN",
    "RECORD_TYPES",
    "Act",
    "Agreement",
    "AgreementAction",
    "AgreementStatus",
    "AuditEntry",
    "AuditKind",
    "Baseline",
    "Basis",
    "Change",
    "Commitment",
    "Conflict",
    "CooperationArea",
    "Decision",
    "Edition",
    "Initiative",
    "Load",
    "Milestone",
    "NamesARecord",
    "Origin",
    "Page",
    "Party",
    "Passage",
    "Record",
    "Relationship",
    "Report",
    "Revision",
    "SearchEntry",
    "Source",
    "State",
    "Statement",
    "TradeFigure",
    "TradeIndicator",
    "Upload",
    "Verb",
    "record_type",
]
