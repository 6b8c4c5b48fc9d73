"""Accounts and groups as Django's admin has them; each change of what somebody may do goes into the log."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_otp.plugins.otp_static.admin import StaticDeviceAdmin  # noqa: F401 (registers, so that it can be undone)
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDeviceAdmin  # noqa: F401
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations import audit, limits
from relations.admin.second_factor import link_on_account
from relations.models import AuditKind

# The library's pages show the secrets of others.
for model in (User, Group, TOTPDevice, StaticDevice):
    admin.site.unregister(model)


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now(), "address": limits.address_of(request)}


@admin.register(User)
class Accounts(UserAdmin):
    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        form.access_before = audit.access_of(obj) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        audit.record_access(form.instance, form.access_before, **_now(request))

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        audit.record(AuditKind.ACCOUNT_DELETED, about=obj, **_now(request))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            audit.record(AuditKind.ACCOUNT_DELETED, about=user, **_now(request))
        super().delete_queryset(request, queryset)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        link = link_on_account(request, self.get_object(request, object_id))
        return super().change_view(request, object_id, form_url, {**link, **(extra_context or {})})

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        former = self.get_object(request, id)
        response = super().user_change_password(request, id, form_url)
        now = self.get_object(request, id)
        if former and now and former.password != now.password:
            audit.record(AuditKind.PASSWORD_CHANGED, about=now, **_now(request))
        return response


@admin.register(Group)
class Groups(GroupAdmin):
    def save_model(self, request: HttpRequest, obj: Group, form: Any, change: bool) -> None:
        form.permissions_before = audit.permissions_of(obj) if change else []
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        before, now = form.permissions_before, audit.permissions_of(form.instance)
        if before != now:
            changed = {"permissions": [before, now]}
            audit.record(AuditKind.GROUP_CHANGED, group=form.instance.name, changed=changed, **_now(request))
