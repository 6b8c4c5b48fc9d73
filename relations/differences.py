"""What differs between two texts, word by word. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A word, a run of space, or one sign: so that a changed full stop does not mark the word before it.
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


# Pairs of pieces from which on it takes too long to compare all: of two texts of some 1,500 characters each.
LONG = 250_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both versions have, or only one of them."""

    kind: Literal["same", "removed", "added"]
    text: str

    @property
    def is_removed(self) -> bool:
        return self.kind == "removed"

    @property
    def is_added(self) -> bool:
        return self.kind == "added"


def differences(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; what was removed stands before what came in its place.

    In long texts spaces are compared only beside words that are the same: each is like every other, and to look at all
    pairs of them takes minutes.
    """
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    pieces = []
    is_long = len(before) * len(after) > LONG
    matcher = SequenceMatcher(str.isspace if is_long else None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        removed, added = "".join(before[start:end]), "".join(after[new_start:new_end])
        if kind == "equal":
            pieces.append(Piece("same", removed))
            continue
        pieces += [Piece("removed", removed)] if removed else []
        pieces += [Piece("added", added)] if added else []
    return pieces
