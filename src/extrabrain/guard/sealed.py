"""A file under a key of its own: encrypted in chunks as it is written, read from any place.

Each chunk is 64 KiB under ChaCha20-Poly1305; its nonce is its number and whether it is the last. So no chunk
can be moved, left out or added, and a file that ends early is noticed. A key must be used for one file only.
"""

import io
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from extrabrain.core.errors import ProtectedStorage

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK_BYTES = 65_536
_TAG_BYTES = 16
_WHOLE_BYTES = CHUNK_BYTES + _TAG_BYTES


class Broken(ProtectedStorage):
    """The file was changed, is cut short, or belongs to another key."""

    def __init__(self) -> None:
        super().__init__("The file is damaged or cut short.", next_step="Take another copy of it.")


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file that is called `name` by its owner. The key is shown nowhere and kept in memory only."""

    path: Path
    name: str
    key: bytes = field(repr=False)

    @classmethod
    def fresh(cls, path: Path, name: str) -> "SealedFile":
        return cls(path, name, secrets.token_bytes(32))

    def open(self) -> BinaryIO:
        """For reading, from any place. `Broken` where it is not whole; `FileNotFoundError`."""
        return io.BufferedReader(SealedReader(self.path.open("rb"), self.key), CHUNK_BYTES)


class SealWriter:
    """Takes bytes with `write`; `finish` marks the end, without which the file counts as cut short."""

    def __init__(self, out: BinaryIO, key: bytes) -> None:
        self._out = out
        self._cipher = ChaCha20Poly1305(key)
        self._waiting = bytearray()
        self._number = 0

    def write(self, data: bytes | bytearray | memoryview) -> int:
        self._waiting += data
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(data)

    def finish(self) -> None:
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


class SealedReader(io.RawIOBase):
    """What a `SealWriter` wrote into `source` from its present place on. Closes `source` with itself."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        super().__init__()
        self._source = source
        self._cipher = ChaCha20Poly1305(key)
        self._start = source.tell()
        sealed = os.fstat(source.fileno()).st_size - self._start
        self._chunks = -(-sealed // _WHOLE_BYTES)
        self._size = sealed - self._chunks * _TAG_BYTES
        self._at = 0
        self._known: tuple[int, bytes] = (-1, b"")
        if self._size < 0 or not self._chunks:
            source.close()
            raise Broken

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if origin + offset < 0:
            raise OSError("a place before the beginning")
        self._at = origin + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        if self._at >= self._size:
            self._chunk(self._chunks - 1)  # the end is where the writer said it is
            return 0
        number, within = divmod(self._at, CHUNK_BYTES)
        piece = self._chunk(number)[within : within + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._source.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._known[0] != number:
            self._source.seek(self._start + number * _WHOLE_BYTES)
            sealed = self._source.read(_WHOLE_BYTES)
            try:
                chunk = self._cipher.decrypt(_nonce(number, last=number == self._chunks - 1), sealed, None)
            except (InvalidTag, ValueError) as error:
                raise Broken from error
            self._known = (number, chunk)
        return self._known[1]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
