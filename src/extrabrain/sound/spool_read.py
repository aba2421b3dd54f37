"""Reading a spool: whole, as it grows, or a slice of it."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from extrabrain.core.audio import SPEECH_RATE_HZ
from extrabrain.core.errors import NotFound, ProtectedStorage
from extrabrain.sound.frame import MAGIC, Frame, open_frame

_MARK_SAMPLES = SPEECH_RATE_HZ
"""A place in the file is remembered once a second, so that a slice is found without reading it all."""

LONGEST_FED = SPEECH_RATE_HZ
"""Samples that are fed at once, at most; what a pause leaves is longer."""

_SILENCE_BYTES = SPEECH_RATE_HZ * 2


class SpoolReader:
    """Reads complete frames only; a torn or half-written one is not there yet. For one thread at a time."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._cipher = ChaCha20Poly1305(key)
        try:
            self._file = path.open("rb")
        except FileNotFoundError as reason:
            raise NotFound(
                f"The recording {path.name} is gone.", next_step="The transcript is still in the session."
            ) from reason
        if self._file.read(len(MAGIC)) != MAGIC:
            self._file.close()
            raise ProtectedStorage(
                f"{path.name} is not a recording of this program.",
                next_step="Restore the file from a backup, or delete the session.",
            )
        self.samples = 0
        """Where the frames seen so far end."""
        self.frames = 0
        self.pauses = 0
        """Of these frames, how many leave a silence longer than any frame of sound."""
        self.good_bytes = len(MAGIC)
        self._marks: list[tuple[int, int, int]] = [(0, len(MAGIC), 0)]

    def __enter__(self) -> "SpoolReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    @property
    def torn_bytes(self) -> int:
        """Bytes after the last good frame."""
        return self.path.stat().st_size - self.good_bytes

    def scan(self) -> None:
        """Reads on to the last good frame."""
        for _ in self.follow():
            pass

    def follow(self) -> Iterator[bytes]:
        """The sound that has come since the last call, gaps as silence, in pieces of at most some seconds."""
        while True:
            frame = self._frame(self.good_bytes, self.frames)
            if frame is None:
                return
            gap = frame.at_sample - self.samples
            self._mark(self.samples, self.good_bytes, self.frames)
            self.samples = frame.end_sample
            self.frames += 1
            self.pauses += gap > LONGEST_FED
            self.good_bytes += frame.size
            yield from _silence(gap)
            if frame.pcm:
                yield frame.pcm

    def slice(self, start_sample: int, end_sample: int) -> bytes:
        """Sound from `start_sample` up to `end_sample`; shorter where the spool ends before."""
        place = bisect_right(self._marks, start_sample, key=lambda mark: mark[0]) - 1
        expected, offset, seq = self._marks[max(0, place)]
        out = bytearray()
        while expected < end_sample:
            frame = self._frame(offset, seq)
            if frame is None:
                break
            self._mark(expected, offset, seq)
            at = frame.at_sample
            out += bytes(2 * max(0, min(at, end_sample) - max(expected, start_sample)))
            out += frame.pcm[2 * max(0, start_sample - at) : 2 * max(0, end_sample - at)]
            expected = frame.end_sample
            offset += frame.size
            seq += 1
        return bytes(out)

    def _mark(self, sample: int, offset: int, seq: int) -> None:
        if sample >= self._marks[-1][0] + _MARK_SAMPLES:
            self._marks.append((sample, offset, seq))

    def _frame(self, offset: int, seq: int) -> Frame | None:
        try:
            return open_frame(self._cipher, self._file, offset, seq)
        except InvalidTag as reason:
            raise ProtectedStorage(
                f"The key does not open the recording {self.path.name}.",
                next_step="Restore the key that this session was recorded with, or delete the session.",
            ) from reason


def read_spool(path: Path, key: bytes, torn: Callable[[int], Any] | None = None) -> Iterator[bytes]:
    """All sound of a spool, in order. Stops at the first torn frame and gives its bytes to `torn`."""
    with SpoolReader(path, key) as reader:
        yield from reader.follow()
        if torn is not None and reader.torn_bytes:
            torn(reader.torn_bytes)


def _silence(samples: int) -> Iterator[bytes]:
    left = samples * 2
    while left > 0:
        yield bytes(min(left, _SILENCE_BYTES))
        left -= _SILENCE_BYTES
