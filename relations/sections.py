"""The sections of the site: what each is called, where its list is, and the types of the records that stand there."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.models import (
    Agreement,
    AgreementAction,
    Commitment,
    CooperationArea,
    Initiative,
    Milestone,
    Passage,
    Record,
    Source,
    TradeFigure,
    TradeIndicator,
)


@dataclass(frozen=True)
class Section:
    """A list of the site. The first of its types has pages of its own; a second stands on the pages of the first."""

    name: str  # as its address has it
    view: str
    label: Any
    types: tuple[type[Record], ...]


SECTIONS = (
    Section("milestones", "milestone_list", _("Milestones"), (Milestone,)),
    Section("agreements", "agreement_list", _("Agreements"), (Agreement, AgreementAction)),
    Section("trade", "indicator_list", _("Trade"), (TradeIndicator, TradeFigure)),
    Section("cooperation", "area_list", _("Cooperation"), (CooperationArea,)),
    Section("initiatives", "initiative_list", _("Initiatives"), (Initiative,)),
    Section("commitments", "commitment_list", _("Commitments"), (Commitment,)),
    Section("sources", "source_list", _("Sources"), (Source, Passage)),
)
