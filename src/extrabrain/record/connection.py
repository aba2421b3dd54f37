"""One keyed connection to the encrypted file, and what SQLite's refusals mean to a person.

The cipher is ChaCha20-Poly1305 of SQLite3 Multiple Ciphers with a raw 32-byte key: no passphrase derivation,
so opening costs a few milliseconds. Pages, WAL frames and the rollback journal are all encrypted; temporary
tables live in memory (compiled so).
"""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import apsw

from extrabrain.core.errors import ProtectedStorage
from extrabrain.record.rows import rows

KEY_BYTES = 32
BUSY_MS = 10_000
"""How long a connection waits for another process that is writing."""

CACHE_KIB = 8_000
"""Pages that a connection keeps decrypted: with the usual 2 MB a search decrypts the index each time."""

_PLAIN_HEADER = b"SQLite format 3\0"
_FRACTIONS = bytes((64, 32, 32))
"""Bytes 21–23 of every SQLite file; the cipher leaves them readable, the first 16 are random."""


def connect(path: Path, key: bytes | bytearray, *, query_only: bool = False) -> apsw.Connection:
    """A connection that has proved it can read: WAL, `synchronous=FULL`, `secure_delete`, foreign keys on.

    `ProtectedStorage` if the key is wrong, the file is no store of ours, or it cannot be read or written.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key must be {KEY_BYTES} bytes, found {len(key)}")
    with explained(path):
        connection = keyed(path, key)
        try:
            _prepare(connection, query_only)
        except BaseException:
            connection.close()
            raise
        return connection


def keyed(path: Path, key: bytes | bytearray) -> apsw.Connection:
    """A connection with the cipher and the key set, that has not read anything yet."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    connection.set_busy_timeout(BUSY_MS)
    connection.execute("PRAGMA cipher = 'chacha20'").fetchall()
    connection.execute(f"PRAGMA key = 'raw:{key.hex()}'").fetchall()
    return connection


def _prepare(connection: apsw.Connection, query_only: bool) -> None:
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    if query_only:
        connection.execute("PRAGMA query_only = ON")
    else:
        _to_wal(connection)
        connection.execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}").fetchall()


def _to_wal(connection: apsw.Connection) -> None:
    """The switch does not wait for other processes by itself, so wait here."""
    give_up = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            ((mode,),) = rows(connection, "PRAGMA journal_mode = WAL")
            if mode != "wal":
                raise ProtectedStorage(
                    f"The store cannot keep a write-ahead log here (journal mode {mode}).",
                    next_step="Move the data folder to a local disk, with EXTRABRAIN_HOME.",
                )
            return
        except (apsw.BusyError, apsw.LockedError):
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def create_if_absent(path: Path) -> None:
    """An empty file readable by its owner only, in a folder of the same kind."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise ProtectedStorage(
            f"The store {path} cannot be opened for writing: {error.strerror}.",
            next_step="Check the rights of that folder, or set EXTRABRAIN_HOME to one that you can write.",
        ) from error


@contextmanager
def explained(path: Path) -> Generator[None]:
    """Turns SQLite's refusals about the file, the disk and the key into `ProtectedStorage`.

    Everything else (a wrong statement, a broken constraint) is a bug and passes unchanged.
    """
    try:
        yield
    except apsw.NotADBError as error:
        raise _unreadable(path) from error
    except apsw.CorruptError as error:
        raise ProtectedStorage(
            f"The store {path} is damaged.",
            next_step="Keep a copy of it and its -wal file, then restore a backup or move it away.",
        ) from error
    except (apsw.FullError, apsw.IOError) as error:
        raise ProtectedStorage(
            f"The store {path} could not be written: the disk is full or failing ({error}).",
            next_step="Free some space and try again; what was saved before is kept.",
        ) from error
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise ProtectedStorage(
            f"The store {path} cannot be opened for writing ({error}).",
            next_step="Check the rights of that folder, or set EXTRABRAIN_HOME to one that you can write.",
        ) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise ProtectedStorage(
            f"Another program has held the store {path} for more than {BUSY_MS // 1000} seconds.",
            next_step="Close the other extrabrain, then try again.",
        ) from error


def _unreadable(path: Path) -> ProtectedStorage:
    """The same refusal covers a wrong key and a file that was never ours; the readable header bytes tell."""
    try:
        with path.open("rb") as file:
            header = file.read(24)
    except OSError:
        header = b""
    if header.startswith(_PLAIN_HEADER):
        return ProtectedStorage(
            f"{path} is a database, but not an encrypted store of extrabrain.",
            next_step="Move that file away; a new store is made at the next start.",
        )
    if header[21:24] != _FRACTIONS:
        return ProtectedStorage(
            f"{path} is not a store of extrabrain.",
            next_step="Move that file away; a new store is made at the next start.",
        )
    return ProtectedStorage(
        f"The key does not open the store {path}.",
        next_step="Bring back the key that belongs to it (see `extrabrain doctor`), "
        "or move the store away to start a new one.",
    )
