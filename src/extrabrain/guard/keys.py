"""The key of the store: in a vault, in the system's keychain, or in a file that only its owner can read.

The key file is written in each case. It holds the vault (the key wrapped by a passphrase), or the word
`keychain` and the name of the entry, or the 32 bytes themselves. It lies outside the data folder, so that a
copy of that folder alone opens nothing.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extrabrain.core.errors import Conflict, Partial, ProtectedStorage
from extrabrain.guard import vault
from extrabrain.guard.key_file import erase_key_file, read_key_file, replace_key_file, write_first
from extrabrain.guard.keychain import SERVICE, Keychain, system_keychain

KEY_BYTES = 32
_POINTER = b"keychain "

Place = Literal["keychain", "keyfile", "vault"]
FindKeychain = Callable[[], Keychain | None]


class Locked(ProtectedStorage):
    """The key is in a vault, and nobody has given the passphrase."""

    def __init__(self) -> None:
        super().__init__(
            "extrabrain is locked.",
            next_step="Give the passphrase: on the page, at the prompt, or with EXTRABRAIN_PASSPHRASE_FILE.",
        )


@dataclass(frozen=True, slots=True)
class StoreKey:
    """`key` is 32 random bytes; `place` says where it is kept. Its repr never shows the key."""

    key: bytearray
    place: Place

    def __repr__(self) -> str:
        return f"StoreKey(place={self.place!r})"

    def wipe(self) -> None:
        """Overwrites the key in memory. Copies that Python or a library made on the way are beyond reach."""
        self.key[:] = bytes(len(self.key))


def place_of(key_file: Path) -> Place | None:
    """Where the key is kept, without opening anything; none where there is no key yet."""
    try:
        written = read_key_file(key_file)
    except FileNotFoundError:
        return None
    if vault.is_vault(written):
        return "vault"
    return "keychain" if written.startswith(_POINTER) else "keyfile"


def store_key(
    key_file: Path,
    *,
    store_exists: bool,
    keychain: FindKeychain = system_keychain,
    passphrase: Callable[[], str | None] = lambda: None,
) -> StoreKey:
    """The key of the store that `key_file` belongs to; made on first use.

    `ProtectedStorage` where the file is open to others, damaged, or gone while the store exists: a new key
    would never open an old store. Two processes that make it at once end up with the same key. `passphrase`
    is asked only for a vault: `Locked` where it gives none, `WrongPassphrase` where it does not fit.
    """
    try:
        written = read_key_file(key_file)
    except FileNotFoundError:
        if store_exists:
            raise ProtectedStorage(
                f"The key of the store is gone: there is no {key_file}.",
                next_step="Put it back from a backup; without it the store cannot be opened.",
            ) from None
        return _make(key_file, keychain)
    if vault.is_vault(written):
        given = passphrase()
        if given is None:
            raise Locked
        return StoreKey(vault.unwrap(written, given), "vault")
    return _understood(written, key_file, keychain)


def put_in_vault(
    key_file: Path, key: StoreKey, passphrase: str, *, keychain: FindKeychain = system_keychain
) -> StoreKey:
    """Wraps the key by a passphrase and forgets it everywhere else.

    `Conflict` where it is in a vault already; `Partial` where the vault is made, but a keychain keeps a copy.
    """
    written = read_key_file(key_file)
    if vault.is_vault(written):
        raise Conflict("There is a passphrase already.", next_step="Change it instead.")
    replace_key_file(key_file, vault.wrap(key.key, passphrase))
    if not _forget(written, keychain):
        raise _kept_by_keychain("The passphrase is set", written)
    return StoreKey(bytearray(key.key), "vault")


def change_passphrase(key_file: Path, old: str, new: str) -> None:
    """Wraps the same key anew. `WrongPassphrase` where `old` does not open it; `Conflict` without a vault."""
    key = vault.unwrap(_vault_in(key_file), old)
    try:
        replace_key_file(key_file, vault.wrap(key, new))
    finally:
        key[:] = bytes(len(key))


def take_from_vault(key_file: Path, passphrase: str, *, keychain: FindKeychain = system_keychain) -> StoreKey:
    """Back to the keychain, or to the file where there is none. `Conflict` without a vault."""
    key = vault.unwrap(_vault_in(key_file), passphrase)
    content, _ = _kept(bytes(key), keychain)
    replace_key_file(key_file, content)
    return StoreKey(key, "keychain" if content.startswith(_POINTER) else "keyfile")


def destroy_key(key_file: Path, *, keychain: FindKeychain = system_keychain) -> None:
    """Without it nothing that was written under it can be read again, by anybody."""
    try:
        written = read_key_file(key_file)
    except FileNotFoundError:
        return
    erase_key_file(key_file)
    if not _forget(written, keychain):
        raise _kept_by_keychain("The key file is gone", written)


def _vault_in(key_file: Path) -> bytes:
    try:
        written = read_key_file(key_file)
    except FileNotFoundError:
        written = b""
    if not vault.is_vault(written):
        raise Conflict("No passphrase is set.", next_step="Set one with `extrabrain vault create`.")
    return written


def _understood(written: bytes, key_file: Path, keychain: FindKeychain) -> StoreKey:
    if len(written) == KEY_BYTES:
        return StoreKey(bytearray(written), "keyfile")
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
    return StoreKey(bytearray.fromhex(kept), "keychain")


def _make(key_file: Path, keychain: FindKeychain) -> StoreKey:
    """Keychain first, then the file in one step; who comes second takes what is there."""
    key = secrets.token_bytes(KEY_BYTES)
    content, chain = _kept(key, keychain)
    if write_first(key_file, content):
        return StoreKey(bytearray(key), "keychain" if chain else "keyfile")
    _forget(content, lambda: chain)
    return _understood(read_key_file(key_file), key_file, keychain)


def _kept(key: bytes, keychain: FindKeychain) -> tuple[bytes, Keychain | None]:
    """What the key file must say, once the keychain has the key; none where it would not keep it."""
    chain, name = keychain(), f"store-{secrets.token_hex(8)}"
    if chain is not None:
        try:
            chain.write(name, key.hex())
        except ProtectedStorage:
            chain = None  # it will not keep anything: the file does, and `place` says so
    return (_POINTER + name.encode() if chain else key), chain


def _forget(written: bytes, keychain: FindKeychain) -> bool:
    """Drops the entry that a key file pointed to; false where the keychain will not give it up."""
    if not written.startswith(_POINTER):
        return True
    chain = keychain()
    try:
        if chain is not None:
            chain.forget(written.removeprefix(_POINTER).decode())
    except ProtectedStorage:
        return False
    return chain is not None


def _kept_by_keychain(what: str, written: bytes) -> Partial:
    entry = written.removeprefix(_POINTER).decode()
    return Partial(
        f"{what}, but the keychain keeps its copy of the key.",
        next_step=f"Remove the entry {entry} of {SERVICE} from it by hand.",
    )
