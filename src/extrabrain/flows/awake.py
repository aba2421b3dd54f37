"""Whether the machine has slept: a clock that is looked at often jumps."""

import time

JUMP_S = 5.0
"""A look that comes later than this was not slow: nothing ran in between."""


class Awake:
    """`push` the time at least every second."""

    def __init__(self, now_s: float) -> None:
        self._last_s = now_s

    def push(self, now_s: float) -> bool:
        """Whether the machine, or this process, stood still since the last look."""
        slept = now_s - self._last_s > JUMP_S
        self._last_s = now_s
        return slept


def clock_s() -> float:
    """A clock that counts sleep too, where the system has one."""
    boottime: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)
