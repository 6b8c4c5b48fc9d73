"""The editor's verbs: save a draft, submit it, restore a past one; and its ways back, return and discard."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations.models import OPEN, Change, Origin, Record, Revision, State, Verb, record_type
from relations.publishing import notices
from relations.publishing.merging import merge_values
from relations.publishing.refusals import EditConflict, NotAllowed, NotNow, NotPermitted, Opened, Reason
from relations.publishing.roles import may, require
from relations.publishing.standing import (
    Standing,
    add_revision,
    authors_of,
    decide,
    end,
    hold,
    standing,
    supersede,
)
from relations.values import Row, Values, apply, complete, values_of, write

TAKEN = _("Another record of this type has this slug.")
GONE = _("The record is not there any more.")


@transaction.atomic
def save_draft(
    model: type[Record],
    slug: str,
    values: Values,
    *,
    by: User | None,
    at: datetime.datetime,
    opened: Opened | None = None,
    change: Change = Change.MAJOR,
    change_note: Mapping[str, str] | None = None,
    origin: Origin = Origin.EDITOR,
    is_new: bool = False,
) -> Revision:
    """Save values as the draft of a record; of a record that was never live, its row follows.

    With `is_new`, a record that is there already is refused: its slug is taken. So it is where the public once saw
    one whose row was deleted past the verbs: its versions have the address.

    `opened` is what the person's form had shown: what a colleague saved since is merged. Values not named stay
    as they are. `change_note` has a text per language. Where nothing differs from the newest revision, that
    one is returned and none written. An open revision in review or scheduled becomes a draft again.

    Raises NotPermitted; NotAllowed with everything that is not valid; NotNow where the record is gone; EditConflict
    where somebody else changed the same.
    """
    require(by, Verb.SAVE, model)
    now = standing(model, slug, at=at)
    if is_new and (now.row or now.is_gone):
        raise NotAllowed([Reason("slug", TAKEN, now.row)])
    if now.is_gone:
        raise NotNow([Reason("", GONE)])
    draft = draft_values(now, values, opened)
    if reasons := invalid(now, draft):
        raise NotAllowed(reasons)
    notes = {to_attribute("change_note", code): text for code, text in (change_note or {}).items()}
    unchanged = now.newest is not None and complete(model, now.newest.values) == draft and now.is_rebased
    if now.newest and unchanged and not _says_something_new(now.open, change, notes):
        return now.newest
    try:
        with transaction.atomic():
            revision = _write_draft(now, draft, origin=origin, by=by, at=at, change=change, **notes)
    except IntegrityError as error:  # made by somebody else since we looked, when there was no row to hold
        raise NotAllowed([Reason("slug", TAKEN)]) from error
    decide(revision, Verb.SAVE, by=by, at=at)
    return revision


def draft_values(now: Standing, values: Values, opened: Opened | None) -> dict[str, Any]:
    """The values of the next draft: what somebody wrote, merged with what others did since they opened it.

    Raises EditConflict.
    """
    newest = now.rebased()
    seen = now.opened(newest.values)
    if opened is None:  # not from a form: what was published under an open draft has not been seen
        opened = Opened(newest.values, "" if newest.conflicts else seen.public)
    mine = complete(now.model, newest.values | dict(values))
    merged = merge_values(now.model, opened.values, mine, newest.values)
    # Conflicts between the draft and what was published under it, unless the form has shown them.
    moved = newest.conflicts if opened.public != seen.public else ()
    if units := (*merged.conflicts, *moved):
        raise EditConflict(now.model, merged.values, units, seen)
    return merged.values


def invalid(now: Standing, values: Values) -> list[Reason]:
    """What the fields and rules of a record say against values, as a whole record."""
    row = now.model._default_manager.get(pk=now.row.pk) if now.row else now.model(slug=now.slug)
    reasons = []
    if now.row:
        before = values_of(now.row)
        reasons = [
            Reason(name, _("It identifies the record: withdraw this one and make another."), now.row)
            for name in (*now.model.identifying, *now.model.identity)
            if values[name] != before[name]
        ]
    problems = apply(row, values)
    reasons += [Reason(name, message, row) for name, message in problems]
    try:
        row.full_clean(exclude=[name for name, _message in problems])
    except ValidationError as error:
        reasons += [
            Reason("" if name == NON_FIELD_ERRORS else name, message, row)
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return reasons


def _says_something_new(open_revision: Revision | None, change: Change, notes: Mapping[str, str]) -> bool:
    """Whether the note or its weight differs from the draft's; without a draft there is nothing to say it of."""
    if open_revision is None:
        return False
    return open_revision.change != change or any(getattr(open_revision, name) != text for name, text in notes.items())


