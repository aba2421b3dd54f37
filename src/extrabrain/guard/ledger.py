"""What left this machine, in a file that shows when it was changed.

`ledger.jsonl` has one JSON object a line: `seq`, `prev` (SHA-256 of the line before), the fields of `Egress`,
and `sig`, an Ed25519 signature over the rest. Lines are hashed as they stand, signature included. The head,
the number and hash of the last line, is signed too and lies outside the data folder, as does the key. Where
there is a keychain it has the key and, now and then, the head. A ledger shorter than its head is older.
"""

import json
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from extrabrain.core.egress import Egress
from extrabrain.core.errors import ProtectedStorage
from extrabrain.guard.keychain import Keychain

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

START = "0" * 64
"""What stands before the first line."""
ANCHOR = "ledger-head"
TAIL_BYTES = 4096
_FIELDS = tuple(field.name for field in fields(Egress))


@dataclass(frozen=True, slots=True)
class Head:
    """The last line: `seq` counts from 1 (0: none yet), `digest` is its hash."""

    seq: int
    digest: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.digest}"


NOTHING = Head(0, START)


def head_from(text: str) -> Head | None:
    """From `seq:digest`, whatever follows; None where it is no head."""
    seq, digest, *_ = [*text.strip().split(":"), ""]
    return Head(int(seq), digest) if seq.isascii() and seq.isdigit() and len(digest) == len(START) else None


def head_words(head: Head) -> bytes:
    """What is signed of a head. A line's signature never fits it, so no older head can be made of lines."""
    return f"head {head}".encode()


class Ledger:
    """Appends. Safe to share between threads, and between processes that each have one on the same files."""

    def __init__(self, path: Path, head_file: Path, key: "Ed25519PrivateKey") -> None:
        self.path = path
        self._head_file = head_file
        self._key = key
        self._lock = Lock()
        self._last: tuple[int, Head] | None = None

    def append(self, entry: Egress) -> Head:
        """On disk when it returns; `ProtectedStorage` where it cannot be, and then nothing may be sent."""
        try:
            with self._lock, _alone(self.path) as handle:
                size = os.fstat(handle).st_size
                if self._last is None or self._last[0] != size:
                    self._last = (size, self._where(handle, size))
                before = self._last[1]
                line = self._line(before, entry)
                os.write(handle, line)
                head = Head(before.seq + 1, sha256(line).hexdigest())
                self._last = (size + len(line), head)
                _replace(self._head_file, f"{head}:{self._key.sign(head_words(head)).hex()}")
                return head
        except OSError as error:
            raise ProtectedStorage(
                f"The ledger {self.path} cannot be written: {error.strerror}.",
                next_step="Make room on the disk, or the folder writable; till then nothing is sent.",
            ) from error

    def _line(self, before: Head, entry: Egress) -> bytes:
        plain: dict[str, Any] = {"seq": before.seq + 1, "prev": before.digest}
        plain |= {name: getattr(entry, name) for name in _FIELDS}
        signature = self._key.sign(canonical(plain))
        return canonical(plain | {"sig": signature.hex()}) + b"\n"

    def _where(self, handle: int, size: int) -> Head:
        """The head to go on from: the last line's, or, where the file says less than the head, the head."""
        noted = read_head(self._head_file) or NOTHING
        os.lseek(handle, max(0, size - TAIL_BYTES), os.SEEK_SET)
        tail = os.read(handle, TAIL_BYTES) if size else b""
        if not tail.endswith(b"\n"):
            if tail:
                os.write(handle, b"\n")
            return noted
        line = tail[tail.rfind(b"\n", 0, -1) + 1 :]
        with suppress(ValueError, KeyError, TypeError):
            found = Head(int(json.loads(line)["seq"]), sha256(line).hexdigest())
            return found if found.seq >= noted.seq else noted
        return noted


def canonical(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=True).encode()


def read_head(path: Path) -> Head | None:
    try:
        return head_from(path.read_text(encoding="ascii"))
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def keep_anchor(head_file: Path, keychain: Keychain | None) -> None:
    """Copies the head into the keychain, where there is one that will have it."""
    head = read_head(head_file)
    if keychain is not None and head is not None:
        with suppress(ProtectedStorage):
            keychain.write(ANCHOR, str(head))


@contextmanager
def _alone(path: Path) -> Generator[int]:
    """The file open to append, with no other process appending."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        if os.name != "nt":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    fresh.write_text(text, encoding="ascii")
    fresh.replace(path)
