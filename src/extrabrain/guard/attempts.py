"""How often a passphrase may be tried: freely at first, then ever more slowly."""

import time
from collections.abc import Callable

FREE = 3
LONGEST_WAIT_S = 60.0


class Attempts:
    """For one process. Who has the file can guess without us; there only the cost of Argon2id helps."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed = 0
        self._next_at = 0.0

    def wait_s(self) -> float:
        """Seconds until the next attempt is taken; 0 where it is now."""
        return max(0.0, self._next_at - self._clock())

    def failed(self) -> None:
        self._failed += 1
        if self._failed >= FREE:
            self._next_at = self._clock() + min(LONGEST_WAIT_S, 2.0 ** (self._failed - FREE))

    def succeeded(self) -> None:
        self._failed, self._next_at = 0, 0.0
