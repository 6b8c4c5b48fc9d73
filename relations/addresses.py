"""Where a record's page is, in the reader's language; a page names dozens, and Django looks for each anew."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def address_of_page(view: str, slug: str) -> str:
    """The address of the page of one record, by its view and slug, in the language that is active."""
    return _address(view, slug, get_language(), get_script_prefix())


@lru_cache(maxsize=5000)
def _address(view: str, slug: str, _language: str | None, _prefix: str) -> str:
    return reverse(view, kwargs={"slug": slug})
