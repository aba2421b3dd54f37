"""A file to text, as fast as the engine goes: sound is streamed and cut into turns, each heard once."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from extrabrain.core.event import Noticed
from extrabrain.core.speech import Segment
from extrabrain.flows.segment import segment_of
from extrabrain.sound.file import Recording, probe, read_audio
from extrabrain.sound.filled_pauses import FilledPauses
from extrabrain.sound.turns import WINDOW_SAMPLES, Turn, Turns, TurnShape
from extrabrain.sound.vad import VoiceDetector
from extrabrain.words.engine import Engine, samples_of

_WINDOW_BYTES = WINDOW_SAMPLES * 2


@dataclass(frozen=True, slots=True)
class Progress:
    """`fraction` (0–1) and `seconds_left` are none where the file does not say how long it is."""

    done_ms: int
    fraction: float | None
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Transcribed:
    """One file's words. `voiced` are the stretches with voice, one per turn; `filled_pauses` those heard
    as `uh` or `um`; `notices` what went wrong."""

    path: Recording
    engine: str
    duration_ms: int
    segments: tuple[Segment, ...]
    voiced: tuple[tuple[int, int], ...]
    notices: tuple[Noticed, ...]
    filled_pauses: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


class Transcriber:
    """Holds the models; one file at a time. Each segment is final, its `turn` counts those with words."""

    def __init__(self, vad: VoiceDetector, engine: Engine, shape: TurnShape | None = None) -> None:
        self._vad = vad
        self._engine = engine
        self._shape = shape

    def transcribe(self, path: Recording, progress: Callable[[Progress], None] | None = None) -> Transcribed:
        """Raises what `read_audio` raises. To cancel, raise from `progress` (it is called after each second).

        A file without speech gives empty text and a notice that says so.
        """
        reading = _Reading(path, self._vad, self._shape, progress)
        segments: list[Segment] = []
        for turn, pcm in reading.turns():
            heard = self._engine.hear(samples_of(pcm))
            segments.append(segment_of(turn, heard, channel="file", until_ms=reading.duration_ms))
        said = [segment for segment in segments if segment.text]
        if not said:
            reading.notices.append(_no_speech(path, reading.duration_ms, loud=bool(segments)))
        return Transcribed(
            path,
            self._engine.name,
            reading.duration_ms,
            tuple(said),
            tuple((s.start_ms, s.end_ms) for s in segments),
            tuple(reading.notices),
            tuple(reading.filled_pauses),
        )


class _Reading:
    """One pass over a file: keeps only the sound that the open turn may still need."""

    def __init__(
        self,
        path: Recording,
        vad: VoiceDetector,
        shape: TurnShape | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.notices: list[Noticed] = []
        self.duration_ms = 0
        self._path = path
        self._vad = vad
        self._machine = Turns(shape)
        self._ear = FilledPauses()
        self.filled_pauses: list[tuple[int, int]] = []
        self._progress = progress
        self._kept = bytearray()
        self._kept_from = 0

    def turns(self) -> Iterator[tuple[Turn, bytes]]:
        """Each closed turn with its sound."""
        self._vad.reset()
        began = time.monotonic()
        total_ms = probe(self._path).duration_ms if self._progress else None
        with closing(read_audio(self._path, self.notices.append)) as chunks:
            for chunk in chunks:
                self._kept += chunk.pcm
                self.duration_ms = chunk.end_ms
                self.filled_pauses += [(p.start_ms, p.end_ms) for p in self._ear.push(chunk.pcm)]
                yield from self._hear(self._vad.push(chunk.pcm))
                if self._progress:
                    self._progress(_progress(chunk.end_ms, total_ms, time.monotonic() - began))
        self.filled_pauses += [(p.start_ms, p.end_ms) for p in self._ear.flush()]
        yield from self._hear(self._vad.flush())
        for turn in self._machine.flush():
            yield turn, self._sound(turn)

    def _hear(self, probabilities: list[float]) -> Iterator[tuple[Turn, bytes]]:
        for probability in probabilities:
            for turn in self._machine.push(probability):
                yield turn, self._sound(turn)
        self._forget()

    def _sound(self, turn: Turn) -> bytes:
        start = (turn.start - self._kept_from) * _WINDOW_BYTES
        return bytes(self._kept[start : (turn.end - self._kept_from) * _WINDOW_BYTES])

    def _forget(self) -> None:
        needed = self._machine.needs_from - self._kept_from
        if needed > 0:
            del self._kept[: needed * _WINDOW_BYTES]
            self._kept_from += needed


def _progress(done_ms: int, total_ms: int | None, passed_s: float) -> Progress:
    if not total_ms:
        return Progress(done_ms, None, None)
    fraction = min(1.0, done_ms / total_ms)
    return Progress(done_ms, fraction, passed_s * (1 - fraction) / fraction if fraction else None)


def _no_speech(path: Recording, duration_ms: int, *, loud: bool) -> Noticed:
    length = f"{duration_ms / 1000:.1f} s"
    if loud:
        return Noticed(
            f"No words were understood in {path.name} ({length}).", "Try another engine: --engine."
        )
    return Noticed(
        f"No speech was heard in {path.name} ({length}).",
        "Play it to check that the right thing was recorded.",
    )
