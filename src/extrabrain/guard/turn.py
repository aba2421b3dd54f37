"""One at a time, among threads and among processes, for who reads a small file, changes it and writes it."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from extrabrain.core.errors import ProtectedStorage


@contextmanager
def turn(path: Path) -> Generator[None]:
    """Waits for it. The lock is a file beside `path`, which is itself replaced; it ends with the process."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ProtectedStorage(
            f"{path} cannot be written: {error.strerror}.",
            next_step="Make room on the disk, or make the data folder writable.",
        ) from error
    try:
        _wait(handle)
        yield
    finally:
        os.close(handle)


def _wait(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
