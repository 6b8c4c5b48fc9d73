"""What the list and the overview need to know of every agreement, so that few columns of many rows are read."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from relations.edition_cache import remembered
from relations.models import Agreement, AgreementAction, AgreementStatus, CooperationArea

# Statuses that wait for an act: what is still to come of an agreement is news.
OPEN = (AgreementStatus.TO_BE_SIGNED, AgreementStatus.SIGNED, AgreementStatus.PROVISIONALLY_APPLIED)


@dataclass(frozen=True)
class Digest:
    """One agreement in brief."""

    key: int
    slug: str
    form: str
    status: AgreementStatus | None
    areas: frozenset[str]  # their slugs
    latest: str  # the date of its latest act that has one

    @property
    def values(self) -> dict[str, Collection[str]]:
        """What it is filtered by."""
        return {"status": [self.status.value] if self.status else [], "form": [self.form], "area": self.areas}


@remembered
def of_agreements(on: datetime.date) -> list[Digest]:
    """Every live agreement as it stands on a day, in the order of their list; four queries."""
    actions = AgreementAction.objects.live().only("slug", "agreement_id", "act", "party_id", "date", "as_of")
    agreements = Agreement.objects.live().in_date_order().only("slug", "form")
    related = _slugs_of_areas()
    return [
        Digest(
            key=agreement.pk,
            slug=agreement.slug,
            form=agreement.form,
            status=agreement.status(on),
            areas=frozenset(related.get(agreement.pk, ())),
            latest=max((str(action.date) for action in agreement.actions.all() if action.date), default=""),
        )
        for agreement in agreements.prefetch_related(Prefetch("actions", actions))
    ]


def _slugs_of_areas() -> dict[int, set[str]]:
    """By the key of an agreement, the live areas that it belongs to."""
    slugs = dict(CooperationArea.objects.live().values_list("pk", "slug"))
    through: Any = Agreement.areas.through
    related: dict[int, set[str]] = {}
    for agreement, area in through._default_manager.values_list("agreement_id", "cooperationarea_id"):
        if area in slugs:
            related.setdefault(agreement, set()).add(slugs[area])
    return related


def count_by_status(digests: Iterable[Digest]) -> dict[AgreementStatus, int]:
    """How many there are of each status, in the order in which agreements usually pass through them."""
    counts = Counter(digest.status for digest in digests)
    return {status: counts[status] for status in AgreementStatus if counts[status]}


def most_topical(digests: Iterable[Digest], number: int) -> list[Digest]:
    """Those that wait for an act, then the others, each with the latest acts first."""
    by_latest = sorted(sorted(digests, key=lambda digest: digest.slug), key=lambda digest: digest.latest, reverse=True)
    return sorted(by_latest, key=lambda digest: digest.status not in OPEN)[:number]
