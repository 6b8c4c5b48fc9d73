"""Publishing many records at once, without asking: the word of a fixture set is the ministry's.

The caller has validated the values, holds the transaction, and bumps the edition.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max
from translated_fields import to_attribute

from relations.languages import codes, main_language
from relations.models import Change, Decision, Load, Origin, Record, Revision, State, Verb
from relations.values import Row, Values, complete, write

BATCH = 500


@dataclass(frozen=True)
class Publication:
    """The values with which a record shall be public; defaults where it names none."""

    model: type[Record]
    slug: str
    values: Values


@dataclass(frozen=True)
class Story:
    """What is written into every revision of a run: where it comes from, and what the public is told."""

    origin: Origin
    at: datetime.datetime
    change: Change = Change.MINOR
    change_note: Mapping[str, str] | None = None
    load: Load | None = None
    by: User | None = None

    @property
    def columns(self) -> dict[str, Any]:
        notes = {to_attribute("change_note", code): text for code, text in (self.change_note or {}).items()}
        return {
            "origin": self.origin,
            "created_at": self.at,
            "published_at": self.at,
            "load": self.load,
            "author": self.by,
            **notes,
        }


def publish(publications: Iterable[Publication], story: Story) -> None:
    """Show records with these values, each with one revision more. Queries grow with batches, not with records."""
    rows: list[Row] = []
    for model, batch in _batches(publications):
        former = _published(model, batch)
        _write_revisions(model, batch, former, story)
        workflows = _workflows(model, batch)
        rows += [Row(model, one.slug, one.values, _shown(workflows.get(one.slug, {}), story)) for one in batch]
    write(rows)


def record_what_is_there(publications: Iterable[Publication], *, at: datetime.datetime) -> bool:
    """Give rows that differ from their last published revision, or have none, a revision of origin `direct`.

    Whether they are public stays; missing dates and search entries are made up for. Returns whether any was.
    """
    found = False
    for model, batch in _batches(publications):
        former = _published(model, batch)
        news = [
            one
            for one in batch
            if one.slug not in former or complete(model, former[one.slug].values) != complete(model, one.values)
        ]
        if not news:
            continue
        found = True
        rows = _workflows(model, news)
        first_published = {slug: row["last_published_at"] or at for slug, row in rows.items() if slug not in former}
        _write_revisions(model, news, former, Story(Origin.DIRECT, at), first_published)
        write(Row(model, one.slug, one.values, _as_it_is(rows[one.slug], at)) for one in news)
    return found


def _as_it_is(row: Mapping[str, Any], at: datetime.datetime) -> dict[str, Any]:
    return {name: at if value is None else value for name, value in row.items() if name != "slug"}


def withdraw(
    publications: Iterable[Publication], *, note: Mapping[str, str], at: datetime.datetime, by: User | None = None
) -> None:
    """Hide public records, with a note to readers; their values stay. Their histories tell of it."""
    notes = {to_attribute("withdrawal_note", code): note.get(code, "") for code in codes()}
    for model, batch in _batches(publications):
        write(Row(model, one.slug, one.values, {"live": False, "replaced_by": None, **notes}) for one in batch)
        comment = note.get(main_language(), "")
        Decision.objects.bulk_create(
            Decision(revision=revision, verb=Verb.WITHDRAW, by=by, at=at, comment=comment)
            for revision in _published(model, batch).values()
        )


def _batches(publications: Iterable[Publication]) -> Iterator[tuple[type[Record], list[Publication]]]:
    by_type: dict[type[Record], list[Publication]] = defaultdict(list)
    for publication in publications:
        by_type[publication.model].append(publication)
    for model, all_of_it in by_type.items():
        for start in range(0, len(all_of_it), BATCH):
            yield model, all_of_it[start : start + BATCH]


def _published(model: type[Record], batch: list[Publication]) -> dict[str, Revision]:
    """The last published revision of each record, by slug."""
    revisions = Revision.objects.of_type(model).filter(slug__in=[one.slug for one in batch], state=State.PUBLISHED)
    return {revision.slug: revision for revision in revisions}


def _write_revisions(
    model: type[Record],
    batch: list[Publication],
    former: dict[str, Revision],
    story: Story,
    published_at: Mapping[str, datetime.datetime] | None = None,
) -> None:
    """Write a published revision for each, in the place of the former; of a direct one, since when it was public."""
    all_of_them = Revision.objects.of_type(model).filter(slug__in=[one.slug for one in batch])
    numbers = dict(all_of_them.order_by().values_list("slug").annotate(Max("number"))) if former else {}
    Revision.objects.filter(pk__in=[revision.pk for revision in former.values()]).update(state=State.SUPERSEDED)
    written = Revision.objects.bulk_create(
        Revision(
            record_type=model.type_name(),
            slug=one.slug,
            values=complete(model, one.values),
            state=State.PUBLISHED,
            number=(numbers.get(one.slug) or 0) + 1,
            based_on=former.get(one.slug),
            previous=former.get(one.slug),
            **{
                **story.columns,
                "published_at": (published_at or {}).get(one.slug, story.at),
                # A first publication is major, but for a row that was public before we looked.
                "change": story.change if one.slug in former or published_at is not None else Change.MAJOR,
            },
        )
        for one in batch
    )
    _lay_under_drafts(all_of_them, {revision.slug: revision for revision in written if revision.number == 1})


def _lay_under_drafts(revisions: Any, first: dict[str, Revision]) -> None:
    """Where staff had begun a record of the same slug, their draft stands on what is published now."""
    drafts = list(revisions.open().filter(slug__in=list(first))) if first else []
    for draft in drafts:
        draft.based_on = first[draft.slug]
    Revision.objects.bulk_update(drafts, ["based_on"])


def _workflows(model: type[Record], batch: list[Publication]) -> dict[str, dict[str, Any]]:
    """Whether each row is public, and its dates, by slug."""
    rows = model._default_manager.filter(slug__in=[one.slug for one in batch])
    return {
        row["slug"]: dict(row)
        for row in rows.values("slug", "live", "first_published_at", "last_published_at", "updated_at")
    }


def _shown(dates: Mapping[str, Any], story: Story) -> dict[str, Any]:
    """The workflow of a row that is public from now on, or still."""
    first, updated = dates.get("first_published_at"), dates.get("updated_at")
    notes = dict.fromkeys((to_attribute("withdrawal_note", code) for code in codes()), "")
    return {
        "live": True,
        "first_published_at": first or story.at,
        "last_published_at": story.at,
        "updated_at": story.at if story.change == Change.MAJOR or not updated else updated,
        "replaced_by": None,
        **notes,
    }
