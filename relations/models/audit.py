"""What happened to accounts: who signed in, by what, and who changed whose rights. Rows are only ever added."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AuditKind(models.TextChoices):
    """What happened. What people decide about records is in `Decision`."""

    SIGNED_IN = "signed_in", pgettext_lazy("audit", "Signed in")
    PASSWORD_GIVEN = "password_given", pgettext_lazy("audit", "Password given, second factor not yet")
    SIGNED_OUT = "signed_out", pgettext_lazy("audit", "Signed out")
    PASSWORD_WRONG = "password_wrong", pgettext_lazy("audit", "Wrong name or password")
    CODE_WRONG = "code_wrong", pgettext_lazy("audit", "Wrong code")
    LOCKED_OUT = "locked_out", pgettext_lazy("audit", "Locked out for a while")
    FACTOR_SET_UP = "factor_set_up", pgettext_lazy("audit", "Second factor set up")
    FACTOR_REMOVED = "factor_removed", pgettext_lazy("audit", "Second factor removed")
    FACTOR_RESET = "factor_reset", pgettext_lazy("audit", "Second factor reset by somebody else")
    CODES_RENEWED = "codes_renewed", pgettext_lazy("audit", "New recovery codes made")
    PASSWORD_CHANGED = "password_changed", pgettext_lazy("audit", "Password changed")
    RESET_ASKED = "reset_asked", pgettext_lazy("audit", "New password asked for by mail")
    PASSWORD_RESET = "password_reset", pgettext_lazy("audit", "Password set anew by mail")
    ACCOUNT_CREATED = "account_created", pgettext_lazy("audit", "Account created")
    ACCOUNT_DELETED = "account_deleted", pgettext_lazy("audit", "Account deleted")
    ACCESS_CHANGED = "access_changed", pgettext_lazy("audit", "Rights changed")
    GROUP_CHANGED = "group_changed", pgettext_lazy("audit", "Rights of a group changed")


class AuditQuerySet(models.QuerySet):
    """Neither changes nor deletes entries, and the database refuses it to those who go past this.

    Only the address is blanked after a time (`relations.audit.forget_addresses`).
    """

    def update(self, **values: Any) -> int:
        if values != {"address": None}:
            _refuse()
        return super().update(**values)

    def delete(self) -> NoReturn:
        _refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse()


class AuditEntry(models.Model):
    """One thing that happened, who did it to whom, by their names as they were.

    The accounts are named without a constraint, for an entry outlives them: it can neither go with an account nor
    be changed when that goes.
    """

    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("what"), max_length=20, choices=AuditKind)
    # Nobody where it is not known who it was (a wrong password), or where the operator of the server did it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("who"),
    )
    by_name = models.CharField(_("name of who"), max_length=150, blank=True)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("about whom"),
    )
    about_name = models.CharField(_("name of whom"), max_length=150, blank=True)
    # Personal: of entries about an account only, and blanked after 90 days.
    address = models.GenericIPAddressField(_("network address"), null=True)
    detail = models.JSONField(_("detail"), default=dict)

    objects: ClassVar[Any] = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("entry of the log of accounts")
        verbose_name_plural = _("log of accounts and decisions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AuditKind.values), name="audit_kind_is_known"),
        ]
        indexes = [
            # The list, latest first.
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            # The addresses that are old enough to be blanked.
            models.Index(fields=["at"], condition=Q(address__isnull=False), name="audit_addresses_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.by_name} {self.about_name}".strip()

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse()


def _refuse() -> NoReturn:
    raise TypeError("The audit log is only added to.")
