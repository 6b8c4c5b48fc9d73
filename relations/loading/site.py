"""The site as a set finds it: rows, drafts and baselines of all record types, read in bulk."""

from collections import defaultdict
from dataclasses import dataclass

from relations.loading.decide import Given, OnSite
from relations.loading.rules import Key
from relations.models import OPEN, RECORD_TYPES, Baseline, Revision, State
from relations.values import read_all


@dataclass(frozen=True)
class Site:
    """Every record that the site has, and what sets last gave. Queries grow with types, not with records."""

    records: dict[Key, OnSite]
    given: dict[Key, Given]


def read_site() -> Site:
    """Read the site. The caller holds a transaction, so that all of it is of one moment."""
    records: dict[Key, OnSite] = {}
    published, recorded, drafts = _revisions()
    given = read_given()
    for model in RECORD_TYPES:
        name = model.type_name()
        known = {slug: one.values for (other, slug), one in given.items() if other is model}
        for row, values in read_all(model, known):
            slug = row["slug"]
            records[model, slug] = OnSite(
                values=values,
                live=row["live"],
                was_ever_live=row["live"] or row["first_published_at"] is not None or slug in published[name],
                is_recorded=slug in recorded[name],
                has_draft=slug in drafts[name],
            )
    return Site(records, given)


def _revisions() -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]]]:
    """The slugs, by record type, of what is published, of what has any revision, and of what has an open one."""
    published: dict[str, set[str]] = defaultdict(set)
    recorded: dict[str, set[str]] = defaultdict(set)
    drafts: dict[str, set[str]] = defaultdict(set)
    current = Revision.objects.filter(state__in=[State.PUBLISHED, *OPEN]).order_by()
    for name, slug, state in current.values_list("record_type", "slug", "state"):
        recorded[name].add(slug)
        (published if state == State.PUBLISHED else drafts)[name].add(slug)
    return published, recorded, drafts


def read_given() -> dict[Key, Given]:
    """What sets last gave each record."""
    by_name = {model.type_name(): model for model in RECORD_TYPES}
    return {
        (by_name[baseline.record_type], baseline.slug): Given(
            baseline.values, frozenset(baseline.released), baseline.in_set, baseline.withdrawn_by_load
        )
        for baseline in Baseline.objects.all()
    }
