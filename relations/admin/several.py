"""Submit, publish or withdraw many records of a list: what will be done and what cannot be, then each on its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relations import publishing
from relations.admin import verbs
from relations.admin.asking import NoteForm
from relations.admin.display import name_of
from relations.admin.fields import is_key
from relations.admin.pages import Step, own_page
from relations.admin.reviewing import with_address
from relations.models import Record, Revision, Verb
from relations.publishing import Outcome, Reason

SEVERAL = "several"
# Nobody looks through more at once, and each is a transaction of its own.
AT_ONCE = 100

ACTIONS = {
    Verb.SUBMIT: _("Submit the drafts for review"),
    Verb.PUBLISH: _("Publish the drafts"),
    Verb.WITHDRAW: _("Withdraw from the public"),
}
QUESTIONS = {
    Verb.SUBMIT: _("Submit these drafts for review?"),
    Verb.PUBLISH: _("Publish these drafts?"),
    Verb.WITHDRAW: _("Withdraw these from the public?"),
}
DONE = {
    Verb.SUBMIT: _("Submitted for review: %(done)s of %(all)s"),
    Verb.PUBLISH: _("Published: %(done)s of %(all)s"),
    Verb.WITHDRAW: _("Withdrawn: %(done)s of %(all)s"),
}
TOO_MANY = _("At most %(most)s can be done at once, and %(count)s are chosen. Choose fewer, or filter the list.")


class BulkVerbs:
    """What the list of a record type offers for the records that are ticked: the verbs that the person may use."""

    model: type[Record]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Instead of Django's own, among which records would be deleted."""
        if IS_POPUP_VAR in request.GET:
            return {}
        return {
            f"{verb}_selected": (partial(_to_page, verb), f"{verb}_selected", text)
            for verb, text in ACTIONS.items()
            if publishing.may(request.user, verb, self.model)
        }


def _to_page(verb: Verb, admin: Any, request: HttpRequest, chosen: Any) -> HttpResponse | None:
    """Go on to the page that asks, or say why there are too many."""
    if (count := chosen.count()) > AT_ONCE:
        messages.error(request, TOO_MANY % {"most": AT_ONCE, "count": count})
        return None
    keys = list(chosen.order_by("pk").values_list("pk", flat=True))
    return HttpResponseRedirect(f"{_address(admin, verb)}?{urlencode({'pk': keys}, doseq=True)}")


def urls(admin: Any) -> list[Any]:
    """The addresses of these pages for one record type."""

    def page(verb: Verb) -> Callable[..., HttpResponse]:
        return admin.admin_site.admin_view(lambda request: ask(admin, request, verb))

    name = f"relations_{admin.model.type_name()}_{SEVERAL}"
    return [path(f"{SEVERAL}/{verb}/", page(verb), name=f"{name}_{verb}") for verb in ACTIONS]


def _address(admin: Any, verb: Verb) -> str:
    return reverse(f"admin:relations_{admin.model.type_name()}_{SEVERAL}_{verb}")


@dataclass
class Plan:
    """What a page is about to do to which records, and what it cannot do, and why."""

    # Each with its open draft, where it has one.
    fit: list[tuple[Record, Revision | None]] = field(default_factory=list)
    # Of drafts, those of which somebody must say that the passages still support them; by key.
    doubted: set[int] = field(default_factory=set)
    unfit: list[Outcome] = field(default_factory=list)


def ask(admin: Any, request: HttpRequest, verb: Verb) -> HttpResponse:
    """Show what will be done to the records that the address names; on the way back do it, and say how it went."""
    if not publishing.may(request.user, verb, admin.model):
        raise PermissionDenied
    rows = _rows(admin, request.GET.getlist("pk"))
    back = reverse(f"admin:relations_{admin.model.type_name()}_changelist")
    if not rows or len(rows) > AT_ONCE:
        nothing = gettext("No record is chosen.")
        messages.error(request, TOO_MANY % {"most": AT_ONCE, "count": len(rows)} if rows else nothing)
        return HttpResponseRedirect(back)
    form = _form(admin, verb, request.POST if request.method == "POST" else None)
    step = Step(admin.model._meta.verbose_name_plural, back)
    if request.method == "POST" and form.is_valid():
        outcomes = _carry_out(request, verb, rows, form)
        context = {"title": _summary(verb, outcomes), "back": back, **_told(outcomes)}
        return own_page(request, "several_done", context, step)
    plan = _plan(request, verb, rows)
    context = {
        "title": QUESTIONS[verb],
        "button": ACTIONS[verb],
        "fit": [_shown(row, draft, plan) for row, draft in plan.fit],
        "unfit": _refused(plan.unfit),
        "form": form,
        "media": admin.media,
        "back": back,
        "asks_about_support": bool(plan.doubted),
    }
    return own_page(request, SEVERAL, context, step)


