"""Translations that are behind their main text, and saying that one is right still.

A text is behind in a language when the main text changed in a major version later than the last one in which the
translation changed or somebody confirmed it. Versions count alike whoever made them: a person, a load or its undo,
a restored draft. One whose content was redacted says nothing: those before and after it are compared, as a major
change where it was one. What says again what it said when the translation was right leaves nothing behind; and a
text that is empty in a language is missing there, not behind.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations.languages import codes, main_language
from relations.models import RECORD_TYPES, Change, Decision, Record, Revision, Verb, record_type
from relations.publishing.refusals import NotAllowed, NotNow, Reason
from relations.publishing.roles import require
from relations.publishing.standing import decide, look, take_turn
from relations.values import content_fields

# What is read of each version: what is compared, and what a page says of it.
_READ = (
    "record_type",
    "slug",
    "number",
    "change",
    "redacted_at",
    "published_at",
    "values",
    *(to_attribute("change_note", code) for code in codes()),
)


@dataclass(frozen=True)
class Reworded:
    """A text by its name, as the main language had it when its translation was last right, and has it now."""

    name: str
    before: str
    now: str


@dataclass(frozen=True)
class Behind:
    """A public record whose texts, in one language, are behind; `since` is the version that left them so.

    `number` is that of the version that is public now: who says that they are right still has looked at it.
    """

    record_type: str
    slug: str
    language: str
    reworded: tuple[Reworded, ...]
    since: Revision
    number: int

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text.name for text in self.reworded)


def text_names(model: type[Record]) -> list[str]:
    """The names of a record type's translated texts, in the order of its form: title, summary, body."""
    columns = {to_attribute(name, main_language()): name for name in model.translated_names()}
    return [columns[column] for column in content_fields(model) if column in columns]


def behind(*models: type[Record]) -> list[Behind]:
    """What is behind among the public records of these types, or of all: by type, slug and language. Two queries.

    Only records that were changed for a reader since they were first published are read.
    """
    return _behind(_public((model, None) for model in models or RECORD_TYPES))


def behind_of(*records: Record) -> list[Behind]:
    """What is behind in these records; nothing in one that is not public. Two queries."""
    slugs: dict[type[Record], list[str]] = {}
    for record in records:
        slugs.setdefault(type(record), []).append(record.slug)
    return _behind(_public(slugs.items())) if slugs else []


@transaction.atomic
def confirm_translation(record: Record, language: str, number: int, *, by: User | None, at: datetime.datetime) -> None:
    """Say that a record's texts in a language are right still, beside its version of this number, which one has read.

    Raises NotPermitted; NotNow where the record is not public, or another version is by now; NotAllowed for what is
    no language to translate into, and where nothing is behind.
    """
    model = type(record)
    require(by, Verb.CONFIRM_TRANSLATION, model)
    if language not in codes() or language == main_language():
        raise NotAllowed([Reason("", _("This is not a language into which texts are translated."), record)])
    take_turn()
    # Nobody publishes it meanwhile. No row is written, so what was written past the verbs need not be recorded.
    row = model._default_manager.select_for_update(of=("self",)).live().filter(slug=record.slug).first()
    now = look(model, record.slug)
    if row is None or now.published is None:
        raise NotNow([Reason("", _("It is not public."), record)])
    if now.published.number != number:
        raise NotNow([Reason("", _("It has changed since you looked. Look at it again."), row)])
    if not any(one.language == language for one in behind_of(row)):
        raise NotAllowed([Reason("", _("There is nothing to confirm: no translation into it is behind."), row)])
    decide(now.published, Verb.CONFIRM_TRANSLATION, by=by, at=at, language=language)


def _public(wanted: Any) -> Any:
    """The versions of public records, of types and slugs or whole types, that had a major change after their first."""
    public = Q(pk__in=[])
    for model, slugs in wanted:
        rows: Any = model._default_manager.live().order_by()
        rows = rows if slugs is None else rows.filter(slug__in=slugs)
        public |= Q(record_type=model.type_name(), slug__in=rows.values("slug"))
    same = Revision.objects.filter(record_type=OuterRef("record_type"), slug=OuterRef("slug")).order_by()
    later = same.filter(change=Change.MAJOR, number__gt=1)
    return Revision.objects.filter(public, Exists(later), number__isnull=False)


def _behind(versions: Any) -> list[Behind]:
    confirmed = _confirmed(versions)
    in_order = versions.only(*_READ).order_by("record_type", "slug", "number")
    found = [
        one
        for _key, of_record in groupby(in_order.iterator(), key=lambda version: (version.record_type, version.slug))
        for one in _of_record(list(of_record), confirmed)
    ]
    order = codes()
    return sorted(found, key=lambda one: (RECORD_TYPES.index(record_type(one)), one.slug, order.index(one.language)))


def _confirmed(versions: Any) -> dict[tuple[str, str, str], int]:
    """The number of the last version beside which somebody confirmed a translation, by type, slug and language."""
    said = Decision.objects.filter(verb=Verb.CONFIRM_TRANSLATION, revision__in=versions.order_by().values("pk"))
    last = said.order_by().values_list("revision__record_type", "revision__slug", "language")
    return {(kind, slug, code): number for kind, slug, code, number in last.annotate(Max("revision__number"))}


def _of_record(versions: list[Revision], confirmed: Mapping[tuple[str, str, str], int]) -> Iterator[Behind]:
    """What is behind in a record with these versions, the first one first."""
    known = _known(versions)
    last = versions[-1]
    assert last.number is not None
    reworded = [name for name in text_names(record_type(last)) if _is_reworded(known, name)]
    for language in codes()[1:] if reworded else []:
        number = confirmed.get((last.record_type, last.slug, language), 0)
        found = [left for name in reworded if (left := _left(known, name, language, number))]
        if found:
            since = min((since for since, _text in found), key=lambda version: version.number or 0)
            yield Behind(
                last.record_type, last.slug, language, tuple(text for _since, text in found), since, last.number
            )


@dataclass(frozen=True)
class _Known:
    """A version whose content is there, and whether it, or what was redacted before it, was a major change."""

    version: Revision
    is_major: bool


def _known(versions: Sequence[Revision]) -> list[_Known]:
    known = []
    is_major = False
    for version in versions:
        is_major = is_major or version.change == Change.MAJOR
        if version.redacted_at is None:
            known.append(_Known(version, is_major))
            is_major = False
    return known


def _texts(known: list[_Known], name: str, language: str) -> list[str]:
    """A text in one language as each version has it; one from before the text was added has none."""
    column = to_attribute(name, language)
    return [one.version.values.get(column) or "" for one in known]


def _is_reworded(known: list[_Known], name: str) -> bool:
    """Whether the main text is another now than it once was."""
    mains = _texts(known, name, main_language())
    return any(main != mains[-1] for main in mains)


def _left(known: list[_Known], name: str, language: str, confirmed: int) -> tuple[Revision, Reworded] | None:
    """The version that left a text behind in a language, and how the main text changed; nothing where it is not."""
    mains, translations = _texts(known, name, main_language()), _texts(known, name, language)
    right = 0  # the place of the last version in which the translation is known to have been right
    for place in range(1, len(known)):
        number = known[place].version.number or 0
        if translations[place] != translations[place - 1] or number <= confirmed:
            right = place
    if not translations[-1] or mains[right] == mains[-1]:
        return None
    for place in range(right + 1, len(known)):
        if known[place].is_major and mains[place] != mains[place - 1]:
            return known[place].version, Reworded(name, mains[right], mains[-1])
    return None
