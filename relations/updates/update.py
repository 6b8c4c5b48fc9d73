"""One public change of the site, and how it is called."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from relations.languages import Text
from relations.models import Change
from relations.parts import changes_address, page_address, part_name

VERSION, LOAD, WITHDRAWAL = "version", "load", "withdrawal"


@dataclass(frozen=True)
class Written:
    """A public record in one of its versions: on its own page, or on that of the record of which it is a part."""

    record: Any
    number: int
    is_redacted: bool

    @property
    def whole(self) -> Any:
        """The record whose page shows it, or itself."""
        return getattr(self.record, self.record.identifying[0]) if self.record.identifying else self.record

    @property
    def title(self) -> Text:
        return self.whole.heading

    @property
    def detail(self) -> str:
        """What tells a part from the others of its whole."""
        return str(part_name(self.record)) if self.record.identifying else ""

    @property
    def address(self) -> str:
        return page_address(self.record)

    @property
    def changes_address(self) -> str:
        return "" if self.is_redacted else changes_address(self.record, self.number)

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_new(self) -> bool:
        """Whether its page was not there before."""
        return self.is_first and not self.record.identifying


@dataclass
class Update:
    """One public change. What is in `written` is public; what is in `withdrawn` is not, and has no title to show."""

    kind: str
    key: int  # of the revision, the load or the decision
    at: datetime.datetime
    note: Text = field(default_factory=Text)
    change: str = Change.MAJOR
    written: list[Written] = field(default_factory=list)  # of a load one for each page, and not of all
    withdrawn: list[Any] = field(default_factory=list)
    count: int = 1  # how many records it wrote
    undoes: bool = False  # whether it is a load that took back another
    is_cut: bool = False  # whether it is a load that concerns more pages than are named

    @property
    def is_load(self) -> bool:
        return self.kind == LOAD

    @property
    def is_withdrawal(self) -> bool:
        return self.kind == WITHDRAWAL

    @property
    def is_about_one(self) -> bool:
        """Whether it is about one public record, and not what a load did to several."""
        return self.count == 1 and bool(self.written) and not self.withdrawn

    @property
    def is_minor(self) -> bool:
        return self.change == Change.MINOR

    @property
    def name(self) -> str:
        """By which a page of updates can be told where it stands."""
        return f"{self.kind}-{self.key}"

    @property
    def own_address(self) -> str:
        return f"{reverse('update_list')}#{self.name}"

    @property
    def address(self) -> str:
        """Where one reads on: on the page of the one record, else here."""
        return self.written[0].address if self.is_about_one else self.own_address

    @property
    def has_fallback(self) -> bool:
        return self.note.fallback or any(one.title.fallback for one in self.written)


def label(record: Any) -> str:
    """What a record is, in a word."""
    return str(capfirst(record._meta.verbose_name))


def heading(update: Update) -> str:
    """What an update is about, in a line."""
    if update.is_load and update.undoes:
        message = ngettext("Taken back: one record", "Taken back: %(number)s records", update.count)
        return message % {"number": update.count}
    if update.is_load and not update.is_about_one:
        message = ngettext("Update of one record", "Update of %(number)s records", update.count)
        return message % {"number": update.count}
    if update.is_withdrawal:
        kinds = dict.fromkeys(map(label, update.withdrawn))
        return gettext("Withdrawn: %(what)s") % {"what": ", ".join(kinds)}
    written = update.written[0]
    about = f"{written.title}, {written.detail}" if written.detail else written.title
    return gettext("%(kind)s: %(title)s") % {"kind": label(written.record), "title": about}
