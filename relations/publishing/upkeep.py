"""Keeping what is public true: when a record is to be looked at again, and whether passages support it still."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models import RECORD_TYPES, Decision, Record, Revision, State, Statement, Verb, record_type
from relations.publishing.publication import doubts_support
from relations.publishing.refusals import NotAllowed, NotNow, Reason
from relations.publishing.roles import require
from relations.publishing.standing import Standing, decide, standing
from relations.values import Row, Values, column, complete, write

# What is read of each version: what is compared, and what a page says of it.
_READ = ("record_type", "slug", "number", "values", "state", "published_at", "load_id")

STATEMENTS = tuple(model for model in RECORD_TYPES if issubclass(model, Statement))


@dataclass(frozen=True)
class Due:
    """A public record whose review date has passed."""

    record_type: str
    slug: str
    review_by: datetime.date


@transaction.atomic
def set_review_by(record: Record, day: datetime.date | None, *, by: User | None, at: datetime.datetime) -> None:
    """Note that somebody has looked at a record, and until when it is to be looked at again; None for never.

    Raises NotPermitted, NotNow, or NotAllowed for a day that is over.
    """
    require(by, Verb.REVIEW_BY, type(record))
    now = standing(type(record), record.slug, at=at)
    revision = now.published or now.open
    if now.row is None or revision is None:
        raise NotNow([Reason("", _("The record is not there any more."))])
    if day is not None and day < at.astimezone(timezone.get_default_timezone()).date():
        raise NotAllowed([Reason("review_by", _("Choose a day that is still to come."), now.row)])
    workflow = {"live": now.row.live, "review_by": day}
    write([Row(now.model, now.slug, complete(now.model, revision.values), workflow)])
    decide(revision, Verb.REVIEW_BY, by=by, at=at, comment=day.isoformat() if day else "")


def review_due(on: datetime.date) -> list[Due]:
    """The public records whose review date lies before a day, the longest overdue first. One query."""
    each = [
        model._default_manager.live()
        .filter(review_by__lt=on)
        .order_by()
        .values_list(Value(model.type_name()), "slug", "review_by")
        for model in RECORD_TYPES
    ]
    found = [Due(*row) for row in each[0].union(*each[1:], all=True)]
    return sorted(found, key=lambda due: (due.review_by, RECORD_TYPES.index(record_type(due)), due.slug))


@dataclass(frozen=True)
class Unconfirmed:
    """A public statement whose claim was changed over passages that stayed, and nobody said that they support it."""

    # The last version whose passages are known to support it, the one that changed its claim, and what is public now.
    supported: Revision
    since: Revision
    published: Revision

    @property
    def record_type(self) -> str:
        return self.published.record_type

    @property
    def slug(self) -> str:
        return self.published.slug

    @property
    def changed(self) -> list[str]:
        """The columns, in the main language, in which its claim is another than the one that was supported."""
        model = record_type(self)
        before, after = (complete(model, version.values) for version in (self.supported, self.published))
        return [name for name in _claims(model) if before[name] != after[name]]


def support_unconfirmed() -> list[Unconfirmed]:
    """The public statements to which this happened, by a load or past the verbs; the first to change comes first.

    One query, which reads what has more than one version, the last of which nobody was asked about.
    """
    public = Q(pk__in=[])
    for model in STATEMENTS:
        live = model._default_manager.live().order_by().values("slug")
        public |= Q(record_type=model.type_name(), slug__in=live)
    asked = Decision.objects.filter(revision=OuterRef("pk"), support_confirmed=True)
    last = Revision.objects.filter(~Exists(asked), public, state=State.PUBLISHED, number__gt=1)
    of_those = last.filter(record_type=OuterRef("record_type"), slug=OuterRef("slug")).order_by()
    found = _in_doubt(Revision.objects.filter(Exists(of_those)))
    return sorted(found, key=lambda one: (one.since.published_at, one.since.pk))


@transaction.atomic
def confirm_support(record: Statement, number: int, *, by: User | None, at: datetime.datetime) -> None:
    """Say that the passages still support what a statement claims in the version of this number, which one has read.

    Raises NotPermitted; NotNow where another version is public by now; NotAllowed where nobody is in doubt.
    """
    require(by, Verb.CONFIRM_SUPPORT, type(record))
    now = standing(type(record), record.slug, at=at)
    if now.published is None or not now.live or now.published.number != number:
        raise NotNow([Reason("", _("It has changed since you looked. Look at it again."), now.row)])
    if not _in_doubt(Revision.objects.of(record)):
        raise NotAllowed([Reason("", _("There is nothing to confirm: its support is not in doubt."), now.row)])
    decide(now.published, Verb.CONFIRM_SUPPORT, by=by, at=at, support_confirmed=True)


def drafts_to_be_asked_about() -> list[Revision]:
    """The drafts, in review or not, whose support must be confirmed before they are published. Two queries."""
    names = [model.type_name() for model in STATEMENTS]
    waiting = (State.DRAFT, State.IN_REVIEW)  # what is scheduled has been asked about
    drafts = Revision.objects.filter(record_type__in=names, state__in=waiting).select_related("based_on", "author")
    same = drafts.filter(record_type=OuterRef("record_type"), slug=OuterRef("slug")).order_by()
    published = {
        (one.record_type, one.slug): one for one in Revision.objects.filter(Exists(same), state=State.PUBLISHED)
    }
    asked = []
    for draft in drafts.order_by("pk"):
        now = Standing(record_type(draft), draft.slug, None, published.get((draft.record_type, draft.slug)), draft)
        if now.published is not None and doubts_support(now, now.rebased().values):
            asked.append(draft)
    return asked


def _in_doubt(revisions: Any) -> list[Unconfirmed]:
    """Of the statements whose revisions these are, those whose claim is not known to be supported. One query."""
    confirmed = Decision.objects.filter(revision=OuterRef("pk"), support_confirmed=True)
    of_record: dict[tuple[str, str], list[Any]] = defaultdict(list)
    versions = revisions.exclude(number=None).filter(redacted_at=None).only(*_READ)
    for version in versions.annotate(is_confirmed=Exists(confirmed)).order_by("number"):
        of_record[version.record_type, version.slug].append(version)
    return [doubt for versions in of_record.values() if (doubt := _doubt(versions))]


def _doubt(versions: list[Any]) -> Unconfirmed | None:
    """What is in doubt about a record with these versions, the first one first, if anything is."""
    model = record_type(versions[0])
    claims = _claims(model)
    values = [complete(model, version.values) for version in versions]
    last = len(versions) - 1
    supported = last
    while supported and not _settles(versions[supported], values[supported], values[supported - 1]):
        supported -= 1

    def differs(place: int) -> bool:
        return any(values[place][name] != values[supported][name] for name in claims)

    if not differs(last):
        return None
    since = next(place for place in range(supported + 1, last + 1) if differs(place))
    return Unconfirmed(versions[supported], versions[since], versions[last])


@cache
def _claims(model: Any) -> list[str]:
    """The columns that hold what a statement claims, in the main language."""
    return [column(model, name) for name in model.claims]


def _settles(version: Any, values: Values, before: Values) -> bool:
    """Whether with a version the question is answered: somebody confirmed it, or chose other passages."""
    return version.is_confirmed or values["passages"] != before["passages"]
