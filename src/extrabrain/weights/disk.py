"""The models folder on disk: room enough, and errors in words."""

import errno
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from extrabrain.core.errors import Problem, ProtectedStorage

HEADROOM_BYTES = 64_000_000
"""Left free beside the model itself."""

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


class DiskFull(ProtectedStorage):
    pass


def megabytes(size_bytes: int) -> str:
    """In decimal units, as download pages give them: `812 kB`, `70 MB`, `1.1 GB`."""
    if size_bytes >= 1_000_000_000:
        return f"{size_bytes / 1e9:.1f} GB"
    if size_bytes >= 1_000_000:
        return f"{size_bytes / 1e6:.0f} MB"
    return f"{max(1, round(size_bytes / 1e3))} kB"


def free_bytes(folder: Path) -> int:
    """Free space where `folder` is or would be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def need_room(folder: Path, size_bytes: int) -> None:
    """`DiskFull` where there is less than `size_bytes` and the headroom."""
    free = free_bytes(folder)
    if free < size_bytes + HEADROOM_BYTES:
        raise DiskFull(
            f"There is too little room in {folder}: {megabytes(size_bytes + HEADROOM_BYTES)} needed, "
            f"{megabytes(free)} free.",
            next_step="Free some space, or set EXTRABRAIN_MODELS to a folder on another disk.",
        )


@contextmanager
def disk_words(folder: Path) -> Generator[None]:
    """Turns errors of the file system into problems with a next step."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(
                f"The disk filled up while writing to {folder}.",
                next_step="Free some space and pull again; what was fetched so far is kept.",
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ProtectedStorage(
                f"{error.filename or folder} cannot be written or read by this user.",
                next_step="Mend its permissions, or set EXTRABRAIN_MODELS to a folder that you can write.",
            ) from error
        raise Problem(
            f"{error.filename or folder} cannot be used: {error.strerror}.",
            next_step="Set EXTRABRAIN_MODELS to another folder.",
        ) from error


def settle(scratch: Path, final: Path) -> None:
    """Puts a written file in its place in one step, so that no half of it is ever seen there."""
    with scratch.open("rb+") as file:
        os.fsync(file.fileno())
    scratch.replace(final)
