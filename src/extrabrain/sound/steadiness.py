"""Signs of a filled pause in each frame: how steady, how like the speaker, what is beside it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extrabrain.sound.voice_frames import CEPSTRA, Frames, Matrix, cepstra, change

Flags = npt.NDArray[np.bool_]

REACH = 48
"""Frames on each side that the signs of a frame look at."""

SIGNS = 29
"""Signs of one frame."""

QUIET_DB = 25.0
"""Further below the speaker's level than this is silence."""

LEVEL_FALLS_DB = 0.02
MEMORY = 300
"""Voiced frames (3 s) over which the speaker's usual sound is averaged."""


@dataclass(frozen=True, slots=True)
class Signs:
    """`rows` has one row of signs per frame; `voiced` says which frames can be a filled pause at all."""

    rows: Matrix
    voiced: Flags


class Speaker:
    """A running picture of who speaks: level, usual pitch and spectrum. `push` frames in order."""

    def __init__(self) -> None:
        self._level = -200.0
        self._heard = 0
        self._usual = np.zeros(CEPSTRA + 1)

    def push(self, frame: Frames, shape: Matrix) -> Matrix:
        """Columns: level, then usual spectrum and pitch, as they are at each frame."""
        found = np.zeros((len(frame), CEPSTRA + 2))
        sounds = np.column_stack([shape, frame.pitch])
        for at, level in enumerate(frame.level_db):
            self._level = max(float(level), self._level - LEVEL_FALLS_DB)
            if frame.voicing[at] > 0.5 and level > self._level - QUIET_DB:
                self._heard += 1
                self._usual += (sounds[at] - self._usual) / min(self._heard, MEMORY)
            found[at, 0] = self._level
            found[at, 1:] = self._usual
        return found


def signs(frame: Frames, shape: Matrix, usual: Matrix) -> Signs:
    """Signs of all frames; those within `REACH` of an end see the end repeated."""
    below = frame.level_db - usual[:, 0]
    loud = (below > -QUIET_DB).astype(float)
    other = shape - usual[:, 1:-1]
    moved = change(shape)
    pitch = _median(frame.pitch)
    rows = np.column_stack(
        [
            _mean(other, -4, 4),
            _mean(other[:, :4], -14, -8),
            _mean(other[:, :4], 8, 14),
            *(np.log(0.3 + _mean(moved, a, b)) for a, b in ((-3, 3), (-8, 8), (-14, -5), (5, 14))),
            np.minimum(np.abs(_mean(pitch, 2, 8) - _mean(pitch, -8, -2)), 6.0),
            np.clip(_mean(pitch, -4, 4) - usual[:, -1], -8, 8),
            _mean(frame.voicing, -5, 5),
            np.clip(_mean(below, -4, 4), -40, 0) / 10,
            np.clip(_mean(frame.level_db, 4, 9) - _mean(frame.level_db, -9, -4), -20, 20) / 10,
            *(_mean(loud, a, b) for a, b in ((-40, -20), (-19, -8), (8, 19), (20, 40))),
        ]
    )
    return Signs(rows, (frame.voicing > 0.5) & (loud > 0))


def shape_of(frame: Frames) -> Matrix:
    return cepstra(frame.bands)


def _mean(values: Matrix, first: int, last: int) -> Matrix:
    """The mean over frames `t + first` to `t + last` for each t."""
    edges = [(REACH, REACH)] + [(0, 0)] * (values.ndim - 1)
    padded = np.pad(values, edges, mode="edge")
    total = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(padded, axis=0)])
    at = np.arange(len(values)) + REACH
    return (total[at + last + 1] - total[at + first]) / (last - first + 1)


def _median(values: Matrix) -> Matrix:
    """Over five frames: a single slip of the pitch does not count."""
    padded = np.pad(values, 2, mode="edge")
    return np.median(np.stack([padded[i : i + len(values)] for i in range(5)]), axis=0)
