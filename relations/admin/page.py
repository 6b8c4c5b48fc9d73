from django.contrib import admin

from relations.admin.record import TITLE_HELP, RecordAdmin
from relations.models import Page


@admin.register(Page)
class PageAdmin(RecordAdmin):
    columns = ("title", "order", "in_footer")
    filters = ("in_footer",)
    searched_texts = ("title", "body")
    help_texts = {"title": TITLE_HELP}
