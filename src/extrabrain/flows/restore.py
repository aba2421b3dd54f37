"""Back from a backup: unpacked beside, checked whole, and only then put in place of what is there.

`prepare` makes a folder `restored` in the data folder; `finish` puts its parts in place and keeps what was
there in `before-restore-…`. A crash between the two, or in the middle of `finish`, loses nothing: the next
start finishes.
"""

import json
import re
import shutil
import tarfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from extrabrain.core.errors import ProtectedStorage
from extrabrain.flows.backup import KEY, MANIFEST, RECORD, SETTINGS, Manifest, Progress, Tell, opened
from extrabrain.guard.sealed import Broken
from extrabrain.record import sessions, texts
from extrabrain.record.connection import KEY_BYTES
from extrabrain.record.copy import copy_store, row_counts
from extrabrain.record.db import Store
from extrabrain.sound.spool_read import SpoolReader

_MEMBERS = re.compile(r"manifest\.json|record\.(key|db)|settings\.json|(audio|packs)/[\w-][\w .-]*")
_READY = "READY"
_PIECE = 1 << 20
STORE = "extrabrain.db"


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup that was unpacked and is whole. `silent` are sessions whose recording is not in it or torn."""

    manifest: Manifest
    silent: tuple[str, ...]


def verify(backup: Path, passphrase: str, scratch: Path, tell: Tell = lambda _: None) -> Verified:
    """Restores into `scratch`, which must not be there, looks at everything, and removes it again.

    Raises what `opened` raises; `Broken` where it is cut short or changed, or something is missing.
    """
    try:
        return _unpacked(backup, passphrase, scratch, tell)[0]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def prepare(
    backup: Path, passphrase: str, home: Path, key: bytes | bytearray, tell: Tell = lambda _: None
) -> Verified:
    """Unpacks, checks, and brings the store under `key`. Nothing that is in use is touched.

    Raises what `verify` raises; then nothing is left behind. `finish` does the rest.
    """
    stage = home / "restored"
    shutil.rmtree(stage, ignore_errors=True)
    try:
        verified, own = _unpacked(backup, passphrase, stage, tell)
        with Store.open(stage / RECORD, own) as store:
            copy_store(store, stage / STORE, key, lambda _: tell(Progress(1.0)))
        for name in (RECORD, f"{RECORD}-wal", f"{RECORD}-shm"):
            (stage / name).unlink(missing_ok=True)
        (stage / _READY).write_text(f"{datetime.now(UTC):%Y%m%d-%H%M%S}")
    except BaseException as error:
        shutil.rmtree(stage, ignore_errors=True)
        if isinstance(error, OSError):
            raise _no_room(home, error) from error
        raise
    return verified


def finish(home: Path) -> Path | None:
    """Puts a prepared restore in place and says where what was there lies now; none where there is nothing to
    do. The store must be closed. Safe to call again after a crash in the middle of it."""
    stage = home / "restored"
    try:
        aside = home / f"before-restore-{(stage / _READY).read_text()}"
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        if (stage / STORE).exists():
            for name in (f"{STORE}-wal", f"{STORE}-shm"):
                _move(home / name, aside / name)
        for name in (STORE, "audio", "packs", SETTINGS):
            if (stage / name).exists():
                _move(home / name, aside / name)
                (stage / name).replace(home / name)
        (stage / _READY).unlink()
        shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise _no_room(home, error) from error
    return aside if aside.exists() else None


def set_aside(home: Path) -> list[Path]:
    """What earlier restores took the place of."""
    return sorted(home.glob("before-restore-*"))


def _move(there: Path, to: Path) -> None:
    if there.exists():
        to.parent.mkdir(mode=0o700, exist_ok=True)
        there.replace(to)


def _unpacked(backup: Path, passphrase: str, into: Path, tell: Tell) -> tuple[Verified, bytes]:
    """Also the key of the unpacked store, which is in no file."""
    into.mkdir(parents=True, mode=0o700)
    try:
        small = _unpack(backup, passphrase, into, tell)
        manifest, key = Manifest(**json.loads(small[MANIFEST])), small[KEY]
    except (tarfile.TarError, FileExistsError, ValueError, KeyError, TypeError) as error:
        raise Broken from error
    except OSError as error:
        raise _no_room(into.parent, error) from error
    if not (into / RECORD).is_file() or len(key) != KEY_BYTES:
        raise Broken
    with Store.open(into / RECORD, key) as store:
        counted = store.read(row_counts)
        whole = texts.is_sound(store) and all(counted.get(t) == n for t, n in manifest.counts.items())
        silent = _silent(store, into / "audio") if manifest.with_audio else ()
    if not whole:
        raise Broken
    tell(Progress(1.0))
    return Verified(manifest, silent), key


def _unpack(backup: Path, passphrase: str, into: Path, tell: Tell) -> dict[str, bytes]:
    """Files go into the folder, what is small and secret is only returned."""
    small: dict[str, bytes] = {}
    with opened(backup, passphrase) as reader:
        size = max(1, backup.stat().st_size)
        with tarfile.open(fileobj=cast("Any", reader), mode="r|") as tar:
            for entry in tar:
                source = tar.extractfile(entry)
                if source is None or not _MEMBERS.fullmatch(entry.name):
                    raise Broken
                if entry.name in (MANIFEST, KEY):
                    small[entry.name] = source.read(_PIECE)
                    continue
                target = into / entry.name
                target.parent.mkdir(mode=0o700, exist_ok=True)
                with target.open("xb") as file:
                    target.chmod(0o600)
                    while piece := source.read(_PIECE):
                        file.write(piece)
                        tell(Progress(0.9 * min(1.0, reader.tell() / size)))
        while reader.read(_PIECE):  # up to the mark of the end
            pass
    return small


def _silent(store: Store, audio: Path) -> tuple[str, ...]:
    """Sessions that were recorded and whose sound is not there to its end."""
    lacking: list[str] = []
    for stored in sessions.list_sessions(store):
        path = audio / f"{stored.session.session_id}.spool"
        if not path.exists():
            if stored.duration_ms:
                lacking.append(stored.session.session_id)
            continue
        with (
            suppress(ProtectedStorage),
            SpoolReader(path, sessions.audio_key(store, stored.session.session_id)) as reader,
        ):
            reader.scan()
            if not reader.torn_bytes:
                continue
        lacking.append(stored.session.session_id)
    return tuple(lacking)


def _no_room(place: Path, error: OSError) -> ProtectedStorage:
    return ProtectedStorage(
        f"The backup cannot be unpacked in {place}: {error.strerror}.",
        next_step="Free some space, or choose another folder. Nothing was changed.",
    )
