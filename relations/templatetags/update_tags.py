"""Wording for updates. No tag or filter queries."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext

from relations import parts, updates
from relations.sections import SECTIONS
from relations.updates import Update

register = template.Library()


@register.filter
def heading(update: Update) -> str:
    return updates.heading(update)


@register.filter
def kind_of_record(record: Any) -> str:
    return updates.label(record)


@register.filter
def page_address(record: Any) -> str:
    return parts.page_address(record)


@register.simple_tag
def feeds_of(section: str) -> list[dict[str, Any]]:
    """The feeds to be found from a page: that of all updates, and that of its section, if it has one."""
    feeds = [{"address": reverse("feed"), "title": gettext("Updates")}]
    for one in SECTIONS:
        if one.name == section:
            address = reverse("section_feed", kwargs={"section": section})
            feeds.append({"address": address, "title": f"{gettext('Updates')}: {one.label}"})
    return feeds
