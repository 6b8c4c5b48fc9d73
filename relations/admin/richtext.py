"""The editor of bodies: a text area that a script turns into one, with just the markup of `relations.richtext`.

Without the script the text area stays, and shows the HTML.
"""

import json
from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms import Media, Script
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from js_asset import ImportMap

# By these names the modules import each other, whatever their files are called once they are collected.
_MODULES = ImportMap(
    {
        "django-prose-editor/editor": "django_prose_editor/editor.js",
        "relations/pasted": "admin/js/pasted.js",
    }
)

# What the editor says, in the language of whoever uses it. The keys are those of `richtext.js`.
_WORDS = {
    "toolbar": _("Formatting"),
    "heading": _("Heading"),
    "subheading": _("Subheading"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "bulletList": _("Bulleted list"),
    "orderedList": _("Numbered list"),
    "link": _("Link"),
    "unlink": _("Remove link"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "address": _("Address"),
    "addressHelp": _("An address on the web, for example https://example.org/page"),
    "apply": _("Apply"),
    "cancel": _("Cancel"),
}


class RichTextInput(AdminTextareaWidget):
    """Needs the import map on its page, as every page of the admin has it."""

    @property
    def media(self) -> Media:
        css = ["django_prose_editor/material-icons.css", "django_prose_editor/editor.css", "admin/css/richtext.css"]
        js: list[Any] = [Script("admin/js/richtext.js", type="module")]
        return Media(css={"all": css}, js=js)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        words = {key: str(word) for key, word in _WORDS.items()}
        context["widget"]["attrs"]["data-rich-text"] = json.dumps(words, ensure_ascii=False)
        return context


# How the admin shows a RichTextField.
RICH_TEXT: dict[str, Any] = {
    "widget": RichTextInput,
    "help_text": _(
        "Headings, paragraphs, lists, bold, italic and links. "
        "What you paste, for example from Word, keeps these and loses everything else."
    ),
}


def import_map(request: HttpRequest) -> str:
    """Where the modules of the editor are, as a script element that this answer's policy allows by its nonce."""
    return _MODULES.render(attrs={"nonce": str(request.csp_nonce)})  # type: ignore[attr-defined]
