from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.record import SUMMARY_HELP, StatementAdmin
from relations.models import Commitment


@admin.register(Commitment)
class CommitmentAdmin(StatementAdmin):
    columns = ("title", "kind", "status", "by_party")
    list_select_related = ("by_party",)
    filters = ("kind", "status", "by_party")
    help_texts = {
        "title": _("What is aimed at, for example: Double the trade by 2030."),
        "summary": SUMMARY_HELP,
        "status": _("Whether it was carried out. A position is held, not carried out: leave it open."),
        "areas": _("The areas of cooperation that it belongs to. Search by title."),
        "fulfilled_by_action": _(
            "The act of an agreement by which it was carried out. Search by the agreement’s title."
        ),
        "fulfilled_by_milestone": _("Or the milestone, but not both. Search by title."),
    }
