"""What an undo begins with: one load upon another."""

from typing import Any

from tests.fixture_sets import EVIDENCE, row, small_set
from tests.loads import changed, load, site, with_rows, without

SET = changed(small_set(), "visit", title_es="Visita")
SUMMIT = row("milestone", "summit", title_en="A summit", date="2030", kind="meeting", **EVIDENCE)
# Takes a value, adds and withdraws a record.
NEXT = changed(without(with_rows(SET, SUMMIT), "education"), "visit", title_en="The visit", areas=[])


def two_loads(files: Any = NEXT) -> tuple[Any, Any, int]:
    """The site before and after a second load, and its number."""
    load(SET)
    before = site()
    number = load(files, version=2)["load"]
    return before, site(), number
