"""The places on which a page's statements rest, numbered as a printed page needs them."""

from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings

from relations.models import Passage, Source, Statement


@dataclass(frozen=True)
class Place:
    """A numbered place in a source."""

    number: int
    passage: Passage
    is_same_source: bool = False  # as that of the number before

    @property
    def source(self) -> Source:
        return self.passage.source

    @property
    def address(self) -> str:
        return f"{settings.SITE_URL}{self.passage.get_absolute_url()}"


class Numbering:
    """The places on which statements rest, numbered in the order in which they are first met."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._passages: list[Passage] = []

    def number(self, passage: Passage) -> int:
        """The number of a passage's place: that which it has already, or the next one."""
        key = (passage.source_id, passage.locator)
        if key not in self._numbers:
            self._passages.append(passage)
            self._numbers[key] = len(self._passages)
        return self._numbers[key]

    def of(self, *statements: Statement) -> list[int]:
        """The numbers of these statements' places, each once. Needs `with_passages()`."""
        passages = (passage for statement in statements for passage in statement.source_marks)
        return list(dict.fromkeys(map(self.number, passages)))

    @property
    def places(self) -> list[Place]:
        before = [None, *(passage.source_id for passage in self._passages)]
        same = [one == other for one, other in pairwise(before)]
        return [
            Place(number, passage, is_same)
            for number, (passage, is_same) in enumerate(zip(self._passages, same, strict=True), start=1)
        ]
