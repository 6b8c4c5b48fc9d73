import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.models import Commitment
from relations.opendata.columns import Column, Kind, Value, reference, word
from relations.opendata.table import AREAS, BODY, SUMMARY, TITLE, Table, live


def _status(commitment: Any, _language: str, _on: datetime.date) -> Value:
    return commitment.status if commitment.has_status else None


def _commitments() -> Any:
    parties, fulfilled_by = ("by_party", "towards_party"), ("fulfilled_by_action", "fulfilled_by_milestone")
    return live(Commitment).with_passages().with_live(*parties, *fulfilled_by, "areas")


COMMITMENTS = Table(
    "commitment",
    Commitment,
    (
        TITLE,
        SUMMARY,
        BODY,
        word("kind", _("What kind of commitment it is."), Commitment.Kind),
        reference("by_party", _("The party whose commitment it is; empty means both.")),
        reference("towards_party", _("Towards whom it is; empty means nobody in particular.")),
        Column(
            "status",
            _("What has become of it; empty for a position, which is held and not carried out."),
            Kind.CODE,
            _status,
            words=tuple(Commitment.Status.choices),
        ),
        reference("fulfilled_by_action", _("The act of an agreement by which it was fulfilled.")),
        reference("fulfilled_by_milestone", _("The milestone by which it was fulfilled.")),
        AREAS,
    ),
    _commitments,
)
