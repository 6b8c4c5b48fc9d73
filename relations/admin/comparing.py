"""A conflict in three panes: what was last loaded, what the site has, what the file has; and its buttons in words."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relations.admin.display import Reading
from relations.admin.pages import NOTHING, plain
from relations.admin.writing import language_of
from relations.models import Conflict, record_type
from relations.values import Values, content_fields

LAST_LOADED, ON_THE_SITE, IN_THE_FILE = _("Last loaded"), _("On the site"), _("In the file")
AFTER_THE_LOAD, BEFORE_THE_LOAD = _("After the load"), _("Before the load")


def compared(conflict: Conflict, site: Values, *, is_new: bool) -> dict[str, Any]:
    """What the panes and the buttons of a conflict say. `is_new`: the site has no public version of the record."""
    undoes = conflict.load.undoes_id is not None
    panes = (AFTER_THE_LOAD, ON_THE_SITE, BEFORE_THE_LOAD) if undoes else (LAST_LOADED, ON_THE_SITE, IN_THE_FILE)
    if conflict.is_presence:
        keep, take, explanation = _about_presence(conflict, is_new)
        compared = [_presence(conflict, site)]
    else:
        keep, explanation = gettext("Keep the site’s"), ""
        take = gettext("Take the former one") if undoes else gettext("Take the file’s")
        model = record_type(conflict)
        reading = Reading(model, conflict.base, site, conflict.fixture)
        compared = [
            three_ways(reading, name, conflict.base, site, conflict.fixture) for name in _telling(conflict, site)
        ]
    return {"panes": panes, "fields": compared, "keep": keep, "take": take, "explanation": explanation}


def _telling(conflict: Conflict, site: Values) -> list[str]:
    """The fields of a unit in which any two sides differ; all of them where the site agrees by now."""
    sides = (conflict.base, site, conflict.fixture)
    telling = [name for name in conflict.fields if any(side.get(name) != conflict.fixture.get(name) for side in sides)]
    return telling or list(conflict.fields)


def three_ways(reading: Reading, name: str, base: Values, site: Values, fixture: Values) -> dict[str, Any]:
    """One field in three panes. What each side changed is marked against the first, or against each other."""
    was, ours, theirs = (reading.text(name, side.get(name)) for side in (base, site, fixture))
    if was != NOTHING:
        cells = [plain(was), reading.marked(name, was, ours), reading.marked(name, was, theirs)]
    else:
        cells = [plain(NOTHING), plain(ours), reading.marked(name, ours, theirs)]
    return {"label": reading.label(name), "lang": language_of(content_fields(reading.model)[name]), "cells": cells}


def _presence(conflict: Conflict, site: Values) -> dict[str, Any]:
    def there(side: Values) -> str:
        return gettext("there") if side.get("live") else gettext("not there")

    public = gettext("public") if site.get("live") else gettext("not public")
    cells = [plain(text) for text in (there(conflict.base), public, there(conflict.fixture))]
    return {"label": gettext("The record itself"), "lang": "", "cells": cells}


def _about_presence(conflict: Conflict, is_new: bool) -> tuple[str, str, str]:
    """The two buttons, and what they do."""
    if not conflict.fixture["live"]:
        text = gettext(
            "The file no longer has this record, but it was edited here, or others need it. Withdrawing it tells "
            "readers the note of the set."
        )
        return gettext("Leave it public"), gettext("Withdraw it"), text
    if is_new:
        text = gettext(
            "The file has this record and the site does not. Taking it changes nothing yet: the next reload of the "
            "set creates it, unless something still stands against it."
        )
        return gettext("Do without it"), gettext("Let the next reload create it"), text
    text = gettext(
        "It was withdrawn here, and the set has changed it since. Showing it again brings it back as it was; what "
        "the set changed in it comes with the next reload."
    )
    return gettext("Leave it withdrawn"), gettext("Show it again"), text
