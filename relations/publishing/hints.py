"""What somebody should look at before a draft is published, though nothing of it forbids that."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from relations.languages import codes, format_locale, main_language
from relations.models import Change, Record
from relations.parity import Disparity, disparities
from relations.publishing.refusals import Reason, label
from relations.publishing.standing import Standing
from relations.publishing.translations import text_names
from relations.values import Values, complete

# A text of fewer words may well be the same in two languages: a name, an abbreviation.
WORDS_OF_A_SENTENCE = 4


def hints(now: Standing, values: Values) -> list[Reason]:
    """What to look at before these values of a record are published; a reason's field is the column it is about.

    Of each translation: whether it is there, is more than a copy, has the numbers and dates of the main text, and
    would be behind it from then on.
    """
    model, values = now.model, complete(now.model, values)
    names = text_names(model)
    reasons = [Reason(*about, now.row) for name in names for about in _parity(values, name)]
    for language in codes()[1:]:
        reasons += [Reason(*about, now.row) for about in _missing(model, values, names, language)]
        for name in names:
            reasons += [Reason(*about, now.row) for about in _copied(values, name, language)]
            reasons += [Reason(*about, now.row) for about in _left_behind(now, values, name, language)]
    return reasons


def _parity(values: Values, name: str) -> Iterator[tuple[str, object]]:
    texts = {code: values[to_attribute(name, code)] for code in codes()}
    for found in disparities(texts, {code: format_locale(code) for code in texts}):
        yield to_attribute(name, found.language), _in_words(found)


def _in_words(found: Disparity) -> object:
    there, here = ("; ".join(f"“{written}”" for written in side) for side in (found.only_in_main, found.only_here))
    if not here:
        return _("A number or date of the main text is not in it: %(there)s.") % {"there": there}
    if not there:
        return _("A number or date in it is not in the main text: %(here)s.") % {"here": here}
    message = _("Its numbers or dates are not those of the main text: there %(there)s, here %(here)s.")
    return message % {"there": there, "here": here}


def _missing(model: type[Record], values: Values, names: list[str], language: str) -> Iterator[tuple[str, object]]:
    """All texts that are missing in a language, at the first of them."""
    columns = [
        to_attribute(name, language)
        for name in names
        if values[to_attribute(name, main_language())] and not values[to_attribute(name, language)]
    ]
    if not columns:
        return
    first, *others = columns
    if others:
        message = _("It is not translated yet, nor are: %(texts)s. Readers see the main language instead.")
        yield first, message % {"texts": ", ".join(label(model, column) for column in others)}
    else:
        yield first, _("It is not translated yet: readers see the main language instead.")


def _copied(values: Values, name: str, language: str) -> Iterator[tuple[str, object]]:
    text = values[to_attribute(name, language)]
    if text == values[to_attribute(name, main_language())] and len(text.split()) >= WORDS_OF_A_SENTENCE:
        yield to_attribute(name, language), _("It is still the text of the main language, word for word.")


def _left_behind(now: Standing, values: Values, name: str, language: str) -> Iterator[tuple[str, object]]:
    """A translation that stays as it is while its main text changes for the reader."""
    if now.published is None or (now.open is not None and now.open.change == Change.MINOR):
        return
    public = complete(now.model, now.published.values)
    main, translation = to_attribute(name, main_language()), to_attribute(name, language)
    if values[main] != public[main] and values[translation] and values[translation] == public[translation]:
        yield translation, _("The main text changes and this does not: from then on it counts as behind.")
