"""Audio and video files to 16 kHz mono sound, streamed: a two-hour file never lies in memory as a whole.

Only regular files on this machine are opened, through a Python file object, with a list of allowed
containers and no protocol: a playlist or a manifest can neither be read nor make FFmpeg fetch anything.
"""

import stat
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import av
import av.error
from av.audio.frame import AudioFrame
from av.container import InputContainer

from extrabrain.core.audio import SPEECH_RATE_HZ, AudioChunk
from extrabrain.core.errors import NotFound, Problem, Unsupported
from extrabrain.core.event import Noticed
from extrabrain.guard.sealed import SealedFile
from extrabrain.sound.ending import ends_early
from extrabrain.sound.resample import Resampler

CONTAINERS = (
    "wav,w64,aiff,au,caf,flac,mp3,aac,ac3,ogg,matroska,webm,mov,mp4,m4a,3gp,"
    "avi,asf,amr,mpeg,mpegts,flv,wv,ape,tta"
)
KNOWN = "wav, flac, mp3, m4a, ogg, opus, webm or mp4"
CHUNK_BYTES = SPEECH_RATE_HZ * 2
"""One second: the most that one chunk carries."""

MAX_GAP_MS = 3_600_000
"""A jump in a file's own clock up to this long becomes silence, so that times stay true; a longer one counts
as an error in the file and is left out."""

Recording = Path | SealedFile
"""A file of the user's, or one that this program keeps sealed while it waits."""

