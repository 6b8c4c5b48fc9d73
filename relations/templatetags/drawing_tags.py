"""What the page's drawings show: the navigation's mark, the stations of a line, the arrow between parties."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relations import acts
from relations.models import Agreement, AgreementAction, AgreementStatus, Party, Relationship

register = template.Library()

SECTIONS = (
    ("home", "home", _("Overview")),
    ("milestones", "milestone_list", _("Milestones")),
    ("agreements", "agreement_list", _("Agreements")),
    ("trade", "indicator_list", _("Trade")),
    ("cooperation", "area_list", _("Cooperation")),
    ("commitments", "commitment_list", _("Commitments")),
    ("sources", "source_list", _("Sources")),
    ("search", "search", _("Search")),
)

# A longer word of a party's name is set smaller on a phone.
LONG_NAME = 9
# As many acts as stand side by side, with the one that is awaited; a longer line turns and runs down the page.
ACTS_IN_A_ROW = 4


@register.simple_tag
def navigation_entries(section: str, path: str) -> list[dict[str, Any]]:
    """The navigation's words; `current` is what `aria-current` says of each, or empty."""
    entries = []
    for name, view, label in SECTIONS:
        address = reverse(view)
        current = "" if name != section else "page" if address == path else "true"
        entries.append({"label": label, "address": address, "current": current})
    return entries


@register.filter
def has_long_names(site: Relationship) -> bool:
    """Whether a word of the parties' names is too long to stand beside the other on a phone at full size."""
    names = f"{site.home_party.name} {site.partner_party.name}"
    return max(map(len, names.split()), default=0) > LONG_NAME


@dataclass(frozen=True)
class Station:
    """One mark on an agreement's line: an act, or the one act that its status waits for."""

    number: int
    label: Any
    action: AgreementAction | None = None
    side: str = "both"
    is_stated: bool = True
    is_end: bool = False
    onward: str = ""  # how the line goes on from here: solid, dotted, or not at all

    @property
    def is_open(self) -> bool:
        return self.action is None


@dataclass(frozen=True)
class Line:
    """An agreement's line of actions, solid as far as a source goes, dotted beyond."""

    stations: list[Station]

    @property
    def count(self) -> int:
        return len(self.stations)

    @property
    def is_upright(self) -> bool:
        return sum(not station.is_open for station in self.stations) > ACTS_IN_A_ROW


@register.simple_tag
def line_of_actions(agreement: Agreement, on: datetime.date, site: Relationship) -> Line:
    """The stations of an agreement on a day. Needs `with_actions()`; no query then."""
    actions = agreement.live_actions
    status = agreement.status(on)
    last_stated = max((index for index, action in enumerate(actions) if not action.is_announced), default=-1)
    # What a source has announced is drawn as it is; only where nothing is does the line end at what is awaited.
    all_done = bool(actions) and all(action.is_done(on) for action in actions)
    awaited = agreement.awaited_act(status) if all_done else None
    count = len(actions) + bool(awaited)
    stations = [
        Station(
            number=index + 1,
            label=_label(action),
            action=action,
            side=site.side(action.party),
            is_stated=not action.is_announced,
            is_end=status is AgreementStatus.TERMINATED and index == len(actions) - 1,
            onward=_onward(index, last_stated, count),
        )
        for index, action in enumerate(actions)
    ]
    if awaited:
        stations.append(Station(number=count, label=awaited, is_stated=False))
    return Line(stations)


def _label(action: AgreementAction) -> Any:
    """What an act is called; one that is announced for later must not read as done."""
    if action.is_announced:
        return acts.announced_for(action.act, action.date)
    return action.get_act_display()


def _onward(index: int, last_stated: int, count: int) -> str:
    if index == count - 1:
        return ""
    return "solid" if index < last_stated else "dotted"


@dataclass(frozen=True)
class Direction:
    """Who towards whom: either name may be missing; with neither, it is both alike."""

    first: Party | None
    second: Party | None
    first_side: str
    second_side: str
    is_mutual: bool = False


@register.simple_tag
def direction(by: Party | None, towards: Party | None, site: Relationship) -> Direction:
    if by is None and towards is None:
        return Direction(site.home_party, site.partner_party, "home", "partner", is_mutual=True)
    return Direction(by, towards, site.side(by), site.side(towards))
