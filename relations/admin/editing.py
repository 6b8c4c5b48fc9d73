"""What a record's form stands on: the newest draft, and the values that the form had shown when it was opened."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from relations import publishing
from relations.admin import verbs
from relations.admin.display import in_words
from relations.merge import Unit
from relations.models import Record
from relations.publishing import Behind, EditConflict, Opened, Standing, differing, label
from relations.values import Problem, apply, content_fields

# The name of the hidden field that brings `Opened` back. It stands outside the form's own fields.
OPENED = "_opened"
_SALT = "relations.admin.opened"


@dataclass
class Editing:
    """One person's form of one record: where the record stands, and what she was shown."""

    now: Standing
    opened: Opened
    # Conflicts between the draft and what was published under it since; references to records that are gone.
    moved: tuple[Any, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    # Whether somebody has just opened it, and does not get it back with what stands against it.
    is_opened: bool = False

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody else saved since, so that what is saved now has more in it than she was shown."""
        return self.opened.values != self.now.rebased().values

    @cached_property
    def behind(self) -> list[Behind]:
        """The languages in which what is public is behind its main text."""
        return publishing.behind_of(self.now.row) if self.now.row else []


def begin(request: HttpRequest, row: Record) -> Editing:
    """Give a row the values that its form shows: the newest draft's; on the way back, those that it had shown.

    With the latter the form knows which fields this person changed, whatever her colleagues did meanwhile.
    """
    model = type(row)
    if request.method == "POST":
        now = publishing.standing(model, row.slug, at=timezone.now())
        editing = Editing(now, _read(request.POST.get(OPENED, ""), row))
        apply(row, editing.opened.values)
    else:
        now = publishing.look(model, row.slug)
        newest = now.rebased()
        editing = Editing(now, now.opened(newest.values), newest.conflicts, is_opened=True)
        editing.problems = apply(row, newest.values)
    return editing


def token(row: Record, opened: Opened) -> str:
    """`opened` for the hidden field, signed, so that it comes back as it went out."""
    content = {"record": [row.type_name(), row.slug], "values": opened.values, "public": opened.public}
    return signing.dumps(content, salt=_SALT, compress=True)


def _read(text: str, row: Record) -> Opened:
    """What the hidden field says. If it is damaged, nothing: then all that differs counts as a conflict."""
    try:
        content = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return Opened({})
    if content["record"] != [row.type_name(), row.slug] or set(content["values"]) - set(content_fields(type(row))):
        return Opened({})
    return Opened(content["values"], content["public"])


def shown(row: Any, conflict: EditConflict | None) -> dict[str, Any]:
    """What the page of a record shows beside its form: the token, what collides, what is gone."""
    editing: Editing = row.editing
    units = conflict.units if conflict else editing.moved
    return {
        "opened_name": OPENED,
        "opened": token(row, conflict.opened if conflict else editing.opened),
        "conflicts": [pane for unit in units for pane in panes(type(row), unit)],
        "problems": [message for _name, message in editing.problems],
        "hints": _hints(row) if editing.is_opened and editing.now.open and not editing.moved else [],
    }


def _hints(row: Any) -> list[dict[str, str]]:
    """What to look at before the draft, as it was saved, is published; each with its field on this page."""
    return [
        {"sentence": verbs.in_words(hint, row), "address": f"#id_{hint.field}"}
        for hint in publishing.hints(row.editing.now, row.editing.opened.values)
    ]


def panes(model: type[Record], unit: Unit) -> list[dict[str, str]]:
    """The fields of a conflict that differ, each with its value before, a colleague's and one's own."""
    return [
        {
            "label": label(model, name),
            "before": in_words(model, name, unit.base.get(name)),
            "theirs": in_words(model, name, unit.theirs.get(name)),
            "ours": in_words(model, name, unit.ours.get(name)),
        }
        for name in differing(unit)
    ]
