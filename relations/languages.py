"""The site's languages: which there are, how each writes dates, texts that know their language, folding."""

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from translated_fields import TranslatedField as BaseTranslatedField
from translated_fields import to_attribute


def codes() -> list[str]:
    """The codes of the site's languages, the main one first."""
    return [code for code, _name in settings.LANGUAGES]


def main_language() -> str:
    return codes()[0]


def current_language() -> str:
    """The site's language that is active now; the main one where none, or one that the site lacks, is."""
    return _among(tuple(codes()), get_language())


@cache
def _among(known: tuple[str, ...], language: str | None) -> str:
    wanted = (language, language.split("-")[0]) if language else ()
    return next((code for code in wanted if code in known), known[0])


def own_name(code: str) -> str:
    """A language's name in itself: español."""
    return get_language_info(code)["name_local"]


def name_in_current_language(code: str) -> str:
    """A language's name in the reader's language: Spanish. Sources are in more languages than the site is."""
    return format_locale().languages.get(code.replace("-", "_"), code)


@cache
def _locale(identifier: str) -> Locale:
    return Locale.parse(identifier.replace("-", "_"))


def format_locale(code: str | None = None) -> Locale:
    """The locale that writes a language's dates and numbers: `FORMAT_LOCALES`, else the language alone."""
    code = code or current_language()
    return _locale(settings.FORMAT_LOCALES.get(code, code))


# The combining marks of every script that an accent leaves behind when a letter is decomposed.
ACCENTS = dict.fromkeys(code for code in range(0x300, 0x10000) if unicodedata.combining(chr(code)))


def folded(text: str) -> str:
    """A text without case and accents, as the search compares it: Él is el. Hangul stays whole."""
    if text.isascii():
        return text.lower()
    # Taken apart before as well: some signs hide a capital letter.
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", letters.translate(ACCENTS))


class Text(str):
    """A text of a record that knows its language, and whether it stands in for a missing translation.

    Filters return plain strings: read `lang` from the attribute, never from a filter's result.
    """

    lang: str
    fallback: bool

    def __new__(cls, value: str = "", lang: str = "", fallback: bool = False) -> "Text":
        text = super().__new__(cls, value)
        text.lang = lang
        text.fallback = fallback
        return text


def text_in_reader_language(name: str, field: BaseTranslatedField) -> Callable[[Any], Text]:
    """The getter of a translated field: the reader's language, else the main one, said so."""

    def getter(record: Any) -> Text:
        language = current_language()
        value = getattr(record, to_attribute(name, language))
        if value or language == field.languages[0]:
            return Text(value, language)
        main = field.languages[0]
        value = getattr(record, to_attribute(name, main))
        return Text(value, main, fallback=bool(value))

    return getter


class TranslatedField(BaseTranslatedField):
    """One text as one column per language (`title_en`, `title_es` …), read without silent fallback."""

    def __init__(self, field: Any, **options: Any) -> None:
        super().__init__(field, attrgetter=text_in_reader_language, **options)
