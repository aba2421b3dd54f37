"""Shapes of locking, keeping and backups on the wire."""

from dataclasses import dataclass
from typing import Literal

from extrabrain.core.event import Noticed
from extrabrain.guard.keys import Place


@dataclass(frozen=True, slots=True)
class LockState:
    """`locked`: nothing can be opened before the passphrase is given."""

    locked: bool
    place: Place
    lock_after_minutes: int


@dataclass(frozen=True, slots=True)
class Passphrase:
    passphrase: str


@dataclass(frozen=True, slots=True)
class PassphraseChange:
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """Minutes without use until the app locks (0: never), and days that things are kept (none: for ever)."""

    lock_after_minutes: int
    keep_recordings_days: int | None
    keep_sessions_days: int | None


@dataclass(frozen=True, slots=True)
class KeepingRules:
    keep_recordings_days: int | None
    keep_sessions_days: int | None


@dataclass(frozen=True, slots=True)
class Erase:
    sure: Literal["erase"]


@dataclass(frozen=True, slots=True)
class TaskState:
    """Work on a thread; `fraction` of it is done."""

    kind: str
    state: Literal["working", "done", "failed", "stopped"]
    fraction: float
    problem: Noticed | None


@dataclass(frozen=True, slots=True)
class BackupState:
    """`ready` is the name of a backup that can be fetched, once; `aside` what restores took the place of."""

    last_backup: str | None
    task: TaskState | None
    ready: str | None
    aside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupWish:
    passphrase: str
    audio: bool = True


@dataclass(frozen=True, slots=True)
class UploadSize:
    bytes: int


@dataclass(frozen=True, slots=True)
class Upload:
    upload: str


@dataclass(frozen=True, slots=True)
class RestoreWish:
    upload: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class Restored:
    sessions: int
    recordings: int
