"""Finding a planted word in bytes, however it was wrapped on its way there."""

import base64
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

_DEEPEST = 3


def forms(word: str) -> dict[str, bytes]:
    """The word as it may stand in a file: plain, hex, UTF-16, and base64 at each of its three alignments."""
    plain = word.encode()
    found = {
        "plain": plain,
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
    }
    for shift in range(3):
        # the first and last characters depend on the neighbours, so only those in between are looked for
        skip, lead = (0, 2, 3)[shift], b"\0" * shift
        core = base64.b64encode(lead + plain)[skip:]
        found[f"base64+{shift}"] = core[: len(core) - 4]
        urlsafe = base64.urlsafe_b64encode(lead + plain)[skip:]
        found[f"urlsafe+{shift}"] = urlsafe[: len(urlsafe) - 4]
    return found


def seen(words: list[str], data: bytes, depth: int = 0) -> set[str]:
    """Which of the words stand in the bytes, also inside gzip and zlib streams anywhere in them."""
    lower = data.lower()
    hits = {
        word
        for word in words
        if any(form in data for form in forms(word).values()) or word.lower().encode() in lower
    }
    if depth < _DEEPEST:
        for inner in _streams(data):
            hits |= seen(words, inner, depth + 1)
    return hits


def _streams(data: bytes) -> Iterator[bytes]:
    for mark, bits in ((b"\x1f\x8b\x08", 31), (b"\x78\x01", 15), (b"\x78\x9c", 15), (b"\x78\xda", 15)):
        at = data.find(mark)
        while at >= 0:
            try:
                inner = zlib.decompressobj(bits).decompress(data[at:], 50_000_000)
            except zlib.error:
                inner = b""
            if len(inner) > 8:
                yield inner
            at = data.find(mark, at + 1)


def sees_everything(word: str) -> list[str]:
    """The wrappings in which the word is overlooked; empty where the scanner can be trusted."""
    plain = word.encode()
    noise = bytes(range(256)) * 3
    wrapped = {
        "plain": plain,
        "upper case": word.upper().encode(),
        "hex": plain.hex().encode(),
        "utf-16": word.encode("utf-16"),
        "gzip": gzip.compress(noise + plain),
        "zlib": zlib.compress(noise + plain),
        "base64 in gzip": gzip.compress(base64.b64encode(plain)),
        **{f"base64 after {n} bytes": base64.b64encode(b"x" * n + plain + b"y" * n) for n in range(6)},
        **{
            f"urlsafe after {n} bytes": base64.urlsafe_b64encode(b"x" * n + plain + b"\xff") for n in range(6)
        },
    }
    return [how for how, data in wrapped.items() if seen([word], noise + data + noise) != {word}]


def files_with(words: list[str], *folders: Path) -> list[str]:
    """`file: word` for each file under the folders whose bytes or name hold a word."""
    found: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                hits = seen(words, path.read_bytes()) | seen(words, str(path.relative_to(folder)).encode())
                found += [f"{path.relative_to(folder)}: {word}" for word in sorted(hits)]
    return found
