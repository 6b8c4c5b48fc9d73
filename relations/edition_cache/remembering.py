"""What many pages of an edition are made of, read once for all of them; only for pages that are to be kept."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import get_language

from relations.edition_cache.freshness import State

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# What each function returned, and in which state; as bytes, so that whoever gets it has a copy that he may change.
Remembered = dict[tuple[Any, ...], tuple[State, bytes]]

_current: ContextVar[tuple[State, Remembered] | None] = ContextVar("remembered", default=None)


@contextmanager
def remembering(state: State, remembered: Remembered) -> Iterator[None]:
    """Make a page of this state: what is remembered of another is not used."""
    token = _current.set((state, remembered))
    try:
        yield
    finally:
        _current.reset(token)


def remembered(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Read once in an edition and language what a function returns, by its arguments, which are few and hashable.

    It must depend on nothing else than what is public, and on no request. Outside of the edition cache – in previews,
    in the admin, while developing – it is simply called.
    """

    @wraps(function)
    def wrapper(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        current = _current.get()
        if current is None:
            return function(*arguments, **named)
        state, known = current
        key = (function, get_language(), arguments, *sorted(named.items()))
        of, found = known.get(key, (None, b""))
        if of != state:
            found = pickle.dumps(function(*arguments, **named))
            known[key] = state, found
        return pickle.loads(found)  # noqa: S301 – our own, of this process

    return wrapper
