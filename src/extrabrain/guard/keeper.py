"""Keeps a broker at hand: started when it is first needed, started again when it dies, gone with the app."""

import atexit
import os
import threading
from typing import Protocol

from extrabrain.guard.charter import Charter
from extrabrain.guard.line import Line


class Kept(Protocol):
    """A way to have a broker; `line` makes sure that there is one, or that knocking makes one."""

    def line(self) -> Line: ...
    def close(self) -> None: ...


class Keeper:
    """Starts with its first use; `close` ends it and its broker. Thread-safe.

    With `forks` it can be used from within a jail that is entered after the first `line`.
    """

    def __init__(self, charter: Charter, *, forks: bool = hasattr(os, "fork")) -> None:
        self.charter = charter
        self._forks = forks
        self._kept: Kept | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def line(self) -> Line:
        with self._lock:
            if self._kept is None:
                self._kept = _kept(self.charter, forks=self._forks)
                self._owner = os.getpid()
                atexit.register(self.close)
            return self._kept.line()

    def close(self) -> None:
        with self._lock:
            if self._kept is not None and os.getpid() == self._owner:
                atexit.unregister(self.close)
                self._kept.close()
                self._kept = None


def _kept(charter: Charter, *, forks: bool) -> Kept:
    if forks:
        from extrabrain.guard.keeper_fork import Forked

        return Forked(charter)
    from extrabrain.guard.keeper_spawn import Spawned

    return Spawned(charter)
