"""What a verb says when it is not carried out. Nothing is written then."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from translated_fields.fields import show_language_code

from relations.merge import Unit, Values
from relations.models import Record
from relations.values import content_fields


def label(model: type[Record], name: str) -> str:
    """What a field of a record is called; nothing for what is none."""
    field = content_fields(model).get(name)
    with show_language_code(True):
        return capfirst(str(field.verbose_name)) if field else ""


@dataclass(frozen=True)
class Reason:
    """One thing that stands against a verb: the field it is about, if any, a sentence, and the record."""

    field: str
    message: Any
    record: Record | None = None

    def __str__(self) -> str:
        where = label(type(self.record), self.field) if self.record is not None else self.field
        return ": ".join(str(part) for part in (self.record, where, self.message) if part)


class NotAllowed(Exception):
    """A verb is not allowed; `reasons` has everything that stands against it, at once."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(map(str, self.reasons)))


class NotPermitted(NotAllowed):
    """The person may not do this at all, whatever the state of the record."""


class NotNow(NotAllowed):
    """The revision is not, or no longer, in a state that allows this: somebody else was faster."""


@dataclass(frozen=True)
class Opened:
    """What a form showed when it was opened: the values, and a mark of what was public under them then."""

    values: Values
    public: str = ""


class EditConflict(Exception):
    """Two people changed the same. `units` are what they differ in, `values` the rest merged, ours left in conflict.

    `opened` is what to hand to the next attempt: by then the person has seen the other's values.
    """

    def __init__(self, model: type[Record], values: Values, units: Iterable[Unit], opened: Opened) -> None:
        self.model = model
        self.values = values
        self.units = tuple(units)
        self.opened = opened
        super().__init__(model, values, units, opened)

    def __str__(self) -> str:
        fields = dict.fromkeys(label(self.model, name) for unit in self.units for name in differing(unit))
        return gettext("Somebody else changed this meanwhile: %(fields)s.") % {"fields": ", ".join(fields)}


def differing(unit: Unit) -> list[str]:
    """The fields of a unit in which its two sides differ."""
    return [name for name in unit.fields if unit.ours.get(name) != unit.theirs.get(name)]
