"""One puller per model at a time, across processes."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

POLL_S = 0.2


@contextmanager
def only_one(path: Path, waiting: Callable[[], None]) -> Generator[None]:
    """Holds the lock file at `path`; calls `waiting` again and again while another process holds it.

    The operating system drops the lock when its process ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        while not _taken(file):
            waiting()
            time.sleep(POLL_S)
        yield


def _taken(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
