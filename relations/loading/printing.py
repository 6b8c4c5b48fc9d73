"""A plan or receipt for people at a terminal: by type, only what changes, the differing words marked."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from relations.differences import differences
from relations.loading.decide import PRESENCE, Action, Decision
from relations.loading.plan import Plan
from relations.loading.rules import Key, Model
from relations.loading.runs import Run
from relations.merge import Outcome, Unit
from relations.values import Values, column

SIGNS = {Action.CREATE: "+", Action.UPDATE: "~", Action.WITHDRAW: "-", Action.KEEP: "="}
# A longer text is shown only around what changed in it.
LONGEST = 200
AROUND = 40
# So many new records of a type are listed; nobody reads more, and a first load has thousands.
LISTED = 100

# How the three sides of a conflict are called, and those of one that an undo leaves.
SIDES = ("last loaded", "on the site", "in the file")
SIDES_UNDONE = ("after the load", "on the site", "before the load")

EMPTY = "(empty)"

# What would steer a terminal, or turn the direction of what follows, if it were printed as it is.
_SIGNS = {code: chr(0x2400 + code) for code in range(0x20) if code != ord("\t")} | {ord("\n"): "⏎", 0x7F: "␡"}
_SIGNS |= dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")


def as_json(run: Run, *, dry_run: bool) -> dict[str, Any]:
    """The machine's report of a run, as DESIGN's contract has it."""
    plan = run.plan
    return {
        "set": plan.set_name,
        "version": plan.version,
        "hash": plan.hash,
        "dry_run": dry_run,
        "load": run.load.pk if run.load else None,
        "counts": plan.counts,
        "records": plan.records,
        "errors": [],
    }


def lines(plan: Plan, *, colour: bool) -> Iterator[str]:
    """The plan in lines; marks in colour, or in `[-…-]` and `{+…+}` as `git diff --word-diff` has them."""
    for model, records in groupby(plan.told, key=lambda pair: pair[0][0]):
        yield f"{str(model._meta.verbose_name_plural).capitalize()}"
        new = 0
        for key, decision in records:
            new += decision.action is Action.CREATE
            if decision.action is not Action.CREATE or new <= LISTED:
                yield from _record(key, decision, plan, colour)
        if new > LISTED:
            yield f"  … and {new - LISTED} more that are new"
        yield ""


def _record(key: Key, decision: Decision, plan: Plan, colour: bool) -> Iterator[str]:
    model, slug = key
    values = decision.values or (plan.site.records[key].values if key in plan.site.records else {})
    title = visible(_short(title_of(model, values)))
    yield f"  {SIGNS[decision.action]} {slug}" + (f"  {title}" if title else "")
    for unit in decision.units:
        if unit.fields != (PRESENCE,):
            yield from _unit(unit, SIDES_UNDONE if plan.undoes else SIDES, colour)
        elif sentence := _presence(unit, decision, plan):
            yield f"      {sentence}"


def title_of(model: Model, values: Values) -> str:
    """What a record is called while it has no row: the first text that it must have, else the first such value."""
    translated = model.translated_names()
    names = sorted(model.required, key=lambda name: name not in translated)
    values_there = (values.get(column(model, name)) for name in names)
    return next((value for value in values_there if isinstance(value, str) and value), "")


def _presence(unit: Unit, decision: Decision, plan: Plan) -> str:
    if decision.action is Action.CREATE and unit.outcome is Outcome.TAKEN:
        return ""  # the sign before its title says so
    sentences = PRESENCES_UNDONE if plan.undoes else PRESENCES
    return sentences.get((unit.outcome, unit.theirs[PRESENCE]), "")


def _unit(unit: Unit, names: tuple[str, ...], colour: bool) -> Iterator[str]:
    for name in unit.fields:
        base, site, fixture = (_text(side.get(name)) for side in (unit.base, unit.ours, unit.theirs))
        if site == fixture or unit.outcome is Outcome.SAME:
            continue
        if unit.outcome is Outcome.TAKEN:
            yield f"      {name}: {marked(site, fixture, colour=colour)}"
        elif unit.outcome is Outcome.KEPT:
            yield f"      {name}: kept as edited on the site: {_beside(fixture, site, colour)}"
        else:
            yield f"      {name}: differs, the site’s stays until somebody decides"
            # Where nothing was loaded before, it is the file that is compared with the site.
            other = site if base == EMPTY else base
            sides = (_short(base), _beside(base, site, colour), _beside(other, fixture, colour))
            width = max(map(len, names))
            yield from (f"        {side:{width}}  {text}" for side, text in zip(names, sides, strict=True))


def _beside(other: str, text: str, colour: bool) -> str:
    """A text; of a long one what differs from another, which one may not see in its first words."""
    if other == EMPTY or max(len(other), len(text)) <= LONGEST:
        return _short(text)
    return marked(other, text, colour=colour)


PRESENCES = {
    (Outcome.TAKEN, True): "shown to the public again",
    (Outcome.TAKEN, False): "no longer in the set: withdrawn",
    (Outcome.KEPT, True): "kept from the public, as the site has it",
    (Outcome.CONFLICT, True): "not public on the site, but changed in the set: waits for a decision",
    (Outcome.CONFLICT, False): "no longer in the set, but edited or needed on the site: waits for a decision",
}


PRESENCES_UNDONE = {
    (Outcome.TAKEN, True): "shown to the public again",
    (Outcome.TAKEN, False): "withdrawn again: this load had shown it",
    (Outcome.CONFLICT, True): "changed since: whether it is shown again waits for a decision",
    (Outcome.CONFLICT, False): "edited or needed since: whether it is withdrawn again waits for a decision",
}


def marked(old: str, new: str, *, colour: bool) -> str:
    """Both texts in one, what was removed and added marked; of long ones only what stands around."""
    marks = ("\x1b[31m[-", "-]\x1b[0m", "\x1b[32m{+", "+}\x1b[0m") if colour else ("[-", "-]", "{+", "+}")
    parts = []
    pieces = differences(old, new)
    is_long = len(old) + len(new) > LONGEST
    for piece in pieces:
        if piece.kind == "same":
            parts.append(_shortened(piece.text) if is_long else piece.text)
        else:
            opening, closing = marks[:2] if piece.kind == "removed" else marks[2:]
            parts.append(f"{opening}{piece.text}{closing}")
    return "".join(parts)


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * AROUND else f"{text[:AROUND]} … {text[-AROUND:]}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _text(value: Any) -> str:
    if value in (None, "", []):
        return EMPTY
    if isinstance(value, list):
        return ", ".join(one[0] if isinstance(one, list) else str(one) for one in value)
    return visible(value) if isinstance(value, str) else json.dumps(value)


def visible(text: str) -> str:
    """A text on one line, whatever signs are in it; a set may come from elsewhere, and staff paste from anywhere."""
    return text.translate(_SIGNS)


def closing(plan: Plan) -> str:
    """The counts in one line."""
    counts = plan.counts
    words = ["created", "updated", "withdrawn", "unchanged", "kept"]
    said = [f"{counts[word]} {word}" for word in words if counts[word] or word in ("created", "unchanged")]
    waiting = counts["conflicts"]
    if waiting:
        said.append(f"{waiting} waiting for a decision")
    return f"{plan.set_name}, version {plan.version}: {', '.join(said)}."
