from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.record import SUMMARY_HELP, StatementAdmin
from relations.models import Milestone


@admin.register(Milestone)
class MilestoneAdmin(StatementAdmin):
    columns = ("title", "date", "kind", "party")
    list_select_related = ("party",)
    filters = ("kind", "party")
    help_texts = {
        "title": _("What happened, for example: Diplomatic relations established."),
        "summary": SUMMARY_HELP,
        "agreement": _("The agreement that it is about, if it is about one. Search by title."),
        "areas": _("The areas of cooperation that it belongs to. Search by title."),
    }
