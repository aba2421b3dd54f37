"""One frame of a spool, sealed and opened.

A frame is a header (length u32, CRC-32 u32, seq u64, at_sample u64, nonce 12 bytes; little-endian) and the
ChaCha20-Poly1305 ciphertext of mono s16le sound at 16 kHz, with the header's numbers as associated data. The
CRC covers everything after itself: a frame that a crash tore fails it, a wrong key fails the tag. Nonces are
random, so that a frame written over a torn one never shares its nonce.
"""

import os
import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO, cast

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"XBSPOOL1"
KEY_BYTES = 32
MAX_PCM_BYTES = 1 << 20

_HEADER = struct.Struct("<IIQQ12s")
_TAG_BYTES = 16
_AFTER_CRC = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """`at_sample` is where its sound starts; `size` is what the frame takes on disk."""

    at_sample: int
    pcm: bytes
    size: int

    @property
    def end_sample(self) -> int:
        return self.at_sample + len(self.pcm) // 2


def seal(cipher: ChaCha20Poly1305, seq: int, at_sample: int, pcm: bytes) -> bytes:
    """The bytes to append."""
    nonce = os.urandom(12)
    length = len(pcm) + _TAG_BYTES
    body = cipher.encrypt(nonce, pcm, struct.pack("<IQQ", length, seq, at_sample))
    covered = _HEADER.pack(length, 0, seq, at_sample, nonce)[_AFTER_CRC:] + body
    return struct.pack("<II", length, zlib.crc32(covered)) + covered


def open_frame(cipher: ChaCha20Poly1305, source: BinaryIO, offset: int, seq: int) -> Frame | None:
    """The frame at `offset`, or none where it is not whole.

    Raises `cryptography.exceptions.InvalidTag` where it is whole but the key is another.
    """
    source.seek(offset)
    head = source.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    length, crc, found_seq, at_sample, nonce = cast("tuple[int, int, int, int, bytes]", _HEADER.unpack(head))
    if not _TAG_BYTES <= length <= MAX_PCM_BYTES + _TAG_BYTES or found_seq != seq:
        return None
    body = source.read(length)
    if len(body) < length or zlib.crc32(body, zlib.crc32(head[_AFTER_CRC:])) != crc:
        return None
    pcm = cipher.decrypt(nonce, body, struct.pack("<IQQ", length, seq, at_sample))
    return Frame(at_sample, pcm, _HEADER.size + length)