def _rows(admin: Any, keys: Iterable[str]) -> list[Record]:
    """The chosen records that are there, in the order of their type."""
    wanted = {key for key in keys if is_key(key)}
    model = admin.model
    return list(model._default_manager.filter(pk__in=wanted).select_related(*model.identifying))


def _form(admin: Any, verb: Verb, data: Any) -> forms.Form:
    return NoteForm(admin.model, data) if verb == Verb.WITHDRAW else forms.Form(data)


def _plan(request: HttpRequest, verb: Verb, rows: list[Record]) -> Plan:
    """Sort the records into those to which the verb can be done as they stand, and the others."""
    plan = Plan()
    drafts = {} if verb == Verb.WITHDRAW else _drafts(rows)
    by: Any = request.user
    for row in rows:
        draft = drafts.get(row.slug)
        if verb == Verb.WITHDRAW:
            reasons = publishing.before_withdrawing(row)
        elif draft is None:
            reasons = [Reason("", _("It has no open draft."), row)]
        elif verb == Verb.PUBLISH:
            prospect = publishing.before_publishing(draft, by=by)
            reasons = prospect.reasons
            plan.doubted |= {draft.pk for _now in prospect.doubted}
        else:
            unfit = publishing.in_wrong_state(draft, publishing.look(type(row), row.slug), verb)
            reasons = [unfit] if unfit else []
        if reasons:
            plan.unfit.append(Outcome(row, tuple(reasons)))
        else:
            plan.fit.append((row, draft))
    return plan


def _drafts(rows: list[Record]) -> dict[str, Revision]:
    open_ones = Revision.objects.of_type(type(rows[0])).open().select_related("author")
    return {draft.slug: draft for draft in open_ones.filter(slug__in=[row.slug for row in rows])}


def _shown(row: Record, draft: Revision | None, plan: Plan) -> dict[str, Any]:
    """A record as the page lists it. Its key comes back: the draft's where the verb is done to that, else its own."""
    return {
        "name": capfirst(name_of(row)),
        "address": verbs.address(row, "compare" if draft else "change"),
        "key": draft.pk if draft else row.pk,
        "draft": draft,
        "asks": draft is not None and draft.pk in plan.doubted,
    }


def _carry_out(request: HttpRequest, verb: Verb, rows: list[Record], form: Any) -> list[Outcome]:
    """Do it to the records whose key was posted; of drafts to just those that were shown, not to later ones."""
    posted = {int(key) for key in request.POST.getlist("shown") if is_key(key)}
    confirmed = {int(key) for key in request.POST.getlist("supported") if is_key(key)}
    by: Any = request.user
    at = timezone.now()
    acts: list[tuple[Record, Callable[[], Any]]] = []
    if verb == Verb.WITHDRAW:
        acts = [(row, partial(publishing.withdraw, row, by=by, at=at, note=form.note)) for row in rows]
        return publishing.attempt_each(pair for pair in acts if pair[0].pk in posted)
    by_slug = {row.slug: row for row in rows}
    model = type(rows[0])
    for draft in Revision.objects.of_type(model).filter(pk__in=posted, slug__in=by_slug):
        act: Callable[[], Any] = partial(publishing.submit, draft, by=by, at=at)
        if verb == Verb.PUBLISH:
            act = partial(publishing.publish, draft, by=by, at=at, support_confirmed=draft.pk in confirmed)
        acts.append((by_slug[draft.slug], act))
    return publishing.attempt_each(acts)


def _summary(verb: Verb, outcomes: list[Outcome]) -> str:
    return DONE[verb] % {"done": sum(outcome.is_done for outcome in outcomes), "all": len(outcomes)}


def _told(outcomes: list[Outcome]) -> dict[str, Any]:
    done = [outcome.record for outcome in outcomes if outcome.is_done]
    return {
        "done": [{"name": name_of(row), "address": verbs.address(row, "change")} for row in done],
        "refused": _refused([outcome for outcome in outcomes if not outcome.is_done]),
    }


def _refused(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    return [
        {
            "name": capfirst(name_of(outcome.record)),
            "address": verbs.address(outcome.record, "change"),
            "reasons": [with_address(reason, outcome.record) for reason in outcome.reasons],
        }
        for outcome in outcomes
    ]