def _write_draft(
    now: Standing, values: Values, *, origin: Origin, by: User | None, at: datetime.datetime, **columns: Any
) -> Revision:
    supersede(now.open)
    now.open = add_revision(now, values, origin=origin, state=State.DRAFT, by=by, at=at, **columns)
    if not now.was_ever_live:
        write([Row(now.model, now.slug, values)])
    return now.open


@transaction.atomic
def submit(revision: Revision, *, by: User | None, at: datetime.datetime, comment: str = "") -> None:
    """Ask for a review of a draft. Raises NotPermitted or NotNow."""
    hold(revision, State.DRAFT, verb=Verb.SUBMIT, by=by, at=at)
    revision.state = State.IN_REVIEW
    revision.save(update_fields=["state"])
    decide(revision, Verb.SUBMIT, by=by, at=at, comment=comment)
    notices.tell(Verb.SUBMIT, {revision: set()}, by=by)


@transaction.atomic
def return_draft(revision: Revision, *, by: User | None, at: datetime.datetime, comment: str) -> None:
    """Give a draft in review, or scheduled, back to its author. Raises NotPermitted, NotNow or NotAllowed."""
    hold(revision, State.IN_REVIEW, State.SCHEDULED, verb=Verb.RETURN, by=by, at=at)
    if not comment.strip():
        raise NotAllowed([Reason("comment", _("Say what should be changed."))])
    end(revision, State.DRAFT)
    decide(revision, Verb.RETURN, by=by, at=at, comment=comment.strip())
    notices.tell(Verb.RETURN, authors_of(revision), by=by)


@transaction.atomic
def discard(revision: Revision, *, by: User | None, at: datetime.datetime) -> None:
    """Drop an open revision; a record that was never live goes with it, its history stays.

    Its author may, and every publisher. Raises NotPermitted, NotNow, or NotAllowed while others refer to it.
    """
    model = record_type(revision)
    if not (may(by, Verb.DISCARD, model) or (may(by, Verb.SAVE, model) and revision.author == by)):
        raise NotPermitted([Reason("", _("Only its author and publishers may discard a draft."))])
    now = hold(revision, *OPEN, verb=Verb.SAVE, by=by, at=at)
    if now.row and not now.was_ever_live:
        _delete(now.row)
    end(revision, State.DISCARDED)
    decide(revision, Verb.DISCARD, by=by, at=at)


def _delete(row: Record) -> None:
    """Delete a row that nothing refers to; a set that names it would lose it without a word."""
    relations: list[Any] = [relation for relation in row._meta.related_objects if relation.many_to_many]
    referring = [
        other
        for relation in relations
        for other in relation.related_model._default_manager.filter(**{relation.field.name: row})
    ]
    try:
        if not referring:
            row.delete()
    except ProtectedError as error:
        referring = list(error.protected_objects)
    if referring:
        raise NotAllowed(Reason("", _("“%(record)s” refers to it.") % {"record": other}, row) for other in referring)


@transaction.atomic
def restore(revision: Revision, *, by: User | None, at: datetime.datetime) -> Revision:
    """Make a past revision's values the draft, in place of an open one. Raises NotPermitted, NotNow or NotAllowed.

    A reference to a record that is gone comes back too, and publishing says so then; but a record that was
    never live cannot hold it.
    """
    now = hold(revision, State.PUBLISHED, State.SUPERSEDED, State.DISCARDED, verb=Verb.RESTORE, by=by, at=at)
    if now.is_gone:
        raise NotNow([Reason("", GONE)])
    if revision.redacted_at:
        raise NotAllowed([Reason("", _("The content of this version was redacted."), now.row)])
    values = complete(now.model, revision.values)
    if not now.was_ever_live and (gone := apply(now.model(slug=now.slug), values)):
        raise NotAllowed(Reason(name, message, now.row) for name, message in gone)
    restored = _write_draft(now, values, origin=Origin.RESTORE, by=by, at=at)
    decide(restored, Verb.RESTORE, by=by, at=at)
    return restored
