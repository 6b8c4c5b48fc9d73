"""Loading content sets from the admin: choose or upload one, see the plan, carry it out, undo a former load."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from relations.admin import plans
from relations.admin.pages import PER_PAGE, OwnPages, Step, may_load, own_page, require_may_load
from relations.admin.uploading import Chosen, choose, is_own, upload
from relations.loading import runs
from relations.loading.faults import InvalidSet
from relations.loading.runs import Allowed, Refused, Run
from relations.loading.sets import sets_there
from relations.models import Load, Upload

# What may be allowed beyond the usual, by the name of the checkbox and as a refusal names it.
OPTIONS = {
    "older": ("--allow-older", _("Allow an older version (--allow-older)")),
    "withdrawals": ("--allow-withdrawals", _("Allow that so much is withdrawn (--allow-withdrawals)")),
}
CHANGED = _("Nothing was changed.")


def _silent(_text: str) -> None:
    """Nobody watches how far it is."""


@admin.register(Load)
class Reload(OwnPages):
    def may_see(self, request: HttpRequest) -> bool:
        return may_load(request)

    def get_urls(self) -> list[Any]:
        def view(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return self.admin_site.admin_view(_for_publishers(page))

        return [
            path("", view(self.overview), name="reload"),
            # By this name Django's index finds it.
            path("", view(self.overview), name="relations_load_changelist"),
            path("plan/", view(self.plan), name="reload_plan"),
            path("upload/", view(require_POST(self.upload)), name="upload_set"),
            path("upload/<int:upload_id>/discard/", view(require_POST(self.discard)), name="discard_upload"),
            path("<int:load_id>/", view(self.receipt), name="load"),
            path("<int:load_id>/undo/", view(self.undo), name="undo_load"),
        ]

    def overview(self, request: HttpRequest) -> HttpResponse:
        """What can be loaded, what waits, and what was loaded."""
        return self._overview(request, [])

    def _overview(self, request: HttpRequest, faults: list[Any]) -> HttpResponse:
        loads = Load.objects.select_related("by", "undoes", "undone_by").defer("receipt")
        page = Paginator(loads, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "title": gettext("Loads"),
            "sets": [{"name": name, "is_usual": name == settings.FIXTURE_SET} for name in sets_there()],
            "uploads": Upload.objects.waiting(timezone.now()),
            "faults": faults,
            "page": page,
            "loads": [{"load": load, "counts": plans.counted(load.counts)} for load in page],
        }
        return own_page(request, "reload", context)

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Keep a zip until it is loaded, if it holds a set that this site can take."""
        try:
            with _in_words():
                kept = upload(request.FILES.get("archive"), by=request.user, at=timezone.now())
        except InvalidSet as error:
            return self._overview(request, error.faults)
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:reload"))
        return HttpResponseRedirect(f"{reverse('admin:reload_plan')}?upload={kept.pk}")

    def discard(self, request: HttpRequest, upload_id: int) -> HttpResponse:
        get_object_or_404(Upload.objects.defer("archive"), pk=upload_id).delete()
        messages.success(request, gettext("The upload is discarded."))
        return HttpResponseRedirect(reverse("admin:reload"))

    def plan(self, request: HttpRequest) -> HttpResponse:
        """What loading a set would do; on the way back, with the plan's hash, do it."""
        asked = request.POST if request.method == "POST" else request.GET
        chosen = choose(asked, at=timezone.now())
        if chosen is None:
            messages.error(request, gettext("That set is not there (any more). Choose or upload one."))
            return HttpResponseRedirect(reverse("admin:reload"))
        allowed = {name: bool(asked.get(name)) for name in OPTIONS}
        own = is_own(chosen, request.user)
        if request.method == "POST" and own:
            messages.error(request, gettext("You uploaded it yourself: a second person must carry it out."))
        elif request.method == "POST":

            def carry_out(folder: Path, hash_: str) -> Run:
                return runs.carry_out_load(
                    folder, Allowed(hash_, **allowed), _silent, at=timezone.now(), by=_person(request)
                )

            if answer := self._carry_out(request, chosen, carry_out):
                return answer
        context = {
            "title": gettext("Plan: %(set)s") % {"set": chosen.name},
            "chosen": {**chosen.asked, **{name: "on" for name, is_allowed in allowed.items() if is_allowed}},
            "action": reverse("admin:reload_plan"),
            "needs_second_person": own,
        }

        def show() -> Run:
            with chosen.folder() as folder:
                return runs.show_load(folder, Allowed("", **allowed), _silent)

        return own_page(request, "plan", {**context, **_shown(show)}, _above())

    def _carry_out(self, request: HttpRequest, chosen: Chosen, act: Callable[[Path, str], Run]) -> HttpResponse | None:
        def of_chosen(hash_: str) -> Run:
            with chosen.folder() as folder:
                return act(folder, hash_)

        answer = _attempt(request, of_chosen)
        if answer and chosen.upload:
            chosen.upload.delete()
        return answer

    def receipt(self, request: HttpRequest, load_id: int) -> HttpResponse:
        load = get_object_or_404(Load.objects.select_related("by", "undoes", "undone_by"), pk=load_id)
        context = {
            "title": gettext("Load %(number)d") % {"number": load.pk},
            "load": load,
            "notes": load.manifest["note"].items(),
            "counts": plans.counted(load.counts),
            "groups": plans.told(load.receipt, undoes=load.undoes_id is not None),
        }
        return own_page(request, "receipt", context, _above())

    def undo(self, request: HttpRequest, load_id: int) -> HttpResponse:
        """What undoing a load would do; on the way back, do it."""
        get_object_or_404(Load.objects.only("pk"), pk=load_id)
        if request.method == "POST":

            def carry_out(hash_: str) -> Run:
                return runs.carry_out_undo(load_id, Allowed(hash_), at=timezone.now(), by=_person(request))

            if answer := _attempt(request, carry_out):
                return answer
        context = {
            "title": gettext("Plan: undo load %(number)d") % {"number": load_id},
            "chosen": {},
            "action": reverse("admin:undo_load", args=[load_id]),
        }
        shown = _shown(lambda: runs.show_undo(load_id, Allowed()))
        return own_page(request, "plan", {**context, **shown}, _above())


