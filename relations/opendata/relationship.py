from django.utils.translation import gettext_lazy as _

from relations.models import Relationship
from relations.opendata.columns import Kind, reference, text, value
from relations.opendata.table import Table, live

RELATIONSHIP = Table(
    "relationship",
    Relationship,
    (
        reference("home_party", _("The party that keeps this site.")),
        reference("partner_party", _("The other party.")),
        text("site_title", _("The title of this site.")),
        text("tagline", _("The lines set large on its first page.")),
        text("introduction", _("The relationship in one paragraph.")),
        text("about", _("What this site is.")),
        text("publisher", _("Who publishes this site.")),
        value("last_checked", _("When its content was last checked."), Kind.DATE),
        text("data_licence", _("The terms under which the data may be used.")),
    ),
    lambda: live(Relationship).with_passages().with_live("home_party", "partner_party"),
)