Tell = Callable[[Noticed], None]


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file says of itself. `duration_ms` is none where it does not know."""

    container: str
    codec: str
    rate_hz: int
    channels: int
    duration_ms: int | None


def probe(path: Recording) -> Probe:
    """Raises `NotFound`, `Unsupported` or `Problem`, each with the next step."""
    with _opened(path) as (container, _):
        return _probe(container)


def read_audio(path: Recording, tell: Tell | None = None) -> Generator[AudioChunk]:
    """Chunks of at most a second on channel `file`, without gaps, `start_ms` from 0.

    Damage that can be passed over (a truncated end, broken packets) is told through `tell`, once, at the end;
    only recordings of our own may be read without it.
    Close the iterator (`contextlib.closing`) when you stop early.
    """
    with _opened(path) as (container, source):
        reading = _Reading(container)
        at = 0
        waiting = bytearray()
        for pcm in reading.sound():
            waiting += pcm
            while len(waiting) >= CHUNK_BYTES:
                yield AudioChunk(
                    "file", at * 1000 // SPEECH_RATE_HZ, SPEECH_RATE_HZ, bytes(waiting[:CHUNK_BYTES])
                )
                at += CHUNK_BYTES // 2
                del waiting[:CHUNK_BYTES]
        if waiting:
            yield AudioChunk("file", at * 1000 // SPEECH_RATE_HZ, SPEECH_RATE_HZ, bytes(waiting))
            at += len(waiting) // 2
        if at == 0 and not _probe(container).rate_hz:
            raise Unsupported(
                f"{path.name} holds no sound that could be read.", next_step=f"Give a {KNOWN} file."
            )
        if tell is not None:
            reading.report(path, at * 1000 // SPEECH_RATE_HZ, ends_early(source), tell)


class _Reading:
    """One pass over a container's first sound track."""

    def __init__(self, container: InputContainer) -> None:
        self._container = container
        self._stream = container.streams.audio[0]
        self._declared_ms = _duration_ms(container)
        self._damaged = 0
        self._gap_ms = 0
        self._expected_ms: float | None = None

    def sound(self) -> Iterator[bytes]:
        resampler = Resampler()
        for frame in self._frames():
            gap_ms = self._gap_before(frame)
            if gap_ms:
                yield resampler.flush()
                yield from _silence(gap_ms)
            try:
                yield resampler.push(frame)
            except (ValueError, av.error.FFmpegError) as reason:
                raise _strange() from reason
        yield resampler.flush()

    def _frames(self) -> Iterator[AudioFrame]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.FFmpegError:
                self._damaged += 1
                return
            try:
                yield from packet.decode()
            except av.error.EOFError:
                return
            except av.error.DecoderNotFoundError as reason:
                raise _strange() from reason
            except av.error.FFmpegError:
                self._damaged += 1

    def _gap_before(self, frame: AudioFrame) -> int:
        """Milliseconds by which this frame starts later than the sound so far ends (0 below 100 ms)."""
        if frame.pts is None or frame.time_base is None:
            return 0
        start = (self._container.start_time or 0) / 1000
        at_ms = float(frame.pts * frame.time_base) * 1000 - start
        length_ms = frame.samples * 1000 / frame.sample_rate
        late = at_ms - (self._expected_ms or 0.0)
        if not 100 <= late <= MAX_GAP_MS:
            late = 0.0
        if self._declared_ms is not None and at_ms > self._declared_ms:
            late = 0.0
        if self._expected_ms:
            self._gap_ms += int(late)
        self._expected_ms = (self._expected_ms or 0.0) + late + length_ms
        return int(late)

    def report(self, path: Recording, heard_ms: int, early: bool, tell: Tell) -> None:
        missing = (self._declared_ms or 0) - heard_ms
        if self._declared_ms is not None and missing > max(1000, self._declared_ms // 50):
            early = True
        if early:
            tell(
                Noticed(
                    f"{path.name} ends early: {heard_ms / 1000:.1f} s could be read"
                    + (
                        f" of {self._declared_ms / 1000:.1f} s."
                        if missing > 1000 and self._declared_ms
                        else "."
                    ),
                    "What is there was used. Copy the file again if it should be whole.",
                )
            )
        elif self._damaged or self._gap_ms:
            tell(
                Noticed(
                    f"{path.name} is damaged or has gaps: {self._damaged} piece(s) could not be decoded, "
                    f"{self._gap_ms / 1000:.1f} s are missing and count as silence.",
                    "The rest was used. Copy the file again if it should be whole.",
                )
            )


@contextmanager
def _opened(path: Recording) -> Generator[tuple[InputContainer, BinaryIO]]:
    with path.open() if isinstance(path, SealedFile) else _regular_file(path) as source:
        options = {"format_whitelist": CONTAINERS, "protocol_whitelist": "none"}
        try:
            container = av.open(source, mode="r", options=options, metadata_errors="replace")
        except (av.error.FFmpegError, ValueError) as reason:
            raise Unsupported(
                f"{path.name} is not audio or video that can be read, or its beginning is missing.",
                next_step=f"Give a {KNOWN} file.",
            ) from reason
        with container:
            if not container.streams.audio:
                raise Unsupported(
                    f"{path.name} has no sound in it.", next_step="Give a file with an audio track."
                )
            yield container, source


def _regular_file(path: Path) -> BinaryIO:
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError) as reason:
        hint = (
            " Only files on this machine are read; download it first."
            if "://" in str(path) or ":/" in str(path)
            else ""
        )
        raise NotFound(f"There is no file {path}.", next_step=f"Check the path.{hint}") from reason
    except (OSError, ValueError) as reason:
        raise Problem(
            f"{path} cannot be looked at.", next_step="Check the path and its permissions."
        ) from reason
    if stat.S_ISDIR(about.st_mode):
        raise Unsupported(f"{path} is a folder.", next_step="Name the audio files in it.")
    if not stat.S_ISREG(about.st_mode):
        raise Unsupported(f"{path} is not a regular file.", next_step=f"Give a {KNOWN} file.")
    if about.st_size == 0:
        raise Unsupported(f"{path.name} is empty.", next_step="Record it again or give another file.")
    try:
        return path.open("rb")
    except OSError as reason:
        raise Problem(f"{path} cannot be opened.", next_step="Check its permissions.") from reason


def _probe(container: InputContainer) -> Probe:
    stream = container.streams.audio[0]
    codec = cast("Any", stream.codec_context)
    return Probe(
        container=container.format.name,
        codec=str(codec.name),
        rate_hz=int(codec.sample_rate or 0),
        channels=int(codec.channels or 0),
        duration_ms=_duration_ms(container),
    )


def _duration_ms(container: InputContainer) -> int | None:
    """The sound track's length where it says so, else the container's."""
    stream = container.streams.audio[0]
    if stream.duration and stream.time_base:
        return int(stream.duration * stream.time_base * 1000)
    return container.duration // 1000 if container.duration else None


def _strange() -> Unsupported:
    return Unsupported(
        "The sound is in a coding that cannot be read here.", next_step=f"Give a {KNOWN} file."
    )


def _silence(length_ms: int) -> Iterator[bytes]:
    left = length_ms * SPEECH_RATE_HZ // 1000 * 2
    while left > 0:
        yield bytes(min(left, CHUNK_BYTES))
        left -= CHUNK_BYTES
