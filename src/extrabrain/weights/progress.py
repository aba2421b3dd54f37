"""How a pull is getting on."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Doing = Literal["waiting", "fetching", "checking", "done"]

TELL_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes count what is fetched over the network. The rate is that of the last few seconds."""

    model_id: str
    doing: Doing
    done_bytes: int
    total_bytes: int
    bytes_per_second: float
    seconds_left: float | None


Tell = Callable[[Progress], None]
"""Hears of progress, from the pulling thread. What it raises stops the pull; what was fetched is kept."""


class Meter:
    """Counts bytes and tells at most ten times a second, and at each change of what is being done."""

    def __init__(
        self,
        model_id: str,
        total_bytes: int,
        tell: Tell | None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.done_bytes = 0
        self.total_bytes = total_bytes
        self._model_id = model_id
        self._tell = tell
        self._now = now
        self._doing: Doing = "fetching"
        self._told_at = float("-inf")
        self._marks: list[tuple[float, int]] = [(now(), 0)]
        self._fresh = 0

    def add(self, size: int, *, fresh: bool = True) -> None:
        """`fresh` bytes came just now and count towards the rate; others were here from before."""
        self.done_bytes += size
        if fresh:
            self._fresh += size
        if self._now() - self._told_at >= TELL_EVERY_S:
            self._say()

    def replan(self, total_bytes: int) -> None:
        self.total_bytes = total_bytes

    def doing(self, what: Doing) -> None:
        if what != self._doing:
            self._doing = what
            self._say()

    def _say(self) -> None:
        now = self._told_at = self._now()
        self._marks.append((now, self._fresh))
        while len(self._marks) > 2 and now - self._marks[0][0] > 5.0:
            self._marks.pop(0)
        since, before = self._marks[0]
        rate = (self._fresh - before) / (now - since) if now > since else 0.0
        total = max(self.total_bytes, self.done_bytes)
        left = (total - self.done_bytes) / rate if rate else None
        if self._tell is not None:
            self._tell(Progress(self._model_id, self._doing, self.done_bytes, total, rate, left))
