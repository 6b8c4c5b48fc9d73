from django.utils.translation import gettext_lazy as _

from relations.models import Milestone
from relations.opendata.columns import Kind, reference, value, word
from relations.opendata.table import ANNOUNCED, AREAS, BODY, SUMMARY, TITLE, Table, live

MILESTONES = Table(
    "milestone",
    Milestone,
    (
        TITLE,
        SUMMARY,
        BODY,
        value("date", _("When it happened, or is to happen."), Kind.DATE),
        ANNOUNCED,
        word("kind", _("What kind of event it is."), Milestone.Kind),
        reference("party", _("The party whose event it is; empty means both.")),
        value("observed_yearly", _("Whether its anniversaries are announced."), Kind.TRUTH),
        reference("agreement", _("The agreement that it is about.")),
        AREAS,
    ),
    lambda: live(Milestone).with_passages().with_live("party", "agreement", "areas"),
)
