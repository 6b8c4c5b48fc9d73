"""Who may do what: three groups, and the verbs of each."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.models import RECORD_TYPES, Record, Verb
from relations.publishing.refusals import NotPermitted, Reason

EDITORS, PUBLISHERS, ADMINISTRATORS = "Editors", "Publishers", "Administrators"

OF_EDITORS = frozenset({Verb.SAVE, Verb.SUBMIT, Verb.RESTORE, Verb.CONFIRM_TRANSLATION, Verb.REVIEW_BY})
OF_ADMINISTRATORS = frozenset({Verb.REDACT})

PUBLISH = "relations.publish_revision"
REDACT = "relations.redact_revision"


def may(user: User | AnonymousUser | None, verb: Verb, model: type[Record]) -> bool:
    """Whether somebody may do a verb to records of a type. Nobody stands for the site itself, which may."""
    if user is None:
        return True
    if not user.has_perm(f"relations.change_{model.type_name()}"):
        return False
    if verb in OF_EDITORS:
        return True
    return user.has_perm(REDACT if verb in OF_ADMINISTRATORS else PUBLISH)


def require(by: User | AnonymousUser | None, verb: Verb, model: type[Record]) -> None:
    """Raise NotPermitted unless somebody may do the verb to records of that type."""
    if may(by, verb, model):
        return
    if verb in OF_EDITORS:
        message = _("Only editors may do this.")
    elif verb in OF_ADMINISTRATORS:
        message = _("Only administrators may do this.")
    else:
        message = _("Only publishers may do this.")
    raise NotPermitted([Reason("", message)])


def keep_groups(sender: Any, using: str, **options: Any) -> None:
    """Make the groups with their permissions after each migration and flush, which leave none."""
    create_permissions(sender, verbosity=0, using=using, apps=apps)
    permissions = Permission.objects.using(using).filter(content_type__app_label="relations")
    editing = Q(pk__in=[])
    for model in RECORD_TYPES:
        editing |= Q(codename__in=[f"{action}_{model.type_name()}" for action in ("view", "add", "change")])
    publishing = editing | Q(codename="publish_revision")
    administration = publishing | Q(codename="redact_revision")
    for name, wanted in ((EDITORS, editing), (PUBLISHERS, publishing), (ADMINISTRATORS, administration)):
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(*permissions.filter(wanted))
