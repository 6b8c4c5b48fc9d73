"""A plan or receipt for people at a terminal: by type, only what changes, the differing words marked."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from relations.differences import differences
from relations.loading.decide import PRESENCE, Action, Decision
from relations.loading.plan import Plan
from relations.loading.rules import Key
from relations.loading.runs import Run
from relations.merge import Outcome, Unit
from relations.values import column

SIGNS = {Action.CREATE: "+", Action.UPDATE: "~", Action.WITHDRAW: "-", Action.KEEP: "="}
# A longer text is shown only around what changed in it.
LONGEST = 200
AROUND = 40


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
        for key, decision in records:
            yield from _record(key, decision, plan, colour)
        yield ""


def _record(key: Key, decision: Decision, plan: Plan, colour: bool) -> Iterator[str]:
    model, slug = key
    values = decision.values or (plan.site.records[key].values if key in plan.site.records else {})
    title = next((values[name] for name in (column(model, one) for one in model.required) if name in values), "")
    yield f"  {SIGNS[decision.action]} {slug}" + (f"  {title}" if isinstance(title, str) and title else "")
    for unit in decision.units:
        if unit.fields != (PRESENCE,):
            yield from _unit(unit, colour)
        elif sentence := _presence(unit, decision, plan):
            yield f"      {sentence}"


def _presence(unit: Unit, decision: Decision, plan: Plan) -> str:
    if decision.action is Action.CREATE and unit.outcome is Outcome.TAKEN:
        return ""  # the sign before its title says so
    sentences = PRESENCES_UNDONE if plan.undoes else PRESENCES
    return sentences.get((unit.outcome, unit.theirs[PRESENCE]), "")


def _unit(unit: Unit, colour: bool) -> Iterator[str]:
    for name in unit.fields:
        site, fixture, base = (side.get(name) for side in (unit.ours, unit.theirs, unit.base))
        if unit.outcome is Outcome.TAKEN and site != fixture:
            yield f"      {name}: {marked(_text(site), _text(fixture), colour=colour)}"
        elif unit.outcome is Outcome.KEPT and site != fixture:
            yield f"      {name}: kept as edited on the site: {_short(_text(site))}"
        elif unit.outcome is Outcome.CONFLICT and site != fixture:
            yield f"      {name}: differs, the site’s stays until somebody decides"
            yield f"        last loaded  {_short(_text(base))}"
            yield f"        on the site  {_short(_text(site))}"
            yield f"        in the file  {_short(_text(fixture))}"


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
    return "".join(parts).replace("\n", "⏎")


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * AROUND else f"{text[:AROUND]} … {text[-AROUND:]}"


def _short(text: str) -> str:
    text = text.replace("\n", "⏎")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _text(value: Any) -> str:
    if value in (None, "", []):
        return "(empty)"
    if isinstance(value, list):
        return ", ".join(one[0] if isinstance(one, list) else str(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value)


def closing(plan: Plan) -> str:
    """The counts in one line."""
    counts = plan.counts
    words = ["created", "updated", "withdrawn", "unchanged", "kept"]
    said = [f"{counts[word]} {word}" for word in words if counts[word] or word in ("created", "unchanged")]
    waiting = counts["conflicts"]
    if waiting:
        said.append(f"{waiting} waiting for a decision")
    return f"{plan.set_name}, version {plan.version}: {', '.join(said)}."
