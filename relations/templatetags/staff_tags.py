"""Wording for the admin's own pages. No tag or filter queries."""

import datetime

from django import template

from relations import wording

register = template.Library()


@register.filter(expects_localtime=True)
def moment(value: datetime.datetime) -> str:
    """10 May 2012, 09:30, in the site's time zone."""
    return wording.moment(value)
