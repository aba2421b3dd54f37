"""What the engine hears next: a machine between the turns and the one recognition thread.

Closed turns wait in order and come first. Otherwise the open turn is heard again as it grows (a partial):
only its newest state, no oftener than the engine can afford, and once more when silence has set in. That last
one covers exactly the sound that the turn will have if it closes, so its words are there before it does.
"""

from collections import deque
from dataclasses import dataclass

from extrabrain.sound.turns import WINDOW_MS, Turn

FIRST_PARTIAL_MS = 288
"""Voice that the first partial of a turn waits for."""

PARTIAL_EVERY_MS = 288

REST = 3
"""The engine rests this many times what a partial cost, so that a final rarely finds it busy."""

DEAREST_PARTIAL_MS = 800
"""A partial that would take longer is left out: it would make the finals late."""


@dataclass(frozen=True, slots=True)
class Job:
    turn: Turn
    is_final: bool


class Desk:
    """`closed` and `growing` say what there is, `next` what to do, `done` what it cost.

    `anew` where the engine hears a growing turn from its start each time, which costs more and more; one that
    keeps its place is given what is new as it comes.
    """

    def __init__(self, *, anew: bool = True) -> None:
        self._anew = anew
        self._closed: deque[Turn] = deque()
        self._growing: Turn | None = None
        self._heard: tuple[int, int] = (-1, 0)
        self._cost_per_ms = 0.0

    def closed(self, turn: Turn) -> None:
        self._closed.append(turn)
        if self._growing is not None and self._growing.turn == turn.turn:
            self._growing = None

    def growing(self, turn: Turn | None) -> None:
        """The open turn as it is now."""
        self._growing = turn

    def next(self) -> Job | None:
        if self._closed:
            return Job(self._closed[0], True)
        if self._growing is not None and self._is_due(self._growing):
            return Job(self._growing, False)
        return None

    def done(self, job: Job, cost_ms: float | None) -> None:
        """`cost_ms` is none where the words were known already."""
        if job.is_final:
            self._closed.popleft()
        else:
            self._heard = (job.turn.turn, job.turn.end)
        if cost_ms is not None:
            cost = cost_ms / (job.turn.end_ms - job.turn.start_ms)
            self._cost_per_ms = (self._cost_per_ms + cost) / 2 if self._cost_per_ms else cost

    def behind_ms(self, now_window: int) -> int:
        """How long the oldest closed turn has waited, in sound."""
        return (now_window - self._closed[0].closed_at) * WINDOW_MS if self._closed else 0

    def _is_due(self, turn: Turn) -> bool:
        heard_end = self._heard[1] if self._heard[0] == turn.turn else 0
        cost_ms = self._cost_per_ms * (turn.end_ms - turn.start_ms) if self._anew else 0.0
        if turn.end == heard_end or cost_ms > DEAREST_PARTIAL_MS:
            return False
        if turn.end < turn.closed_at:
            return True
        if not heard_end:
            return (turn.end - turn.voiced[0][0]) * WINDOW_MS >= FIRST_PARTIAL_MS
        return (turn.end - heard_end) * WINDOW_MS >= max(PARTIAL_EVERY_MS, REST * cost_ms)


class Lag:
    """Says how far recognition is behind, when that has changed by a second, and 0 when it has caught up."""

    def __init__(self, step_ms: int = 1000) -> None:
        self._step_ms = step_ms
        self._said = 0

    def push(self, behind_ms: int) -> list[int]:
        if behind_ms < self._step_ms:
            if not self._said:
                return []
            self._said = 0
            return [0]
        if abs(behind_ms - self._said) < self._step_ms:
            return []
        self._said = behind_ms
        return [behind_ms]
