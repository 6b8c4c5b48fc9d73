from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.record import SUMMARY_HELP, StatementAdmin
from relations.models import Agreement, AgreementAction


@admin.register(Agreement)
class AgreementAdmin(StatementAdmin):
    columns = ("title", "form", "legally_binding")
    filters = ("form", "legally_binding")
    searched_texts = ("title", "short_title", "summary")
    lists = ("actions",)
    help_texts = {
        "title": _("Its full title, as it is printed on the text."),
        "short_title": _("As people call it, for example: the fisheries agreement."),
        "summary": SUMMARY_HELP,
        "areas": _("The areas of cooperation that it belongs to. Search by title."),
        "registration_number": _("Of the UN Treaty Series or of a national register, for example: I-12345."),
        "amends": _("The agreements whose text it changes. Search by title."),
        "replaces": _("The agreements that it takes the place of. Search by title."),
        "implements": _("The agreements that it carries out. Search by title."),
    }


@admin.register(AgreementAction)
class AgreementActionAdmin(StatementAdmin):
    columns = ("agreement", "act", "date", "party")
    list_select_related = ("agreement", "party")
    filters = ("act", "party")
    searched_columns = ("slug",)
    searched_texts = ("agreement__title", "agreement__short_title", "place", "note")
    help_texts = {
        "slug": _("The agreement, the act and the year, for example: fisheries-signed-2012. Fixed once saved."),
        "place": _("Where it was done, for example: a city."),
        "note": _("What a reader should know beside it, at most 500 characters."),
    }

    def line(self, record: Any) -> str:
        return " – ".join(str(part) for part in (record.date, record.get_act_display(), record.party) if part)
