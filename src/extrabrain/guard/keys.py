"""The key of the store: in the system's keychain, else in a file that only its owner can read.

The key file is written either way. It holds the 32 bytes of the key, or, where the keychain has the key, the
word `keychain` and the name of the entry. It lies outside the data folder, so that a copy of that folder
alone opens nothing.
"""

import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extrabrain.core.errors import ProtectedStorage
from extrabrain.guard.keychain import Keychain, system_keychain

KEY_BYTES = 32
_POINTER = b"keychain "
_LONGEST = 256

Place = Literal["keychain", "keyfile"]


@dataclass(frozen=True, slots=True)
class StoreKey:
    """`key` is 32 random bytes; `place` says where it is kept. Its repr never shows the key."""

    key: bytes
    place: Place

    def __repr__(self) -> str:
        return f"StoreKey(place={self.place!r})"


def store_key(
    key_file: Path,
    *,
    store_exists: bool,
    keychain: Callable[[], Keychain | None] = system_keychain,
) -> StoreKey:
    """The key of the store that `key_file` belongs to; made on first use.

    `ProtectedStorage` where the file is open to others, damaged, or gone while the store exists: a new key
    would never open an old store. Two processes that make it at once end up with the same key.
    """
    try:
        written = _read(key_file)
    except FileNotFoundError:
        if store_exists:
            raise ProtectedStorage(
                f"The key of the store is gone: there is no {key_file}.",
                next_step="Put it back from a backup; without it the store cannot be opened.",
            ) from None
        return _make(key_file, keychain)
    return _understood(written, key_file, keychain)


def _understood(written: bytes, key_file: Path, keychain: Callable[[], Keychain | None]) -> StoreKey:
    if len(written) == KEY_BYTES:
        return StoreKey(written, "keyfile")
    name = written.removeprefix(_POINTER)
    if name == written or not name.isascii():
        raise ProtectedStorage(
            f"{key_file} is damaged: it holds {len(written)} bytes that are no key.",
            next_step="Put it back from a backup; without it the store cannot be opened.",
        )
    chain = keychain()
    kept = chain.read(name.decode()) if chain else None
    if kept is None or len(kept) != 2 * KEY_BYTES:
        raise ProtectedStorage(
            f"The key of the store is not in the keychain, where {key_file} says it is.",
            next_step="Unlock the keychain that it was made in, or put the entry back from a backup.",
        )
    return StoreKey(bytes.fromhex(kept), "keychain")


def _make(key_file: Path, keychain: Callable[[], Keychain | None]) -> StoreKey:
    """Keychain first, then the file in one step; who comes second takes what is there."""
    key, name = secrets.token_bytes(KEY_BYTES), f"store-{secrets.token_hex(8)}"
    chain = keychain()
    if chain is not None:
        try:
            chain.write(name, key.hex())
        except ProtectedStorage:
            chain = None  # it will not keep anything: the file does, and `place` says so
    if _written_first(key_file, _POINTER + name.encode() if chain else key):
        return StoreKey(key, "keychain" if chain else "keyfile")
    if chain is not None:
        chain.forget(name)
    return _understood(_read(key_file), key_file, keychain)


def _read(key_file: Path) -> bytes:
    try:
        handle = os.open(key_file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _cannot(key_file, "read", error) from error
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode) or (os.name != "nt" and mode & 0o077):
            raise ProtectedStorage(
                f"{key_file} can be read by other users of this machine (mode {stat.S_IMODE(mode):o}).",
                next_step=f"Close it: chmod 600 {key_file}",
            )
        return file.read(_LONGEST)


def _written_first(key_file: Path, content: bytes) -> bool:
    """Whether this call made the file. It appears whole or not at all, also after a power cut."""
    scratch = key_file.with_name(f".{key_file.name}.{secrets.token_hex(4)}")
    try:
        key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(scratch, key_file)
        except FileExistsError:
            return False
        finally:
            scratch.unlink()
        _sync_folder(key_file.parent)
    except OSError as error:
        raise _cannot(key_file, "written", error) from error
    return True


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot(key_file: Path, done: str, error: OSError) -> ProtectedStorage:
    return ProtectedStorage(
        f"The key file {key_file} cannot be {done}: {error.strerror}.",
        next_step="Mend the permissions of its folder, or set EXTRABRAIN_HOME to another folder.",
    )
