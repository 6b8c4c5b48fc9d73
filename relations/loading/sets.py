"""Where sets are found on disk."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings

from relations.loading.manifest import MANIFEST

FIXTURES = settings.BASE_DIR / "fixtures"


class UnknownSet(Exception):
    """The set to load cannot be told or found; the message lists what there is."""


def sets_there() -> list[str]:
    """The names of the folders that hold a set."""
    return sorted(path.parent.name for path in FIXTURES.glob(f"*/{MANIFEST}"))


def find_set(name: str | None) -> Path:
    """The folder of the set to load: the one named, else FIXTURE_SET, else the only one there is.

    Raises UnknownSet.
    """
    there = sets_there()
    listed = f"fixtures/ has: {', '.join(there) or 'no set'}."
    wanted = name or settings.FIXTURE_SET
    if not wanted:
        if len(there) != 1:
            raise UnknownSet(f"Which set? Name one, or set FIXTURE_SET. {listed}")
        wanted = there[0]
    for folder in (FIXTURES / wanted, Path(wanted)):
        with suppress(OSError):  # a name too long for the file system
            if folder.is_dir():
                return folder.resolve()
    raise UnknownSet(f"There is no set “{wanted}”. {listed}")
