"""A part of a whole that is made when it is first asked for, and once, whichever threads ask at once."""

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Part(Generic[T]):
    """As `functools.cached_property`, which from Python 3.12 on lets each thread make its own.

    It lies in the whole's `__dict__`: take it out there, and the next one who asks gets a new one.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.__doc__ = make.__doc__
        self._make = make
        self._name = make.__name__
        self._lock = RLock()

    def __get__(self, whole: object, owner: type | None = None) -> T:
        parts = whole.__dict__
        with self._lock:
            if self._name not in parts:
                parts[self._name] = self._make(whole)
            made: T = parts[self._name]
            return made
