"""What is missing or behind in each language, and saying that a translation is right still."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from translated_fields import to_attribute

from relations import publishing
from relations.admin import verbs
from relations.admin.display import Reading, name_of
from relations.admin.pages import PER_PAGE, marked, own_page
from relations.admin.reach import types_open_to
from relations.admin.rows import Key, key_of, rows_of
from relations.admin.translation import Missing, missing, texts_missing
from relations.languages import codes, main_language, name_in_current_language
from relations.models import RECORD_TYPES, Record, Revision, Verb, record_type
from relations.publishing import Behind, label

MEDIA = forms.Media(css={"all": ["admin/css/overview.css", "admin/css/languages.css"]})

MISSING, BEHIND = "missing", "behind"
KINDS = {BEHIND: _("Behind"), MISSING: _("Missing")}


def pages(site: admin.AdminSite) -> list[Any]:
    return [
        path("translations/", site.admin_view(translations), name="translations"),
        path(
            "translations/confirm/<str:record_type>/<slug:slug>/<str:language>/<int:number>/",
            site.admin_view(require_POST(confirm)),
            name="confirm_translation",
        ),
    ]


def behind_for(request: HttpRequest) -> list[Behind]:
    """What is behind, of the types that somebody may change."""
    types = types_open_to(request, Verb.CONFIRM_TRANSLATION)
    return publishing.behind(*types) if types else []


def missing_for(request: HttpRequest) -> list[Missing]:
    """The public records that lack a text in a language, of the types that somebody may change."""
    return missing(types_open_to(request, Verb.CONFIRM_TRANSLATION))


@dataclass(frozen=True)
class Narrowed:
    """What the list is narrowed to by its address: a language, missing or behind, a record type; nothing means all."""

    language: str
    kind: str
    type: str

    @classmethod
    def by(cls, asked: QueryDict) -> "Narrowed":
        known = {"language": codes(), "kind": KINDS, "type": [model.type_name() for model in RECORD_TYPES]}
        chosen = {name: asked.get(name, "") for name in known}
        return cls(**{name: value if value in known[name] else "" for name, value in chosen.items()})

    def takes(self, one: Behind | Missing, *, but_for: str = "") -> bool:
        has = {"language": one.language, "kind": kind_of(one), "type": one.record_type}
        return all(getattr(self, name) in ("", value) for name, value in has.items() if name != but_for)

    def query(self, **instead: str) -> str:
        chosen = {"language": self.language, "kind": self.kind, "type": self.type} | instead
        return "".join(f"{name}={value}&" for name, value in chosen.items() if value)


def kind_of(one: Behind | Missing) -> str:
    return BEHIND if isinstance(one, Behind) else MISSING


def translations(request: HttpRequest) -> HttpResponse:
    """By language: what is behind and what is missing, by record type. Queries do not grow with records."""
    if not types_open_to(request, Verb.CONFIRM_TRANSLATION):
        raise PermissionDenied
    narrowed = Narrowed.by(request.GET)
    everything: list[Behind | Missing] = [*behind_for(request), *missing_for(request)]
    wanted = sorted((one for one in everything if narrowed.takes(one)), key=_rank)
    page: Any = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": gettext("Translations"),
        "page": page,
        "query": narrowed.query(),
        "filters": _filters(narrowed, everything),
        "is_all_done": not everything,
        "groups": _groups(page.object_list, f"{narrowed.query()}page={page.number}"),
        "media": MEDIA,
    }
    return own_page(request, "translations", context)


def _rank(one: Behind | Missing) -> tuple[int, str, int, str]:
    return codes().index(one.language), kind_of(one), RECORD_TYPES.index(record_type(one)), one.slug


def _filters(narrowed: Narrowed, everything: list[Any]) -> list[dict[str, Any]]:
    """Three rows of links, each with how many there are among what the other two leave."""
    named = {
        "language": (_("Language"), {code: capfirst(name_in_current_language(code)) for code in codes()}),
        "kind": (_("State"), KINDS),
        "type": (
            _("Record type"),
            {model.type_name(): capfirst(model._meta.verbose_name_plural) for model in RECORD_TYPES},
        ),
    }
    has = {"language": lambda one: one.language, "kind": kind_of, "type": lambda one: one.record_type}
    return [
        {"label": label, "choices": _choices(narrowed, name, choices, has[name], everything)}
        for name, (label, choices) in named.items()
    ]


def _choices(narrowed: Narrowed, name: str, labels: Any, has: Any, everything: list[Any]) -> list[dict[str, Any]]:
    others = [has(one) for one in everything if narrowed.takes(one, but_for=name)]
    chosen = getattr(narrowed, name)
    choices = [("", _("All"), len(others)), *((value, said, others.count(value)) for value, said in labels.items())]
    return [
        {
            "label": said,
            "count": count,
            "query": narrowed.query(**{name: value}),
            "is_current": value == chosen,
        }
        for value, said, count in choices
        if count or value in ("", chosen)
    ]


def _groups(shown: Iterable[Behind | Missing], query: str) -> list[dict[str, Any]]:
    """The entries of a page: by language and state, then by record type."""
    shown = list(shown)
    rows, drafted = rows_of(shown), _with_drafts(shown)
    groups = []
    for (language, kind), of_kind in groupby(shown, key=lambda one: (one.language, kind_of(one))):
        types = [
            {
                "name": model._meta.verbose_name_plural,
                "entries": [
                    {**_entry(one, rows[key_of(one)]), "has_draft": key_of(one) in drafted, "query": query}
                    for one in of_type
                    if key_of(one) in rows
                ],
            }
            for model, of_type in groupby(of_kind, key=record_type)
        ]
        name = capfirst(name_in_current_language(language))
        groups.append({"heading": name, "kind": KINDS[kind], "is_behind": kind == BEHIND, "types": types})
    return groups


def _with_drafts(shown: list[Any]) -> set[Key]:
    """Of these records, those with an open draft. One query."""
    wanted = Q(pk__in=[])
    for one in shown:
        wanted |= Q(record_type=one.record_type, slug=one.slug)
    return set(Revision.objects.open().filter(wanted).order_by().values_list("record_type", "slug"))


def _entry(one: Behind | Missing, row: Record) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": name_of(row),
        "language": one.language,
        "address": f"{verbs.address(row, 'change')}#language-{one.language}",
    }
    if isinstance(one, Missing):
        return {**entry, "lacking": ", ".join(label(type(row), column) for column in texts_missing(row, one.language))}
    texts = texts_behind(one)
    for text in texts:
        column = to_attribute(text["name"], one.language)
        text |= {"translated_into": one.language, "translation": Reading(type(row)).text(column, getattr(row, column))}
    return {**entry, "since": one.since, "texts": texts, "confirm": confirm_address(one)}


def texts_behind(one: Behind) -> list[dict[str, Any]]:
    """What changed in the main text since the translation was right, word by word."""
    model = record_type(one)
    texts = []
    for text in one.reworded:
        column = to_attribute(text.name, main_language())
        before, now = (Reading(model).text(column, value) for value in (text.before, text.now))
        texts.append(
            {
                "name": text.name,
                "label": label(model, column),
                "lang": main_language(),
                "pieces": marked(before, now),
                "is_formatting": before == now,
            }
        )
    return texts


def confirm_address(one: Behind) -> str:
    """Where somebody who has seen what is behind says that it is right still."""
    return reverse("admin:confirm_translation", args=[one.record_type, one.slug, one.language, one.number])


def confirm(request: HttpRequest, record_type: str, slug: str, language: str, number: int) -> HttpResponse:
    """Note that a translation is right still, and go back to the list, or to the record."""
    model: Any = next((model for model in RECORD_TYPES if model.type_name() == record_type), None)
    if model is None:
        raise Http404
    row = get_object_or_404(model, slug=slug)
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    names = {"record": name_of(row), "language": name_in_current_language(language)}
    done = gettext("“%(record)s”: you have confirmed its translation (%(language)s).") % names
    verbs.confirm(request, row, lambda: publishing.confirm_translation(row, language, number, **who), done)
    if "list" in request.POST:
        return HttpResponseRedirect(f"{reverse('admin:translations')}?{_list_query(request.POST['list'])}")
    place = f"#language-{language}" if language in codes() else ""
    return HttpResponseRedirect(verbs.address(row, "change") + place)


def _list_query(text: str) -> str:
    """The place in the list that somebody came from, as far as it is one."""
    asked = QueryDict(text)
    page = asked.get("page", "")
    return f"{Narrowed.by(asked).query()}page={page if page.isdecimal() and page.isascii() else 1}"
