"""How many threads a model may have.

They wait for each other at every step, so one that shares its core holds up all of them: on a busy machine
fewer are several times faster.
"""

import os
import time
from pathlib import Path

LOOK_S = 0.1
BUSY = 0.25
"""A core of which others use more than this share is theirs."""


def free_threads() -> int:
    """One a core that nobody uses now, at least one; 0 where all are free, or it cannot be told: the library
    then takes what it thinks best. Looks for a tenth of a second."""
    before = _used()
    if before is None:
        return 0
    time.sleep(LOOK_S)
    after = _used()
    cores = len(os.sched_getaffinity(0))
    if after is None or after[1] <= before[1]:
        return 0
    share = (after[0] - before[0]) / (after[1] - before[1])
    return threads_for(share * (os.cpu_count() or cores), cores)


def threads_for(busy: float, cores: int) -> int:
    """`busy` is how many cores others keep busy, such as 0.6."""
    taken = int(busy + 1 - BUSY)
    return max(1, min(cores - taken, cores // 2)) if taken else 0


def _used() -> tuple[int, int] | None:
    """Time that all cores have worked since the start, and all time, as Linux counts it."""
    try:
        first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()
    except OSError:
        return None
    ticks = [int(number) for number in first[1:9]]
    idle = ticks[3] + ticks[4]
    return sum(ticks) - idle, sum(ticks)
