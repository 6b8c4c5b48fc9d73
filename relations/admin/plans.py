"""A plan or receipt as a page shows it: by type, only what changes, old and new with the differing words marked."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from relations.admin import verbs
from relations.admin.comparing import AFTER_THE_LOAD, BEFORE_THE_LOAD, IN_THE_FILE, LAST_LOADED, ON_THE_SITE, three_ways
from relations.admin.display import Reading
from relations.admin.pages import plain
from relations.admin.writing import language_of
from relations.loading.printing import title_of
from relations.loading.rules import TYPES_BY_LABEL
from relations.models import Record
from relations.publishing import label
from relations.values import content_fields

# So many records of a type are shown; nobody reads more, and a first load has thousands.
SHOWN = 100

ACTIONS = {
    "create": _("new"),
    "update": _("changed"),
    "keep": _("stays as it is here"),
    "withdraw": _("withdrawn"),
}
COUNTS = {
    "created": _("created"),
    "updated": _("updated"),
    "withdrawn": _("withdrawn"),
    "unchanged": _("unchanged"),
    "kept": _("kept as edited here"),
    "conflicts": _("waiting for a decision"),
}
PRESENCES = {
    ("taken", True): _("It is shown to the public again."),
    ("taken", False): _("It is withdrawn."),
    ("kept", True): _("It is kept from the public, as it is here."),
    ("conflict", True): _("It is not public here, but it changed in the file: somebody must decide."),
    ("conflict", False): _("It is to be withdrawn, but was edited here or is needed: somebody must decide."),
}

Values = Mapping[tuple[type[Record], str], Mapping[str, Any]]


def counted(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The counts of a plan or load in words, but those of nothing."""
    return [{"name": name, "count": counts[key]} for key, name in COUNTS.items() if counts[key]]


def warnings(counts: Mapping[str, int]) -> list[str]:
    """What one should know before carrying out a plan."""
    said = []
    if count := counts["withdrawn"]:
        said.append(
            ngettext("%(count)d record is withdrawn.", "%(count)d records are withdrawn.", count) % {"count": count}
        )
    if count := counts["conflicts"]:
        waiting = ngettext(
            "%(count)d difference will wait for a decision in the inbox.",
            "%(count)d differences will wait for a decision in the inbox.",
            count,
        )
        said.append(waiting % {"count": count})
    return said


def told(records: list[dict[str, Any]], *, undoes: bool, values: Values | None = None) -> list[dict[str, Any]]:
    """The records of a plan or receipt by type, in its order.

    `values` are what records that the site does not have yet will hold, for their titles.
    """
    groups = []
    for name, of_type in groupby(records, key=lambda record: record["model"]):
        model, everything = TYPES_BY_LABEL[name], list(of_type)
        shown = everything[:SHOWN]
        rows = {row.slug: row for row in _rows(model, [record["slug"] for record in shown])}
        groups.append(
            {
                "heading": model._meta.verbose_name_plural,
                "count": len(everything),
                "records": [_record(model, one, rows.get(one["slug"]), values or {}, undoes) for one in shown],
                "more": len(everything) - len(shown),
            }
        )
    return groups


def _rows(model: type[Record], slugs: list[str]) -> Any:
    fields = content_fields(model).items()
    references = [name for name, field in fields if isinstance(field, models.ForeignKey)]
    return model._default_manager.filter(slug__in=slugs).select_related(*references)


def _record(
    model: type[Record], record: dict[str, Any], row: Record | None, values: Values, undoes: bool
) -> dict[str, Any]:
    slug, action = record["slug"], record["action"]
    return {
        "slug": slug,
        "title": str(row) if row else title_of(model, values.get((model, slug), {})),
        "address": verbs.address(row, "change") if row else "",
        "action": ACTIONS[action],
        "class": f"action-{action}",
        "lines": [line for unit in record["units"] for line in _lines(model, unit, action, undoes)],
    }


def _lines(model: type[Record], unit: dict[str, Any], action: str, undoes: bool) -> list[dict[str, Any]]:
    """What is told of one unit: a sentence, a field with its old and new words, or a field with all three sides."""
    outcome, site, fixture = unit["outcome"], unit["site"], unit["fixture"]
    if unit["fields"] == ["live"]:
        sentence = PRESENCES.get((outcome, fixture["live"]))
        return [{"sentence": sentence}] if sentence and action != "create" else []
    names = [name for name in unit["fields"] if site.get(name) != fixture.get(name)]
    if outcome == "conflict" and names:
        panes = (AFTER_THE_LOAD, ON_THE_SITE, BEFORE_THE_LOAD) if undoes else (LAST_LOADED, ON_THE_SITE, IN_THE_FILE)
        reading = Reading(model)
        return [{"panes": panes, "fields": [three_ways(reading, name, unit["base"], site, fixture) for name in names]}]
    return [_line(model, name, outcome, site, fixture) for name in names]


def _line(model: type[Record], name: str, outcome: str, site: Any, fixture: Any) -> dict[str, Any]:
    reading = Reading(model)
    old, new = (reading.text(name, side.get(name)) for side in (site, fixture))
    line = {"label": label(model, name), "lang": language_of(content_fields(model)[name])}
    if outcome == "taken":
        return {**line, "pieces": reading.marked(name, old, new)}
    return {**line, "note": gettext("stays as edited here:"), "pieces": plain(old)}
