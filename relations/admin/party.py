from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.record import RecordAdmin
from relations.models import Party


@admin.register(Party)
class PartyAdmin(RecordAdmin):
    title_name = "name"
    columns = ("title", "iso_3166", "colour")
    searched_texts = ("name", "formal_name")
    help_texts = {
        "formal_name": _("As in a treaty, for example: the Republic of Northland."),
        "adjective": _("As in “Northern exports”."),
    }
