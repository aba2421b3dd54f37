"""A backup: everything in one encrypted file, made while the app goes on.

The file is a short readable head (the cost and salt of Argon2id), then a sealed stream that holds a tar:
`manifest.json`, `record.key` and `record.db` (the store under a key of this backup), `settings.json`, own
packs, and the recordings as they lie on disk, each under its session's own key. Nothing of it is ever on disk
unencrypted, neither while it is made nor while it is restored.
"""

import io
import json
import secrets
import struct
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from extrabrain.core.clock import utc_now
from extrabrain.core.errors import Conflict, ProtectedStorage, Unsupported
from extrabrain.guard.passphrase import SALT_BYTES, USUAL, Cost, WrongPassphrase, derived, need_good
from extrabrain.guard.sealed import Broken, SealedReader, SealWriter
from extrabrain.record.copy import copy_store
from extrabrain.record.db import Store
from extrabrain.record.migrations import SCHEMA

MAGIC = b"XBBACKUP"
_HEAD = struct.Struct("<8sI")
_LONGEST_HEAD = 4096

MANIFEST, KEY, RECORD, SETTINGS = "manifest.json", "record.key", "record.db", "settings.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is backed up: the open store, and where the rest lies."""

    store: Store
    home: Path
    spool: Path
    packs: Path


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `counts` are rows by table, `recordings` the number of audio files."""

    made_at: str
    schema: int
    counts: dict[str, int]
    recordings: int
    with_audio: bool

    @property
    def sessions(self) -> int:
        return self.counts.get("sessions", 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """`fraction` (0–1) of what there is to do."""

    fraction: float


Tell = Callable[[Progress], None]


def create(
    kept: Kept,
    out: Path,
    passphrase: str,
    *,
    audio: bool = True,
    replace: bool = False,
    tell: Tell = lambda _: None,
) -> Manifest:
    """Writes the backup and says what is in it. Raise from `tell` to stop; then nothing is left behind.

    `Conflict` where `out` is there and not to be replaced; `UsageProblem` where the passphrase is too short.
    """
    need_good(passphrase)
    if out.exists() and not replace:
        raise Conflict(
            f"{out} is there already.", next_step="Choose another name, or overwrite it (--force)."
        )
    scratch = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    copy = kept.home / "outgoing" / f"{secrets.token_hex(8)}.db"
    try:
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with scratch.open("xb") as file:
            scratch.chmod(0o600)
            manifest = _write(kept, file, copy, passphrase, audio=audio, tell=tell)
        scratch.replace(out)
    except OSError as error:
        raise ProtectedStorage(
            f"{out} cannot be written: {error.strerror}.",
            next_step="Choose another place, or free some space.",
        ) from error
    finally:
        for left in (scratch, copy, copy.with_name(f"{copy.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return manifest


def _write(kept: Kept, file: BinaryIO, copy: Path, passphrase: str, *, audio: bool, tell: Tell) -> Manifest:
    key = secrets.token_bytes(32)
    counts = copy_store(kept.store, copy, key, lambda share: tell(Progress(share * 0.3)))
    spools = sorted(kept.spool.glob("*.spool")) if audio else []
    total = copy.stat().st_size + sum(path.stat().st_size for path in spools)
    manifest = Manifest(utc_now(), SCHEMA, counts, len(spools), audio)
    done = 0

    def count(size: int) -> None:
        nonlocal done
        done += size
        tell(Progress(min(1.0, 0.3 + 0.7 * done / max(1, total))))

    with _sealed(file, passphrase) as sealing, tarfile.open(fileobj=cast("Any", sealing), mode="w|") as tar:
        _add(tar, MANIFEST, io.BytesIO(json.dumps(asdict(manifest)).encode()))
        _add(tar, KEY, io.BytesIO(key))
        with copy.open("rb") as record:
            _add(tar, RECORD, record, count)
        for name, path in _others(kept, spools):
            with suppress(FileNotFoundError), path.open("rb") as other:
                _add(tar, name, other, count)
    return manifest


def _others(kept: Kept, spools: list[Path]) -> Iterator[tuple[str, Path]]:
    yield SETTINGS, kept.home / SETTINGS
    for path in sorted(kept.packs.glob("*")):
        if path.is_file():
            yield f"packs/{path.name}", path
    for path in spools:
        yield f"audio/{path.name}", path


def _add(
    tar: tarfile.TarFile, name: str, source: BinaryIO, count: Callable[[int], None] = lambda _: None
) -> None:
    """As much as there is now: a recording may grow meanwhile."""
    entry = tarfile.TarInfo(name)
    entry.size = source.seek(0, io.SEEK_END)
    entry.mode = 0o600
    source.seek(0)
    tar.addfile(entry, cast("Any", _Counted(source, entry.size, count)))


class _Counted:
    """Tells how much has been read, and reads no further than `size`."""

    def __init__(self, source: BinaryIO, size: int, count: Callable[[int], None]) -> None:
        self._source = source
        self._left = size
        self._count = count

    def read(self, size: int) -> bytes:
        piece = self._source.read(min(size, self._left))
        self._left -= len(piece)
        self._count(len(piece))
        return piece


def _sealed(file: BinaryIO, passphrase: str, cost: Cost = USUAL) -> SealWriter:
    salt = secrets.token_bytes(SALT_BYTES)
    head = json.dumps({"version": 1, "argon2id": asdict(cost), "salt": salt.hex()}).encode()
    file.write(_HEAD.pack(MAGIC, len(head)) + head)
    return SealWriter(file, derived(passphrase, salt, cost))


def opened(path: Path, passphrase: str) -> SealedReader:
    """The stream inside a backup. `WrongPassphrase`, `Broken`, or `Unsupported` where it is no backup."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unsupported(f"{path} cannot be read: {error.strerror}.", next_step="Check the path.") from error
    try:
        salt, cost = _head(file, path)
        reader = SealedReader(file, derived(passphrase, salt, cost))
        try:
            reader.read(1)
        except Broken as error:
            raise WrongPassphrase(
                "The passphrase does not open this backup, or the file is damaged at its start.",
                next_step="Try the passphrase again, then another copy of the file.",
            ) from error
        reader.seek(0)
        return reader
    except BaseException:
        file.close()
        raise


def _head(file: BinaryIO, path: Path) -> tuple[bytes, Cost]:
    not_ours = Unsupported(
        f"{path.name} is not a backup of extrabrain.", next_step="Choose the file that a backup was saved in."
    )
    start = file.read(_HEAD.size)
    if len(start) < _HEAD.size or not start.startswith(MAGIC):
        raise not_ours
    length = int(_HEAD.unpack(start)[1])
    try:
        head: Any = json.loads(file.read(length)) if length <= _LONGEST_HEAD else None
        version, salt, cost = head["version"], bytes.fromhex(head["salt"]), Cost(**head["argon2id"])
    except (ValueError, KeyError, TypeError) as error:
        raise not_ours from error
    if version != 1:
        raise Unsupported("This backup was made by a newer extrabrain.", next_step="Update extrabrain.")
    return salt, cost
