"""Every page image of a store in plain: those in use, those that are free, and those that lie in the log.

SQLite gives only what it thinks is there, so the cipher is undone here by hand. A page of SQLite3 Multiple
Ciphers' ChaCha20 ends in a nonce and a tag of 16 bytes each. The last four bytes of the nonce, XORed with the
page's number, are the counter of a first block, whose second half is the key of the page.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

_RESERVED = 32
_WAL_HEAD, _FRAME_HEAD = 32, 24


def decrypted(store: Path, key: bytes) -> bytes:
    """All of it, the file first, then the log with every frame that is still in it."""
    data = store.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    size = 65_536 if size == 1 else size
    pages = [_page(data[at : at + size], 1 + at // size, key) for at in range(0, len(data), size)]
    log = store.with_name(f"{store.name}-wal")
    pages += _frames(log.read_bytes() if log.exists() else b"", size, key)
    return b"".join(pages)


def _frames(log: bytes, size: int, key: bytes) -> Iterator[bytes]:
    for at in range(_WAL_HEAD, len(log) - size - _FRAME_HEAD + 1, size + _FRAME_HEAD):
        number = int.from_bytes(log[at : at + 4], "big")
        yield _page(log[at + _FRAME_HEAD : at + _FRAME_HEAD + size], number, key)


def _page(page: bytes, number: int, key: bytes) -> bytes:
    body, nonce = page[:-_RESERVED], page[-_RESERVED : -_RESERVED + 16]
    counter = struct.unpack("<I", nonce[12:])[0] ^ number
    block = _keystream(key, counter, nonce[:12], bytes(64))
    start = 24 if number == 1 else 0
    return body[:start] + _keystream(block[32:], counter + 1, nonce[:12], body[start:])


def _keystream(key: bytes, counter: int, nonce: bytes, data: bytes) -> bytes:
    both = struct.pack("<I", counter & 0xFFFF_FFFF) + nonce
    return Cipher(algorithms.ChaCha20(key, both), mode=None).encryptor().update(data)
