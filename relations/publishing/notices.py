"""Mail to the staff about what was submitted, returned and published: who did what, and a link. No content.

It is sent once the transaction is over, by the process that carried it out. A mail server that is slow delays the
answer by EMAIL_TIMEOUT at most; one that is down leaves a line in the log, and what was done stays done.
Loads send none.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import groupby
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from relations.languages import codes
from relations.models import Record, Revision, Verb, record_type
from relations.publishing.roles import may

logger = logging.getLogger(__name__)

# So many records are linked; of more, only the number is told.
LINKS = 20

SUBJECTS = {
    Verb.SUBMIT: _("A draft waits for your review"),
    Verb.RETURN: _("Your draft was returned"),
    Verb.PUBLISH: _("Your draft is public"),
}
BY_A_PERSON = {
    Verb.SUBMIT: _("%(person)s asks for a review of this:"),
    Verb.RETURN: _("%(person)s has returned your draft with a comment:"),
    Verb.PUBLISH: _("%(person)s has published your draft:"),
}
BY_THE_SITE = {
    Verb.SUBMIT: _("This waits for a review:"),
    Verb.RETURN: _("This was scheduled but could not be published. It is in review again:"),
    Verb.PUBLISH: _("Your draft is public now, as it was scheduled:"),
}
# The page of a record to which the link leads.
PAGES = {Verb.SUBMIT: "compare", Verb.RETURN: "change", Verb.PUBLISH: "change"}


# The notices that wait for the end of a block `in_one_message`.
_gathered: ContextVar["list[Notice] | None"] = ContextVar("gathered", default=None)


@dataclass(frozen=True)
class Notice:
    """What somebody did to a record, and whom it concerns, by their keys."""

    verb: Verb
    by: User | None
    record_type: str
    slug: str
    people: frozenset[int | None]


def tell(verb: Verb, concerned: Mapping[Revision, set[int | None]], *, by: User | None) -> None:
    """Write to those whom each revision concerns, but not to who did it, once nothing can be rolled back any more.

    One message for each, whatever the number of records. What is submitted concerns all who may publish it.
    """
    notices = [
        Notice(verb, by, revision.record_type, revision.slug, frozenset(people))
        for revision, people in concerned.items()
    ]

    def deliver() -> None:
        gathered = _gathered.get()
        if gathered is None:
            _try_to_write(notices)
        else:
            gathered.extend(notices)

    transaction.on_commit(deliver)


@contextmanager
def in_one_message() -> Iterator[None]:
    """What is told by several calls in this block, each a transaction of its own, is told at its end, in one message.

    One for each verb and person, that is.
    """
    gathered: list[Notice] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
        _try_to_write(gathered)


def _try_to_write(notices: list[Notice]) -> None:
    in_order = sorted(notices, key=lambda one: one.verb)
    for verb, of_verb in groupby(in_order, key=lambda one: one.verb):
        try:
            _write(verb, list(of_verb))
        except Exception:  # a server that is down, an address that is none: what was done stays done all the same
            logger.exception("The staff could not be told by mail.")


def _write(verb: Verb, notices: list[Notice]) -> None:
    reachable = User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")
    of_person = {user: [one for one in notices if one.by != user and _concerns(user, one)] for user in reachable}
    of_person = {user: own for user, own in of_person.items() if own}
    if not of_person:
        return
    addresses = _addresses(PAGES[verb], {one for own in of_person.values() for one in own})
    subject = " / ".join(_in_each_language(lambda: str(SUBJECTS[verb])))
    _send([EmailMessage(subject, _text(own, addresses), to=[user.email]) for user, own in of_person.items()])


def _send(messages: list[EmailMessage]) -> None:
    """An address that the server refuses keeps nobody else from being told."""
    with get_connection() as connection:
        for message in messages:
            try:
                connection.send_messages([message])
            except SMTPRecipientsRefused:
                logger.exception("A member of the staff could not be told by mail: the address is refused.")


def _concerns(user: User, one: Notice) -> bool:
    return may(user, Verb.PUBLISH, record_type(one)) if one.verb == Verb.SUBMIT else user.pk in one.people


def _addresses(page: str, notices: Iterable[Notice]) -> dict[tuple[str, str], str]:
    """Where each record is found in the admin; those that are gone meanwhile are left out."""
    slugs: dict[type[Record], set[str]] = defaultdict(set)
    for one in notices:
        slugs[record_type(one)].add(one.slug)
    return {
        (model.type_name(), slug): _absolute(f"admin:relations_{model.type_name()}_{page}", key)
        for model, wanted in slugs.items()
        for slug, key in model._default_manager.filter(slug__in=wanted).values_list("slug", "pk")
    }


def _absolute(name: str, *keys: Any) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=keys)}"


def _text(notices: list[Notice], addresses: Mapping[tuple[str, str], str]) -> str:
    """The same in each language, since nobody's is known."""
    first_page = _absolute("admin:index")
    verb, by = notices[0].verb, notices[0].by

    def block() -> str:
        lines = [str(BY_A_PERSON[verb]) % {"person": by} if by else str(BY_THE_SITE[verb])]
        for one in notices[:LINKS]:
            name = capfirst(str(record_type(one)._meta.verbose_name))
            lines.append(f"{name}: {addresses.get((one.record_type, one.slug), first_page)}")
        if len(notices) > LINKS:
            more = {"count": len(notices) - LINKS, "address": first_page}
            lines.append(gettext("And %(count)d more: %(address)s") % more)
        return "\n".join(lines)

    return "\n\n".join(_in_each_language(block))


def _in_each_language(write: Callable[[], str]) -> list[str]:
    texts = []
    for code in codes():
        with override(code):
            texts.append(write())
    return texts
