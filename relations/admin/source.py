from typing import Any

from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from relations.admin.record import RecordAdmin
from relations.models import Passage, Source


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    columns = ("title", "kind", "language", "published_earliest")
    filters = ("kind", "language")
    searched_texts = ("title", "author", "publisher")
    lists = ("passages",)
    help_texts = {
        "author": _("Who wrote it, for example: the minister’s name."),
        "published_earliest": _("If its date is certain, write it twice. 2012-05-10, 2012-05 or 2012."),
        "published_latest": _("The last date at which it can have been published. 2012-05-10, 2012-05 or 2012."),
        "url": _("Where it can be read, for example: https://example.org/letter.pdf"),
        "accessed": _("The day on which the address last showed it."),
        "note": _("What a reader should know about it, at most 500 characters."),
    }


@admin.register(Passage)
class PassageAdmin(RecordAdmin):
    columns = ("place", "fragment", "gist", "source_title")
    list_select_related = ("source",)
    ordering = ("source__slug", "order", "slug")
    filters = ("source__kind",)
    searched_columns = ("slug", "locator", "fragment")
    searched_texts = ("gist", "source__title")
    help_texts = {
        "slug": _("The source and the place, for example: letter-2012-paragraph-3. Fixed once saved."),
        "gist": _("What the passage says, in our own words, at most 500 characters."),
    }

    @admin.display(description=_("locator"), ordering="locator")
    def place(self, record: Passage) -> str:
        return record.locator or record.slug

    @admin.display(description=_("source"), ordering="source__slug")
    def source_title(self, record: Passage) -> str:
        return Truncator(record.source).chars(40)

    @admin.display(description=_("gist"))
    def gist(self, record: Passage) -> Any:
        return record.gist
