"""What differs between two texts, word by word. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A word, a run of space, or one sign: so that a changed full stop does not mark the word before it.
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")

# A run of letters and signs with the space after it.
_WORDS = re.compile(r"\S+\s*|\s+")

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

    In long texts a word is taken together with the space after it: every space is like every other, and to look at
    all pairs of them takes minutes.
    """
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    pieces = []
    if len(before) * len(after) > LONG:
        before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        removed, added = "".join(before[start:end]), "".join(after[new_start:new_end])
        if kind == "equal":
            pieces.append(Piece("same", removed))
            continue
        pieces += [Piece("removed", removed)] if removed else []
        pieces += [Piece("added", added)] if added else []
    return pieces
