from django.utils.translation import gettext_lazy as _

from relations.models import Initiative
from relations.opendata.columns import Kind, reference, text, value, word
from relations.opendata.table import ANNOUNCED, AREAS, BODY, PLACE, SUMMARY, TITLE, Table, live

INITIATIVES = Table(
    "initiative",
    Initiative,
    (
        TITLE,
        SUMMARY,
        BODY,
        word("kind", _("What kind of initiative it is."), Initiative.Kind),
        word("status", _("How far it is."), Initiative.Status),
        reference("from_party", _("The party that gives; both empty means that both take part alike.")),
        reference("to_party", _("The party that receives.")),
        value("period_start", _("When it began, or is to begin."), Kind.DATE),
        value("period_end", _("When it ended, or is to end."), Kind.DATE),
        ANNOUNCED,
        PLACE,
        text("organisations", _("The organisations that take part.")),
        text("role", _("What each side does in it, as far as a source says.")),
        AREAS,
    ),
    lambda: live(Initiative).with_passages().with_live("from_party", "to_party", "areas"),
)
