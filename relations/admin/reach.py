"""How far somebody reaches: which record types she may look at, and to which she may do a verb. No query of its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from relations import publishing
from relations.models import RECORD_TYPES, Record, Verb


def may_see(request: HttpRequest, model: type[Record]) -> bool:
    of_type: Any = admin.site.get_model_admin(model)
    return bool(of_type.has_view_or_change_permission(request))


def types_seen(request: HttpRequest) -> list[type[Record]]:
    return [model for model in RECORD_TYPES if may_see(request, model)]


def types_open_to(request: HttpRequest, verb: Verb) -> list[type[Record]]:
    """The record types to which somebody may do a verb."""
    return [model for model in RECORD_TYPES if publishing.may(request.user, verb, model)]


def names(models: list[type[Record]]) -> list[str]:
    """What revisions and conflicts call these record types."""
    return [model.type_name() for model in models]
