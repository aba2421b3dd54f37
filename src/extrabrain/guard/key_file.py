"""A small secret file for its owner's eyes only: read with care, written whole or not at all."""

import os
import secrets
import stat
from pathlib import Path

from extrabrain.core.errors import ProtectedStorage

LONGEST = 4096


def read_key_file(path: Path) -> bytes:
    """At most `LONGEST` bytes. `FileNotFoundError` where there is none; `ProtectedStorage` where others can
    read it, or it is no regular file."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _cannot(path, "read", error) from error
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode) or (os.name != "nt" and mode & 0o077):
            raise ProtectedStorage(
                f"{path} can be read by other users of this machine (mode {stat.S_IMODE(mode):o}).",
                next_step=f"Close it: chmod 600 {path}",
            )
        return file.read(LONGEST)


def write_first(path: Path, content: bytes) -> bool:
    """Whether this call made the file; false where it is there already."""
    try:
        scratch = _scratch(path, content)
        try:
            os.link(scratch, path)
        except FileExistsError:
            return False
        finally:
            scratch.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise _cannot(path, "written", error) from error
    return True


def replace_key_file(path: Path, content: bytes) -> None:
    """Puts `content` in the file's place in one step, then overwrites what stood there.

    The overwriting is an effort only: a journal, a snapshot or a flash disk may keep the old bytes.
    """
    try:
        scratch = _scratch(path, content)
        old = os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)) if path.exists() else None
        try:
            scratch.replace(path)
            _sync_folder(path.parent)
            if old is not None:
                _blank(old)
        finally:
            if old is not None:
                os.close(old)
    except OSError as error:
        raise _cannot(path, "written", error) from error


def erase_key_file(path: Path) -> None:
    """Overwrites the file and removes it; nothing happens where there is none."""
    try:
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return
    except OSError as error:
        raise _cannot(path, "removed", error) from error
    try:
        _blank(handle)
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _scratch(path: Path, content: bytes) -> Path:
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return scratch


def _blank(handle: int) -> None:
    os.write(handle, bytes(os.fstat(handle).st_size))
    os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot(path: Path, done: str, error: OSError) -> ProtectedStorage:
    return ProtectedStorage(
        f"The key file {path} cannot be {done}: {error.strerror}.",
        next_step="Mend the permissions of its folder, or set EXTRABRAIN_HOME to another folder.",
    )
