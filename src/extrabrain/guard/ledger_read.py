"""Reading the ledger back, and finding where it was changed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extrabrain.core.codec import from_plain
from extrabrain.core.egress import Egress
from extrabrain.guard.ledger import ANCHOR, NOTHING, START, Head, canonical, head_from, head_words, read_head

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from extrabrain.guard.keychain import Keychain


@dataclass(frozen=True, slots=True)
class Numbered:
    seq: int
    entry: Egress


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check found. `sound` where nothing was changed; else `line` is the first that is off (0: head)
    and `fault` says how. `anchored` where the keychain's copy of the head was checked too."""

    sound: bool
    lines: int
    head: Head
    anchored: bool
    line: int = 0
    fault: str = ""


class _Off(Exception):
    def __init__(self, line: int, fault: str) -> None:
        super().__init__(fault)
        self.line = line
        self.fault = fault


def verify(
    path: Path,
    head_file: Path,
    key: "Ed25519PublicKey",
    keychain: "Keychain | None" = None,
    *,
    also: Head | None = None,
) -> Verified:
    """Checks every line, the chain, the last signature, the head, the keychain's copy and the head `also`."""
    lines = _lines(path)
    noted = read_head(head_file)
    kept = head_from(keychain.read(ANCHOR) or "") if keychain is not None else None
    last = NOTHING
    try:
        hashes = _chain(lines)
        last = Head(len(hashes), hashes[-1] if hashes else START)
        if lines:
            _signed(lines[-1], len(lines), key)
        if noted is None and (lines or head_file.exists()):
            raise _Off(0, "the head is missing or damaged")
        if noted is not None:
            _head_signed(head_file, noted, key)
        for name, head in (("head", noted), ("head in the keychain", kept), ("head that you noted", also)):
            if head is not None:
                _reaches(hashes, head, name)
    except _Off as off:
        return Verified(False, len(lines), last, kept is not None, off.line, off.fault)
    return Verified(True, len(lines), last, kept is not None)


def entries(path: Path) -> Iterator[Numbered]:
    """Every line that can be understood, oldest first; `verify` tells of the others."""
    for line in _lines(path):
        try:
            plain = json.loads(line)
            yield Numbered(int(plain["seq"]), _entry(plain))
        except (ValueError, KeyError, TypeError):
            continue


def _lines(path: Path) -> list[bytes]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    return content.splitlines(keepends=True)


def _chain(lines: list[bytes]) -> list[str]:
    """The hash of each line; `_Off` at the first that does not follow from the one before."""
    before, hashes = START, list[str]()
    for number, line in enumerate(lines, start=1):
        try:
            plain: Any = json.loads(line)
            _entry(plain)
            seq, prev = plain["seq"], plain["prev"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise _Off(number, "the line cannot be understood") from None
        if seq != number:
            raise _Off(number, f"line {number} says that it is {seq}: lines are missing or were moved")
        if prev != before:
            raise _Off(number, "the line before it was changed")
        if line != canonical(plain) + b"\n":
            raise _Off(number, "the line is not as it was written")
        before = sha256(line).hexdigest()
        hashes.append(before)
    return hashes


def _entry(plain: dict[str, Any]) -> Egress:
    """The closed schema: these fields, of these kinds, and no others."""
    rest = {name: value for name, value in plain.items() if name not in ("seq", "prev", "sig")}
    if set(rest) != set(Egress.__slots__):
        raise ValueError("other fields than those of the ledger")
    return from_plain(Egress, rest)


def _signed(line: bytes, number: int, key: "Ed25519PublicKey") -> None:
    from cryptography.exceptions import InvalidSignature

    plain = json.loads(line)
    signature = plain.pop("sig", "")
    try:
        key.verify(bytes.fromhex(signature), canonical(plain))
    except (InvalidSignature, ValueError, TypeError):
        raise _Off(number, "the signature is not this app's") from None


def _head_signed(head_file: Path, head: Head, key: "Ed25519PublicKey") -> None:
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(bytes.fromhex(head_file.read_text(encoding="ascii").split(":")[2]), head_words(head))
    except (InvalidSignature, ValueError, IndexError):
        raise _Off(0, "the signature of the head is not this app's") from None


def _reaches(hashes: list[str], head: Head, name: str) -> None:
    if head.seq > len(hashes):
        raise _Off(0, f"the {name} says {head.seq} lines, the ledger has {len(hashes)}: it was rolled back")
    if head.seq and hashes[head.seq - 1] != head.digest:
        raise _Off(head.seq, f"the line is not the one that the {name} vouches for")
