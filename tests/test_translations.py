"""Interface texts: complete in every language, compiled as they stand, and safe to fill in."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "relations" / "locale"
LANGUAGES = ["es", "ko"]


def catalogue(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(message):
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_missing_or_fuzzy(language):
    messages = [message for message in catalogue(language) if message.id]
    assert len(messages) > 300
    assert [message.id for message in messages if message.fuzzy or not all(texts(message))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_current(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogue(language):
        if not message.id:
            continue
        singular = message.id[0] if isinstance(message.id, tuple) else message.id
        plural = message.id[1] if isinstance(message.id, tuple) else singular
        number = 2 if isinstance(message.id, tuple) else 1
        if message.context:
            found = compiled.pgettext(message.context, singular)
        elif isinstance(message.id, tuple):
            found = compiled.ngettext(singular, plural, number)
        else:
            found = compiled.gettext(singular)
        assert found in texts(message), singular


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_use_no_placeholder_that_the_message_does_not_give(language):
    pattern = re.compile(r"%\((\w+)\)[sd]|%[sd]")
    for message in catalogue(language):
        given = {
            match[0]
            for part in (message.id if isinstance(message.id, tuple) else [message.id])
            for match in pattern.finditer(part)
        }
        for text in texts(message):
            assert {match[0] for match in pattern.finditer(text)} <= given, message.id


def test_no_korean_particle_depends_on_a_placeholder():
    glued = re.compile(r"%\(\w+\)s(?:을|를|이|가|은|는|과|와|으로|로)(?=[\s.,]|$)|을\(를\)|이\(가\)|은\(는\)")
    assert [text for message in catalogue("ko") for text in texts(message) if glued.search(text)] == []


def test_spanish_and_korean_keep_the_glossarys_register():
    for text in (text for message in catalogue("ko") for text in texts(message)):
        assert not re.search(r"(해요|세요|어요|아요)[.!]?$", text), text
    for text in (text for message in catalogue("es") for text in texts(message)):
        assert not re.search(r"\b(tú|vos|vosotros|tus|puedes|haz)\b", text, re.I), text
