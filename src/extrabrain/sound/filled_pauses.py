"""Filled pauses (`uh`, `um`) heard in the sound itself, because speech recognisers leave most of them out.

A machine like `Turns`: `push(pcm) -> list[FilledPause]`, `flush()`; it knows about a second late. A filled
pause is a voiced stretch in which spectrum and pitch stand still and the vowel is the speaker's neutral one.
A small fitted net weighs the signs (`sound/steadiness.py`) of each frame; a run of sure ones is a find.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from extrabrain.sound.steadiness import REACH, SIGNS, Flags, Signs, Speaker, shape_of, signs
from extrabrain.sound.voice_frames import HOP, WINDOW, Frames, Matrix, frames

FRAME_MS = 10
BLOCK = 50
"""Frames that are judged together, half a second, so that pieces of any size give the same."""

BLOCK_SAMPLES = (BLOCK - 1) * HOP + WINDOW

SURE = 0.5
LEAST_FRAMES = 14
LONGEST_GAP = 5
SMOOTH = 7
"""Frames: the shortest run that counts, the longest dip inside one, and the width of the smoothing."""

MARGIN = REACH + SMOOTH
LATE_MS = WINDOW * 1000 // 16_000 // 2
"""A frame stands for its middle."""


@dataclass(frozen=True, slots=True)
class FilledPause:
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Net:
    """One hidden layer of `tanh` on standardised signs; the answer is a probability."""

    mean: Matrix
    spread: Matrix
    hidden: Matrix
    hidden_bias: Matrix
    out: Matrix
    out_bias: float

    def judge(self, rows: Matrix) -> Matrix:
        inner = np.tanh(((rows - self.mean) / self.spread) @ self.hidden + self.hidden_bias)
        return 1 / (1 + np.exp(-(inner @ self.out + self.out_bias)))


@cache
def shipped() -> Net:
    """The fitted net; `tools/fit_filled_pauses.py` makes it."""
    stored = json.loads(Path(__file__).with_name("filled_pauses.json").read_text("utf-8"))
    parts = {name: np.array(stored[name]) for name in ("mean", "spread", "hidden", "hidden_bias", "out")}
    return Net(**parts, out_bias=float(stored["out_bias"]))


class FilledPauses:
    """The machine over one recording of 16 kHz mono s16le sound."""

    def __init__(self, net: Net | None = None, *, from_ms: int = 0) -> None:
        self._net = net or shipped()
        self._from_ms = from_ms
        self._rest = np.zeros(0)
        self._odd = b""
        self._ear = Ear()
        self._runs = Runs()

    def push(self, pcm: bytes) -> list[FilledPause]:
        """The filled pauses that are over and known now."""
        data = self._odd + pcm
        self._odd = data[len(data) // 2 * 2 :]
        fresh = np.frombuffer(data, "<i2", count=len(data) // 2).astype(np.float64) / 32768
        self._rest = np.concatenate([self._rest, fresh])
        found: list[tuple[int, int]] = []
        while len(self._rest) >= BLOCK_SAMPLES:
            found += self._judged(self._ear.push(frames(self._rest[:BLOCK_SAMPLES])))
            self._rest = self._rest[BLOCK * HOP :]
        return self._times(found)

    def flush(self) -> list[FilledPause]:
        """Ends the recording."""
        found = self._judged(self._ear.push(frames(self._rest)))
        found += self._judged(self._ear.flush())
        return self._times(found + self._runs.flush())

    def _judged(self, known: Signs) -> list[tuple[int, int]]:
        if not len(known.rows):
            return []
        return self._runs.push(self._net.judge(known.rows), known.voiced)

    def _times(self, runs: list[tuple[int, int]]) -> list[FilledPause]:
        zero = self._from_ms + LATE_MS
        return [FilledPause(zero + a * FRAME_MS, zero + b * FRAME_MS) for a, b in runs]


class Ear:
    """Frames in, signs out as soon as enough of what follows is known; each frame once, in order."""

    def __init__(self) -> None:
        self._speaker = Speaker()
        self._frames: Frames | None = None
        self._usual: Matrix | None = None
        self._told = 0
        """Frames at the head of the kept ones whose signs were given already."""

    def push(self, fresh: Frames) -> Signs:
        self._frames = fresh if self._frames is None else self._frames.and_then(fresh)
        return self._give(len(self._frames) - MARGIN)

    def flush(self) -> Signs:
        return self._give(0 if self._frames is None else len(self._frames))

    def _give(self, until: int) -> Signs:
        kept = self._frames
        if kept is None or until <= self._told:
            return Signs(np.zeros((0, SIGNS)), np.zeros(0, np.bool_))
        shape = shape_of(kept)
        known = 0 if self._usual is None else len(self._usual)
        usual = self._speaker.push(kept.after(known).before(until - known), shape[known:until])
        self._usual = usual if self._usual is None else np.concatenate([self._usual, usual])
        ahead = np.repeat(self._usual[-1:], len(kept) - until, axis=0)
        found = signs(kept, shape, np.concatenate([self._usual, ahead]))
        given = Signs(found.rows[self._told : until], found.voiced[self._told : until])
        drop = max(0, until - MARGIN)
        self._frames, self._usual = kept.after(drop), self._usual[drop:]
        self._told = until - drop
        return given


class Runs:
    """Probabilities in, runs `[first, last)` of sure frames out."""

    def __init__(self) -> None:
        self._at = 0
        self._waiting: list[float] = [0.0] * (SMOOTH // 2)
        self._voiced: list[bool] = []
        self._start: int | None = None
        self._last = 0

    def push(self, sure: Matrix, voiced: Flags) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        self._waiting += [float(p) for p in sure]
        self._voiced += [bool(v) for v in voiced]
        while len(self._waiting) >= SMOOTH:
            mean = sum(self._waiting[:SMOOTH]) / SMOOTH
            found += self._step(mean > SURE and self._voiced[0])
            del self._waiting[0], self._voiced[0]
        return found

    def flush(self) -> list[tuple[int, int]]:
        found = self.push(np.zeros(SMOOTH // 2), np.zeros(0, np.bool_))
        return found + self._close()

    def _step(self, is_sure: bool) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        if is_sure:
            self._start = self._at if self._start is None else self._start
            self._last = self._at
        elif self._start is not None and self._at - self._last > LONGEST_GAP:
            found = self._close()
        self._at += 1
        return found

    def _close(self) -> list[tuple[int, int]]:
        start, self._start = self._start, None
        if start is None or self._last + 1 - start < LEAST_FRAMES:
            return []
        return [(start, self._last + 1)]