def _above() -> Step:
    return Step(gettext("Loads"), reverse("admin:reload"))


def _for_publishers(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_may_load(request)
        return page(request, *args, **kwargs)

    return guarded


def _person(request: HttpRequest) -> Any:
    return request.user


@contextmanager
def _in_words() -> Iterator[None]:
    """What the database refuses is refused with a sentence, too."""
    try:
        yield
    except DatabaseError as error:
        raise Refused(gettext("The database says: %(error)s. Try again.") % {"error": error}) from error


def _shown(show: Callable[[], Run]) -> dict[str, Any]:
    """A plan, or why there is none, as the template shows it."""
    try:
        with _in_words():
            plan = show().plan
    except InvalidSet as error:
        return {"faults": error.faults}
    except Refused as error:
        options = [{"name": name, "label": text} for name, (flag, text) in OPTIONS.items() if flag in str(error)]
        return {"refusal": str(error), "options": options}
    values = {key: decision.values for key, decision in plan.told if decision.values is not None}
    return {
        "plan": plan,
        "counts": plans.counted(plan.counts),
        "warnings": plans.warnings(plan.counts),
        "groups": plans.told(plan.records, undoes=plan.undoes is not None, values=values),
    }


def _attempt(request: HttpRequest, act: Callable[[str], Run]) -> HttpResponse | None:
    """Carry out the plan whose hash was posted, and go to its receipt; None where it was refused, which is said."""
    hash_ = request.POST.get("hash", "")
    try:
        if not hash_:
            raise Refused(gettext("Look at the plan first."))
        with _in_words():
            load = act(hash_).load
    except (Refused, InvalidSet) as error:
        messages.error(request, f"{CHANGED} {error}")
        return None
    if load is None:
        messages.info(request, gettext("There was nothing to do."))
        return HttpResponseRedirect(reverse("admin:reload"))
    messages.success(request, gettext("Done. This is the receipt."))
    return HttpResponseRedirect(reverse("admin:load", args=[load.pk]))
