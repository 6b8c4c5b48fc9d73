import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.cast import administrator, colleague, editor, publisher, reader
from tests.factories import make_relationship
from tests.loads import bring
from tests.once import once

__all__ = ["administrator", "bring", "colleague", "editor", "publisher", "reader"]

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


@pytest.fixture
def site(db: Any) -> Any:
    """A site that has its relationship and nothing else yet; tests that need more of it make one of their own."""
    return once("a relationship", make_relationship)
