"""One file of the open data, and what several of them have."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from relations.models import Basis, Record, Revision, State, Statement
from relations.opendata.columns import (
    Column,
    Kind,
    markup,
    page,
    passages,
    references,
    slug,
    text,
    updated,
    value,
    version_page,
    word,
)

TITLE = text("title", _("Its title."))
SUMMARY = text("summary", _("It in one or two sentences."))
BODY = markup("body", _("More about it."))
NOTE = text("note", _("What to know about it."))
PLACE = text("place", _("Where."))
AREAS = references("areas", _("The areas of cooperation that it belongs to."))
ANNOUNCED = value(
    "is_announced",
    _("Whether its source announced it for a later date, and no later source says that it happened."),
    Kind.TRUTH,
)

SLUG = slug(_("Its lasting name, which no other row of this file has."))
# What every statement rests on.
EVIDENCE = (
    word("basis", _("How the passages support it; of several, the weakest counts."), Basis),
    text("derivation", _("How it was computed or concluded.")),
    value("as_of", _("When its source said so: what it says in the present holds as of then."), Kind.DATE),
    passages(_("The passages on which it rests, each as source#passage. Both have a file of their own.")),
)

PAGE = page(_("The address of its page, or of its place on another’s."))
VERSION = value("version", _("The number of its present version; each publication makes a new one."), Kind.NUMBER)
VERSION_PAGE = version_page(_("The address at which just this version stays for good: the one to cite."))
UPDATED = updated(_("When it last changed in a way that matters to a reader."))
WITH_PAGE = (PAGE, VERSION, VERSION_PAGE, UPDATED)
ON_ANOTHER_PAGE = (PAGE, VERSION, UPDATED)


@dataclass(frozen=True)
class Table:
    """One file of the open data: the noun by which its address calls it, its columns, and its records.

    `records` gives the live ones with everything that the columns read: a constant number of queries.
    """

    name: str
    model: type[Record]
    own: tuple[Column, ...]
    records: Callable[[], Any]
    about_itself: tuple[Column, ...] = WITH_PAGE

    @property
    def title(self) -> Any:
        """What it holds, in the reader's language: Agreement actions."""
        return capfirst(self.model._meta.verbose_name_plural)

    @property
    def columns(self) -> tuple[Column, ...]:
        evidence = EVIDENCE if issubclass(self.model, Statement) else ()
        return (SLUG, *self.own, *evidence, *self.about_itself)


def live(model: Any) -> Any:
    """The records of a type that the public may see, each with the number of its present version."""
    revisions = Revision.objects.of_type(model).filter(slug=OuterRef("slug"), state=State.PUBLISHED)
    return model.objects.live().annotate(version=Subquery(revisions.values("number")[:1]))
