from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.record import SUMMARY_HELP, StatementAdmin
from relations.models import CooperationArea


@admin.register(CooperationArea)
class AreaAdmin(StatementAdmin):
    columns = ("title", "order")
    help_texts = {
        "title": _("A field of work in a few words, for example: Public health."),
        "summary": SUMMARY_HELP,
        "order": _("Its rank among the areas: 1 comes first."),
    }
