"""A word that must not get out, in each shape in which it could: plain, hex, gzip, base64 thrice, a form."""

import base64
import gzip
import secrets
import zlib
from contextlib import suppress


class Word:
    def __init__(self) -> None:
        self.text = f"canary{secrets.token_hex(12)}"

    def shapes(self) -> dict[str, bytes]:
        """The word as a body could carry it."""
        plain = self.text.encode()
        shapes = {"plain": plain, "hex": plain.hex().encode(), "gzip": gzip.compress(plain)}
        for shift in range(3):
            shapes[f"base64+{shift}"] = base64.b64encode(b"x" * shift + plain + b"yy")
        boundary = b"--b\r\ncontent-disposition: form-data; name=a\r\n\r\n"
        shapes["multipart"] = boundary + plain + b"\r\n--b--\r\n"
        return shapes

    def within(self, seen: bytes) -> bool:
        """Whether the word stands in what was seen, in any of these shapes."""
        plain = self.text.encode()
        looked = [plain, plain.hex().encode()]
        for shift in range(3):  # the inner part of base64, which is the same whatever stands around it
            encoded = base64.b64encode(b"x" * shift + plain)
            looked.append(encoded[4 : len(encoded) - 4])
        return any(part in seen for part in looked) or any(plain in part for part in _unpacked(seen))


def _unpacked(seen: bytes) -> list[bytes]:
    found: list[bytes] = []
    at = seen.find(b"\x1f\x8b")
    while at >= 0:
        with suppress(zlib.error):
            found.append(zlib.decompressobj(31).decompress(seen[at:]))
        at = seen.find(b"\x1f\x8b", at + 1)
    return found
