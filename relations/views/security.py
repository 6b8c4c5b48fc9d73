"""Whom to tell of a weakness of the site (RFC 9116)."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from relations.languages import codes

# It is true for at least so many days, and until the end of a month: the file does not change every day.
TRUE_FOR = datetime.timedelta(days=180)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The file `security.txt`. Raises Http404 where the site names nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {_expires(timezone.localdate()):%Y-%m-%d}T00:00:00Z",
        f"Preferred-Languages: {', '.join(codes())}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _expires(today: datetime.date) -> datetime.date:
    """The first day of a month, half a year ahead or a little more; RFC 9116 wants less than a year."""
    soonest = (today + TRUE_FOR).replace(day=1)
    return (soonest + datetime.timedelta(days=31)).replace(day=1)
