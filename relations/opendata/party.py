from django.utils.translation import gettext_lazy as _

from relations.models import Party
from relations.opendata.columns import Kind, text, value
from relations.opendata.table import ON_ANOTHER_PAGE, Table, live

PARTIES = Table(
    "party",
    Party,
    (
        text("name", _("Its name, as in a list.")),
        text("formal_name", _("Its formal name.")),
        text("adjective", _("Its adjective.")),
        value("iso_3166", _("Its code of two letters (ISO 3166-1)."), Kind.TEXT),
    ),
    lambda: live(Party),
    about_itself=ON_ANOTHER_PAGE,
)
