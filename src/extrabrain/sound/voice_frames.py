"""What each 10 ms of sound is like: level, pitch, voicing and the shape of its spectrum. Nothing is kept."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
HOP = 160
"""Samples from one frame to the next: 10 ms."""

WINDOW = 640
"""40 ms: at least two periods of the lowest voice."""

BANDS = 24
CEPSTRA = 8
_SIZE = 1024
_SHORTEST_LAG, _LONGEST_LAG = RATE_HZ // 400, RATE_HZ // 65
_OCTAVE_CARE = 0.88
"""The shortest lag within this share of the best one is the pitch: longer ones are its multiples."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frames:
    """One row or value per frame. `bands` are energies, `voicing` about 0–1, `pitch` semitones above 1 Hz."""

    bands: Matrix
    level_db: Matrix
    voicing: Matrix
    pitch: Matrix

    def __len__(self) -> int:
        return len(self.level_db)

    def and_then(self, later: "Frames") -> "Frames":
        return Frames(
            np.concatenate([self.bands, later.bands]),
            np.concatenate([self.level_db, later.level_db]),
            np.concatenate([self.voicing, later.voicing]),
            np.concatenate([self.pitch, later.pitch]),
        )

    def before(self, end: int) -> "Frames":
        return Frames(self.bands[:end], self.level_db[:end], self.voicing[:end], self.pitch[:end])

    def after(self, start: int) -> "Frames":
        return Frames(self.bands[start:], self.level_db[start:], self.voicing[start:], self.pitch[start:])


def frames(samples: Matrix) -> Frames:
    """All full windows of `samples` (-1 to 1), `HOP` apart: frame i covers `[i * HOP, i * HOP + WINDOW)`."""
    count = max(0, 1 + (len(samples) - WINDOW) // HOP)
    if not count:
        empty = np.zeros(0)
        return Frames(np.zeros((0, BANDS)), empty, empty, empty)
    cut = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP][:count]
    power = np.abs(np.fft.rfft(cut * _HANN, _SIZE)) ** 2
    lags = np.fft.irfft(power)[:, : _LONGEST_LAG + 2]
    energy = lags[:, 0] + 1e-9
    likeness = lags[:, _SHORTEST_LAG : _LONGEST_LAG + 1] / energy[:, None] / _HANN_LAGS
    best = likeness.max(axis=1)
    return Frames(
        bands=power @ _BANK.T,
        level_db=10 * np.log10(energy / WINDOW + 1e-10),
        voicing=best,
        pitch=12 * np.log2(RATE_HZ / (_lag(likeness, best) + _SHORTEST_LAG)),
    )


def _lag(likeness: Matrix, best: Matrix) -> Matrix:
    """The first high peak of each row, between samples by a parabola."""
    peaks = np.zeros(likeness.shape, bool)
    peaks[:, 1:-1] = (likeness[:, 1:-1] >= likeness[:, :-2]) & (likeness[:, 1:-1] >= likeness[:, 2:])
    peaks &= likeness >= _OCTAVE_CARE * best[:, None]
    likeliest = np.argmax(np.where(np.any(peaks, axis=1, keepdims=True), peaks, likeness), axis=1)
    at: npt.NDArray[np.intp] = np.minimum(np.maximum(likeliest, 1), likeness.shape[1] - 2)
    rows = np.arange(len(at))
    left, mid, right = likeness[rows, at - 1], likeness[rows, at], likeness[rows, at + 1]
    bend = left - 2 * mid + right
    shift = 0.5 * (left - right) / np.where(np.abs(bend) < 1e-9, 1.0, bend)
    return at.astype(np.float64) + np.where(np.abs(bend) < 1e-9, 0.0, np.clip(shift, -1, 1))


def cepstra(bands: Matrix) -> Matrix:
    """The shape of the spectrum in `CEPSTRA` numbers; 30 dB below the loudest band counts as empty."""
    padded = np.pad(bands, ((1, 1), (0, 0)))
    smooth = (padded[:-2] + padded[1:-1] + padded[2:]) / 3
    logs = np.log(smooth + smooth.max(axis=1, keepdims=True, initial=0.0) * 1e-3 + 1e-6)
    return logs @ _COSINES.T


def change(shape: Matrix, reach: int = 4) -> Matrix:
    """How fast the shape moves around each frame: the length of its slope over ±40 ms."""
    padded = np.pad(shape, ((reach, reach), (0, 0)), mode="edge")
    count = len(shape)
    slope = np.zeros_like(shape)
    for step in range(1, reach + 1):
        ahead, back = padded[reach + step :][:count], padded[reach - step :][:count]
        slope += step * (ahead - back)
    slope /= 2 * sum(step * step for step in range(1, reach + 1))
    return 10 * np.sqrt((slope**2).sum(axis=1))


def _bank() -> Matrix:
    """Triangles, evenly spaced in mel from 80 Hz to 4 kHz, each of weight one."""
    low_mel, high_mel = (1127 * math.log1p(hz / 700) for hz in (80, 4000))
    mel: Matrix = np.linspace(low_mel, high_mel, BANDS + 2)
    edges = 700 * np.expm1(mel / 1127)
    hz = np.fft.rfftfreq(_SIZE, 1 / RATE_HZ)
    rows = [
        np.clip(np.minimum((hz - low) / (mid - low), (high - hz) / (high - mid)), 0, None)
        for low, mid, high in zip(edges, edges[1:], edges[2:], strict=False)
    ]
    bank = np.array(rows)
    return bank / bank.sum(axis=1, keepdims=True)


_HANN = np.hanning(WINDOW)
_OWN = np.fft.irfft(np.abs(np.fft.rfft(_HANN, 2 * _SIZE)) ** 2)
_HANN_LAGS = _OWN[_SHORTEST_LAG : _LONGEST_LAG + 1] / _OWN[0]
_BANK = _bank()
_ANGLES = np.outer(np.arange(1, CEPSTRA + 1), np.arange(BANDS) + 0.5) * np.pi / BANDS
_COSINES = np.cos(_ANGLES) * np.sqrt(2 / BANDS)
