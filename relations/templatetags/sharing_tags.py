"""What a page gives to programs: its linked data, and the calendar's addresses. No tag or filter queries."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# As Django's `json_script` does: nothing in a text can end the element that holds it.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


@register.filter
def as_linked_data(value: dict[str, Any]) -> SafeString:
    """The content of `<script type="application/ld+json">`, which is data and never run."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


@register.simple_tag
def calendar_to_subscribe_to() -> str:
    """The calendar's address by which programs fetch it again and again, and do not import it once."""
    return f"webcal://{settings.SITE_URL.partition('://')[2]}{reverse('calendar')}"
