from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AdministrationConfig(admin_apps.AdminConfig):
    """Django's admin with our frame around it."""

    default = False
    default_site = "relations.admin.site.Administration"


class RelationsConfig(AppConfig):
    default = True
    name = "relations"
    verbose_name = _("Relations")

    def ready(self) -> None:
        from axes.signals import user_locked_out
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

        from relations import checks  # noqa: F401 (registers them)
        from relations.admin import noting
        from relations.publishing.roles import keep_groups

        post_migrate.connect(keep_groups, sender=self)
        user_logged_in.connect(noting.signed_in)
        user_logged_out.connect(noting.signed_out)
        user_login_failed.connect(noting.refused)
        user_locked_out.connect(noting.locked_out)
