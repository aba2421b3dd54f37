"""Voice by loudness alone: for tests, demos and level meters, where no model is wanted."""

import numpy as np

from extrabrain.sound.vad import Probabilities, Windows


class Loudness:
    """A `VoiceDetector` that says 1.0 for a window whose RMS level (0–1 of full scale) reaches `level`."""

    def __init__(self, level: float = 0.01) -> None:
        self._level = level
        self._windows = Windows()

    def reset(self) -> None:
        self._windows = Windows()

    def push(self, pcm: bytes) -> Probabilities:
        return self._judge(self._windows.push(pcm))

    def flush(self) -> Probabilities:
        return self._judge(self._windows.flush())

    def _judge(self, windows: "np.ndarray[tuple[int, ...], np.dtype[np.int16]]") -> Probabilities:
        levels = np.sqrt(np.mean((windows.astype(np.float32) / 32768) ** 2, axis=1))
        return [1.0 if level >= self._level else 0.0 for level in levels.tolist()]


def level_of(pcm: bytes) -> float:
    """Loudness 0–1 of s16le sound, in decibels as the page has it: 0 at −60 dBFS, 1 at full scale."""
    samples = np.frombuffer(pcm, np.int16).astype(np.float32)
    rms = float(np.sqrt(np.mean(samples * samples))) / 32768 if len(samples) else 0.0
    return min(1.0, max(0.0, 1 + 20 * float(np.log10(rms)) / 60)) if rms > 0 else 0.0
