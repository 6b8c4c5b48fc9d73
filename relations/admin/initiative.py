from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.record import SUMMARY_HELP, StatementAdmin
from relations.models import Initiative


@admin.register(Initiative)
class InitiativeAdmin(StatementAdmin):
    columns = ("title", "kind", "status", "period_start")
    filters = ("kind", "status", "from_party")
    searched_texts = ("title", "summary", "organisations")
    help_texts = {
        "title": _("Its name, for example: Clean harbours."),
        "summary": SUMMARY_HELP,
        "areas": _("The areas of cooperation that it belongs to. Search by title."),
        "period_start": _("As precisely as the source gives it: 2012-05-10, 2012-05 or 2012."),
        "period_end": _("The same way. Empty while no end is known."),
        "place": _("Where it takes place, for example: three ports of the north."),
        "organisations": _("Who carries it out, separated by semicolons."),
    }
