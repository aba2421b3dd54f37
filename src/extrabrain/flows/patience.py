"""How long to bear with an engine that gives no words: a machine. No clock, no I/O.

While sound still comes in there is time: it lies on disk, and the engine is asked again later and later. Once
the capture has ended somebody waits, so it is asked once more and then given up, loudly.
"""

from extrabrain.core.errors import NotHeard

FIRST_S, LONGEST_S = 2.0, 60.0
LAST_S = 3.0
"""The longest wait once the capture has ended."""


class Patience:
    def __init__(self) -> None:
        self._pause_s = FIRST_S
        self._told = ""
        self._last = False

    def after(self, problem: NotHeard, *, ended: bool) -> float | None:
        """Seconds to wait before the same sound is given again; none: give up."""
        if ended and (self._last or problem.lasts):
            return None
        self._last = ended
        pause_s = LONGEST_S if problem.lasts else problem.wait_s or self._pause_s
        self._pause_s = min(LONGEST_S, self._pause_s * 2)
        return min(pause_s, LAST_S) if ended else pause_s

    def news(self, problem: NotHeard) -> bool:
        """Whether the user has not been told yet."""
        before, self._told = self._told, problem.what
        return before != problem.what

    def heard(self) -> None:
        """It works again."""
        self._pause_s, self._told, self._last = FIRST_S, "", False
