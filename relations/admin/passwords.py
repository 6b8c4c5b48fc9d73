"""A new password by mail, for whoever has forgotten theirs. There is no sign-up: accounts are made by administrators.

Django's own pages in our frame. They never say whether there is an account: the answer is the same, and as fast, for
the mail is sent beside it. They lead to the sign-in page, where the second factor is asked for as ever.
"""

import logging
from threading import Thread
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import forms, views
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from relations import audit, limits
from relations.admin.site import in_no_frame
from relations.models import AuditKind

logger = logging.getLogger(__name__)

MAIL_THREAD = "mail for a new password"


class AskForm(forms.PasswordResetForm):
    """Asks for the address; of several accounts that have it, each gets a mail."""

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Send it without waiting for the server of mail, by whose time one could tell that there is an account."""
        subject = " ".join(render_to_string(subject_template_name, context).split())
        message = EmailMessage(subject, render_to_string(email_template_name, context), from_email, [to_email])
        Thread(target=_try_to_send, args=[message], name=MAIL_THREAD).start()


def _try_to_send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:  # a server that is down, an address that is none
        logger.exception("A mail for a new password could not be sent.")


class _InOurFrame(views.PasswordContextMixin):
    """What every page of these gets, as those of the admin do."""

    request: HttpRequest

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        frame = {**admin.site.each_context(self.request), "has_permission": False, "available_apps": []}
        return {**frame, **super().get_context_data(**values)}


@method_decorator(never_cache, name="dispatch")
class Ask(_InOurFrame, views.PasswordResetView):
    """Asks for an address; how often is limited, whether or not it belongs to an account."""

    form_class = AskForm
    success_url = reverse_lazy("password_reset_done")
    extra_email_context = {"site_url": settings.SITE_URL}

    def form_valid(self, form: Any) -> HttpResponse:
        if limits.is_locked(self.request, limits.PASSWORD_BY_MAIL):
            form.add_error(None, limits.words())
            response = self.form_invalid(form)
            response.status_code = 429
            return response
        limits.count(self.request, limits.PASSWORD_BY_MAIL)
        for user in form.get_users(form.cleaned_data["email"]):
            _note(self.request, AuditKind.RESET_ASKED, user)
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class Asked(_InOurFrame, views.PasswordResetDoneView):
    title = _("Look into your mail")


class Confirm(_InOurFrame, views.PasswordResetConfirmView):
    """Takes the new password. All sessions end by that, for they hang on the former one."""

    success_url = reverse_lazy("password_reset_complete")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user: User = form.user
        _note(self.request, AuditKind.PASSWORD_RESET, user)
        limits.forget(self.request, user.get_username())
        return response


@method_decorator(never_cache, name="dispatch")
class Complete(_InOurFrame, views.PasswordResetCompleteView):
    pass


def _note(request: HttpRequest, kind: AuditKind, user: User) -> None:
    """Who has the mail of an account may be somebody else: it is recorded about it, not as done by it."""
    audit.record(kind, about=user, at=timezone.now(), address=limits.address_of(request))


urls = [
    path("", in_no_frame(Ask.as_view()), name="admin_password_reset"),
    path("sent/", in_no_frame(Asked.as_view()), name="password_reset_done"),
    path("done/", in_no_frame(Complete.as_view()), name="password_reset_complete"),
    path("<uidb64>/<token>/", in_no_frame(Confirm.as_view()), name="password_reset_confirm"),
]
