"""The groups of a record's texts, one for each language: tabs where a script makes them so, one below another else.

A group says what changed in the main text where its own is behind.
"""

import json
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relations import publishing
from relations.admin.translating import confirm_address, texts_behind
from relations.languages import main_language, name_in_current_language
from relations.models import Record, Verb
from relations.publishing import Behind

# What the tabs say, in the language of whoever uses them. The keys are those of `languages.js`.
_WORDS = {
    "tabs": _("Texts by language"),
    "complete": _("%(filled)s of %(all)s texts"),
    "behind": _("behind"),
    "error": _("with an error"),
    "start": _("Start from this text"),
    "started": _("Copied. Write the translation over it."),
    "unsaved": _("Save the draft first: what you have written here would be lost."),
}


def group(request: HttpRequest, obj: Any, code: str, columns: list[str]) -> tuple[str, dict[str, Any]]:
    """The group of a record's texts in one language, as a form's fieldset. What it shows is looked up when shown."""
    return heading(code), {
        "fields": columns,
        "classes": ["language", f"language-{code}"],
        "description": SimpleLazyObject(partial(_above_fields, request, obj, code)),
    }


def heading(code: str) -> str:
    name = capfirst(name_in_current_language(code))
    return gettext("%(language)s (main language)") % {"language": name} if code == main_language() else name


def _above_fields(request: HttpRequest, obj: Any, code: str) -> str:
    words = {"code": code, "main": main_language()}
    words |= {"heading": heading(code), "name_of_main": capfirst(name_in_current_language(main_language()))}
    words |= {key: str(word) for key, word in _WORDS.items()}
    found = next((one for one in _behind(obj) if one.language == code), None)
    context = {"words": json.dumps(words, ensure_ascii=False), "behind": found and _in_words(request, obj, found)}
    return render_to_string("admin/relations/language_group.html", context)


def _behind(obj: Any) -> list[Behind]:
    return obj.editing.behind if hasattr(obj, "editing") else []


def _in_words(request: HttpRequest, row: Record, one: Behind) -> dict[str, Any]:
    return {
        "since": one.since,
        "texts": texts_behind(one),
        "form": _form_id(one) if publishing.may(request.user, Verb.CONFIRM_TRANSLATION, type(row)) else "",
    }


def confirmations(request: HttpRequest, row: Any) -> list[dict[str, str]]:
    """The forms of the buttons that say a translation is right still: they stand outside of the record's own form."""
    if not publishing.may(request.user, Verb.CONFIRM_TRANSLATION, type(row)):
        return []
    return [{"id": _form_id(one), "address": confirm_address(one)} for one in row.editing.behind]


def _form_id(one: Behind) -> str:
    return f"still-right-{one.language}"
