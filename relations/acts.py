"""The acts of agreements as things to come: what was announced for later must not read as done."""

from django.utils.translation import gettext, gettext_lazy

from relations import wording
from relations.dates import PartialDate

_ACTS_TO_COME = {
    "negotiations_opened": gettext_lazy("Opening of negotiations"),
    "negotiations_concluded": gettext_lazy("Conclusion of negotiations"),
    "announced": gettext_lazy("Announcement"),
    "signed": gettext_lazy("Signature"),
    "approved": gettext_lazy("Approval"),
    "provisional_begins": gettext_lazy("Beginning of provisional application"),
    "provisional_ends": gettext_lazy("End of provisional application"),
    "entered_into_force": gettext_lazy("Entry into force"),
    "amended": gettext_lazy("Amendment"),
    "suspended": gettext_lazy("Suspension"),
    "terminated": gettext_lazy("Termination"),
    "established": gettext_lazy("Establishment"),
}


def to_come(act: str) -> str:
    """Signature, where Signed would say that it has happened."""
    return str(_ACTS_TO_COME.get(act, ""))


def announced_for(act: str, value: PartialDate) -> str:
    """Signature announced for 2024."""
    if value.is_full:
        return gettext("%(act)s announced for %(day)s") % {"act": to_come(act), "day": wording.date(value)}
    return gettext("%(act)s announced for %(period)s") % {"act": to_come(act), "period": wording.date(value)}
