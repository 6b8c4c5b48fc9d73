from django.utils.translation import gettext_lazy as _

from relations.models import CooperationArea
from relations.opendata.columns import Kind, value
from relations.opendata.table import BODY, SUMMARY, TITLE, Table, live

AREAS_OF_COOPERATION = Table(
    "area",
    CooperationArea,
    (TITLE, SUMMARY, BODY, value("order", _("Its rank among the areas."), Kind.NUMBER)),
    lambda: live(CooperationArea).with_passages(),
)
