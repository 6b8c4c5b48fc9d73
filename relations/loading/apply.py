"""Write a plan to the site, in bulk. The caller holds the transaction."""

import datetime

from relations.loading.plan import Plan
from relations.models import Change, Edition, Origin
from relations.publishing.bulk import Publication, Story, publish
from relations.values import complete


def apply(plan: Plan, *, at: datetime.datetime) -> None:
    """Create the plan's records, public from `at` on; queries grow with batches, not with records."""
    new = [Publication(record.model, record.slug, complete(record.model, record.values)) for record in plan.create]
    publish(new, Story(Origin.FIXTURE, at, Change.MAJOR, plan.note))
    if new:
        Edition.objects.bump()
