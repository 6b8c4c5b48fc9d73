from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = _("Relations")

    def ready(self) -> None:
        from relations import checks  # noqa: F401 (registers them)
        from relations.publishing.roles import keep_groups

        post_migrate.connect(keep_groups, sender=self)
