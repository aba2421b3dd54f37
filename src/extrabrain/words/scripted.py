"""An engine that says what it is told: for tests, demos and work on the page. It never claims to hear."""

import time
from collections.abc import Sequence

import numpy as np

from extrabrain.words.engine import Heard, Samples


class Scripted:
    """Gives `texts[n]` for the n-th turn it meets, then empty text.

    A slice that goes on where the one before ended (or ends sooner) is the same turn, grown. `slowdown` is
    how many seconds of work one second of sound costs: 3.0 is an engine three times slower than real time.
    `words_per_second` reveals a text as its turn grows; none says all of it at once.
    """

    name = "scripted"

    def __init__(
        self, texts: Sequence[str] = (), *, slowdown: float = 0.0, words_per_second: float | None = None
    ) -> None:
        self._texts = [" ".join(text.split()) for text in texts]
        self._slowdown = slowdown
        self._words_per_second = words_per_second
        self._turn = -1
        self._before: Samples | None = None

    def hear(self, samples: Samples) -> Heard:
        seconds = len(samples) / 16_000
        if self._slowdown:
            time.sleep(seconds * self._slowdown)
        if self._before is None or not _is_same_turn(self._before, samples):
            self._turn += 1
        self._before = samples
        text = self._texts[self._turn] if self._turn < len(self._texts) else ""
        if self._words_per_second is not None:
            text = " ".join(text.split()[: int(seconds * self._words_per_second)])
        return Heard(text)


def _is_same_turn(before: Samples, now: Samples) -> bool:
    shared = min(len(before), len(now))
    return bool(np.array_equal(before[:shared], now[:shared]))
