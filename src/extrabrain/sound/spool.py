"""The audio of a session on disk, encrypted frame by frame, as it arrives.

File: an 8-byte magic, then frames (`frame.py`). A frame that starts later than the one before ended leaves a
gap, which reads as silence (a muted microphone).

Each frame is one unbuffered `write` before `append` returns: a killed process loses nothing of it. Against a
power cut `sync` must be called off the hot path (the capture does so every 200 ms); O_DSYNC was not taken,
because it would make every 20 ms frame wait for the disk.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from extrabrain.core.audio import SPEECH_RATE_HZ
from extrabrain.core.errors import Conflict, ProtectedStorage
from extrabrain.sound.frame import MAGIC, MAX_PCM_BYTES, seal
from extrabrain.sound.spool_read import LONGEST_FED, SpoolReader

_WRITE_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Spool:
    """The one writer of a spool file; made where it is absent, continued after its last good frame.

    `fed` counts the pieces of sound that were put in, those that became silence too, but not the longer
    silence that a pause leaves: after a crash it says with which frame a page has to go on.

    `key` is the session's own 32 bytes. A torn tail is cut off at once; `torn_bytes` says how much that was.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self.key = key
        self._cipher = ChaCha20Poly1305(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._fd = os.open(path, _WRITE_FLAGS, 0o600)
        except OSError as reason:
            raise _cannot_write(path, reason) from reason
        try:
            _lock(self._fd, path)
            size = os.fstat(self._fd).st_size
            if size < len(MAGIC):
                os.ftruncate(self._fd, 0)
                self._write(MAGIC)
                self.samples, self._seq, self._good, self.torn_bytes = 0, 0, len(MAGIC), size
                self.fed = 0
            else:
                with SpoolReader(path, key) as reader:
                    reader.scan()
                    self.samples, self._seq, self._good = reader.samples, reader.frames, reader.good_bytes
                    self.fed = reader.frames - reader.pauses
                self.torn_bytes = size - self._good
                os.ftruncate(self._fd, self._good)
        except OSError as reason:
            os.close(self._fd)
            raise _cannot_write(path, reason) from reason
        except BaseException:
            os.close(self._fd)
            raise
        self._dirty = self.torn_bytes > 0
        self._closed = False

    @property
    def duration_ms(self) -> int:
        return self.samples * 1000 // SPEECH_RATE_HZ

    def append(self, pcm: bytes) -> None:
        """Writes whole samples at once. Raises `ProtectedStorage`; what was written before stays readable."""
        if len(pcm) % 2:
            raise ValueError("half a sample")
        for at in range(0, len(pcm), MAX_PCM_BYTES):
            part = pcm[at : at + MAX_PCM_BYTES]
            self._put(part, self.samples)
            self.samples += len(part) // 2
        self.fed += 1

    def skip(self, samples: int) -> None:
        """Leaves `samples` of silence, which take no room on disk."""
        self._put(b"", self.samples + samples)
        self.samples += samples
        self.fed += samples <= LONGEST_FED

    def sync(self) -> None:
        """Waits until what was appended would survive a power cut. May run in another thread."""
        if self._dirty and not self._closed:
            self._dirty = False
            try:
                os.fsync(self._fd)
            except OSError as reason:
                raise _cannot_write(self.path, reason) from reason

    def close(self) -> None:
        if not self._closed:
            try:
                self.sync()
            finally:
                self._closed = True
                os.close(self._fd)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _put(self, pcm: bytes, at_sample: int) -> None:
        frame = seal(self._cipher, self._seq, at_sample, pcm)
        try:
            self._write(frame)
        except OSError as reason:
            os.ftruncate(self._fd, self._good)
            raise _cannot_write(self.path, reason) from reason
        self._seq += 1
        self._good += len(frame)
        self._dirty = True

    def _write(self, data: bytes) -> None:
        # A short write means a full disk, and the next one raises.
        while data:
            data = data[os.write(self._fd, data) :]


def _lock(fd: int, path: Path) -> None:
    """Two writers would weave nonsense. Windows has no `flock`: there the store's own lock counts."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as reason:
        raise Conflict(
            f"Another process is recording into {path.name}.", next_step="Stop the other recording first."
        ) from reason


def _cannot_write(path: Path, reason: OSError) -> ProtectedStorage:
    return ProtectedStorage(
        f"Audio cannot be written to {path.parent}: {reason.strerror or reason}.",
        next_step="Free some disk space (or check the folder's permissions), then start again. "
        "What was recorded so far is kept.",
    )
