"""What was asked for of late, kept at hand up to a size."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Values by key, those met longest ago dropped first; `size` of all of them together is at most `most`.
    Thread-safe."""

    def __init__(self, most: int, size: Callable[[T], int]) -> None:
        self._most, self._size_of = most, size
        self._values: OrderedDict[str, T] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def of(self, keys: Iterable[str]) -> dict[str, T]:
        """Those of `keys` that are at hand."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
            return found

    def keep(self, made: Mapping[str, T]) -> None:
        with self._lock:
            for key, value in made.items():
                if key not in self._values:
                    self._values[key] = value
                    self._size += self._size_of(value)
            while self._size > self._most:
                self._size -= self._size_of(self._values.popitem(last=False)[1])
