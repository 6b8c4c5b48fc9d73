"""What somebody typed is not lost where the database does not take it, or what it was typed into is there no more.

As over a sign-in (`relations.admin.keeping`), it stands in hidden fields of the page that says so, and goes out again
when the person presses a button.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from relations.admin import keeping

logger = logging.getLogger(__name__)

# So many seconds a program should wait before it asks again.
RETRY_AFTER = 60


def over_a_failing_database(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a page of the admin whose form could not be written give back what was typed."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs)
        except (OperationalError, InterfaceError):
            kept = keeping.posted(request)
            if kept is None:
                raise
            logger.exception("The database did not take what was sent to %s.", request.path)
            return _unsaved(request, kept)

    return page


@never_cache
def _unsaved(request: HttpRequest, kept: keeping.Kept) -> HttpResponse:
    _forget_messages(request)
    # It asks the database for nothing, unlike the pages in the admin's frame.
    response = render(request, "admin/relations/unsaved.html", {"kept": kept}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _forget_messages(request: HttpRequest) -> None:
    """What was done before the database refused may be said already, and would be read on the next page."""
    with suppress(DatabaseError, InterfaceError):
        list(messages.get_messages(request))


class KeptAsNew(ModelAdmin):
    """What was typed into the form of a draft that a colleague discarded meanwhile stands in that of a new record."""

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, *args: Any) -> HttpResponse:
        if request.method != "POST" or not self.has_add_permission(request):
            return super()._get_obj_does_not_exist_redirect(request, *args)  # type: ignore[misc]
        if "slug" not in request.POST:  # else it was said already, and has got a slug since
            messages.warning(
                request, gettext("It is not there any more. What you typed is kept here, as a new record.")
            )
        return self.changeform_view(request, None)
