import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.models import Act, Agreement, AgreementAction, AgreementStatus
from relations.opendata.columns import Column, Kind, Value, reference, references, text, title_of, value, word
from relations.opendata.table import ANNOUNCED, AREAS, BODY, NOTE, ON_ANOTHER_PAGE, PLACE, SUMMARY, TITLE, Table, live


def _status(agreement: Any, _language: str, on: datetime.date) -> Value:
    return agreement.status(on)


def _agreements() -> Any:
    found = live(Agreement).order_by("slug").with_actions().with_passages()
    return found.with_live("amends", "replaces", "implements", "areas")


def _actions() -> Any:
    found = live(AgreementAction).order_by("agreement__slug", "date", "slug")
    return found.select_related("agreement").with_passages().with_live("party")


AGREEMENTS = Table(
    "agreement",
    Agreement,
    (
        TITLE,
        text("short_title", _("Its short title.")),
        SUMMARY,
        BODY,
        word("form", _("What form it has."), Agreement.Form),
        word("legally_binding", _("Whether it is legally binding, as far as a source says."), Agreement.Binding),
        Column(
            "status",
            _("What its acts amount to on the day of the download; to be read with the next column."),
            Kind.CODE,
            _status,
            words=tuple(AgreementStatus.choices),
        ),
        value("status_as_of", _("When one of its sources last spoke of it."), Kind.DATE),
        value("registration_number", _("The number under which it is registered."), Kind.TEXT),
        references("amends", _("The agreements that it amends.")),
        references("replaces", _("The agreements that it replaces.")),
        references("implements", _("The agreements that it implements.")),
        AREAS,
    ),
    _agreements,
)

AGREEMENT_ACTIONS = Table(
    "agreement-action",
    AgreementAction,
    (
        reference("agreement", _("The agreement.")),
        title_of("agreement", _("The title of the agreement.")),
        word("act", _("What was done."), Act),
        reference("party", _("The party that did it; empty means both.")),
        value("date", _("When it was done, or is to be done."), Kind.DATE),
        ANNOUNCED,
        PLACE,
        NOTE,
    ),
    _actions,
    about_itself=ON_ANOTHER_PAGE,
)
