"""Addresses at which a draft can be read without an account: given out for some days, read back, and revoked."""

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from relations.models import OPEN, Revision, Verb
from relations.publishing.standing import hold

# For so long an address that was given out shows its draft, if that stays as it is.
PREVIEW_PERIOD = datetime.timedelta(days=7)

_SALT = "relations.preview"

UNKNOWN = _("There is no such preview.")
REVOKED = _("This preview was revoked.")
ENDED = _("This preview has ended.")
EXPIRED = _("This preview has expired.")


class NoPreview(Exception):
    """An address shows no draft; `sentence` says why.

    `revision` is the one that it was given out for, None where it was never given out.
    """

    def __init__(self, sentence: Any, revision: Revision | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.revision = revision

    def __str__(self) -> str:
        return str(self.sentence)


def preview_token(revision: Revision, *, at: datetime.datetime) -> str:
    """What stands in the address of an open revision's preview: signed, good from now on for `PREVIEW_PERIOD`."""
    ends_at = at + PREVIEW_PERIOD
    return Signer(salt=_SALT).sign_object([revision.pk, revision.preview_number, int(ends_at.timestamp())])


def read_token(token: str, *, at: datetime.datetime) -> Revision:
    """The open revision whose preview an address shows.

    Raises NoPreview for an address that was never given out or was altered, and for one that was revoked or has
    expired, or whose revision is no longer open: published, discarded, or another was saved in its place.
    """
    try:
        key, number, ends_at = Signer(salt=_SALT).unsign_object(token)
    except BadSignature as error:
        raise NoPreview(UNKNOWN) from error
    revision = Revision.objects.filter(pk=key).first()
    if revision is None:
        raise NoPreview(UNKNOWN)
    if not revision.is_open:
        raise NoPreview(ENDED, revision)
    if number != revision.preview_number:
        raise NoPreview(REVOKED, revision)
    if at.timestamp() >= ends_at:
        raise NoPreview(EXPIRED, revision)
    return revision


@transaction.atomic
def revoke_previews(revision: Revision, *, by: User | None, at: datetime.datetime) -> None:
    """End every preview address that was given out for an open revision; new ones can be given out at once.

    Whoever may save a draft of the record may. Raises NotPermitted or NotNow.
    """
    hold(revision, *OPEN, verb=Verb.SAVE, by=by, at=at)
    revision.preview_number += 1
    revision.save(update_fields=["preview_number"])
