import gc
from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.cast import administrator, colleague, editor, publisher, reader

__all__ = ["administrator", "colleague", "editor", "publisher", "reader"]

# Thousands of modules and tests stay until the end: to look through them again and again for what could be freed
# costs the tests a tenth of their time.
gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _main_language() -> Iterator[None]:
    """A request leaves its language behind; no test shall begin in that of another."""
    with translation.override("en"):
        yield
