"""Filters of a list as links: what may be chosen, how many rows each choice shows, and the address of each."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

# Of each row of a list, the values that it has for each filter.
Values = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Choice:
    """One link of a filter."""

    label: Any
    count: int
    query: str  # the query of its address; empty for the whole list
    is_current: bool


@dataclass(frozen=True)
class Filter:
    """One thing to filter by: `all` of it, or one of its choices."""

    label: Any
    all: Choice
    choices: list[Choice]

    @property
    def is_useful(self) -> bool:
        """Whether there is anything to choose between."""
        return len(self.choices) > 1 or any(choice.is_current for choice in self.choices)


def chosen(asked: Mapping[str, str], labels: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What a query asks for, as far as there is such a filter and such a value of it."""
    return {name: asked[name] for name, values in labels.items() if asked.get(name, "") in values}


def matches(values: Values, wanted: Mapping[str, str]) -> bool:
    """Whether a row has everything that is chosen."""
    return all(value in values[name] for name, value in wanted.items())


def build(
    rows: Sequence[Values], labels: Mapping[str, Mapping[str, Any]], titles: Mapping[str, Any], wanted: dict[str, str]
) -> list[Filter]:
    """The filters of a list, in the order of `labels`, each with its choices in theirs.

    The count beside each link is what it shows: the rows with this value among those that the other filters leave.
    Values that no row has then are left out, but for the chosen one.
    """
    return [_filter(name, labels[name], titles[name], rows, wanted) for name in labels]


def build_counted(name: str, labels: Mapping[str, Any], title: Any, counts: Mapping[str, int], current: str) -> Filter:
    """The only filter of a list, whose rows the database has counted; every row has one value."""
    choices = [
        Choice(label, counts.get(value, 0), urlencode({name: value}), value == current)
        for value, label in labels.items()
    ]
    return Filter(title, Choice("", sum(counts.values()), "", not current), choices)


def _filter(name: str, labels: Mapping[str, Any], title: Any, rows: Sequence[Values], wanted: dict[str, str]) -> Filter:
    others = {other: value for other, value in wanted.items() if other != name}
    left = [row for row in rows if matches(row, others)]
    counts = Counter(value for row in left for value in set(row[name]))
    current = wanted.get(name)
    choices = [
        Choice(label, counts[value], urlencode(others | {name: value}), value == current)
        for value, label in labels.items()
        if counts[value] or value == current
    ]
    return Filter(title, Choice("", len(left), urlencode(others), current is None), choices)
