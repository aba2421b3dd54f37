"""Nearest passages by meaning, in memory: every row is compared, as int8 with a scale (388 bytes).

A dot product of bytes costs 15 ns a row with the processor's own instructions for it (simsimd), so that
there is nothing to gain from an approximate index in a workspace of a person: no build, no recall to lose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import simsimd

from extrabrain.library.embed import DIMS, Vectors

MOST = 400
"""Nearest rows that are handed out."""

SAMPLE = 4_096
"""Rows, about, from which the spread of cosines over a larger library is taken."""

ROW_BYTES = 4 + DIMS
_LEVELS = 127
_AT_ONCE = 20_000
_SAMPLED = 16
"""Every so manyth cosine is looked at to guess how high the best ones stand."""


def packed(vectors: Vectors) -> bytes:
    """Rows of a float32 scale and 384 int8: what the record keeps of each passage."""
    scale, codes = _as_bytes(vectors)
    rows = np.empty((len(vectors), ROW_BYTES), np.uint8)
    rows[:, :4] = scale.astype("<f4").view(np.uint8)
    rows[:, 4:] = codes.view(np.uint8)
    return rows.tobytes()


def _as_bytes(vectors: Any) -> tuple[Any, Any]:
    """A scale for each row, and its numbers in steps of it."""
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9).astype(np.float32) / _LEVELS
    return scale, np.rint(vectors / scale).astype(np.int8)


@dataclass(frozen=True, slots=True)
class Near:
    """Rows by falling cosine, and the mean and spread of cosines over the whole library."""

    rows: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float32]
    mean: float
    spread: float


class Gathering:
    """Vectors as they come, `expected` rows at most."""

    def __init__(self, expected: int) -> None:
        self._scales = np.empty(expected, np.float32)
        self._codes = np.empty((expected, DIMS), np.int8)
        self._waiting: list[bytes] = []
        self._waits = self._size = 0

    def add(self, blob: bytes) -> int:
        """Takes the rows of a document; says how many."""
        self._waiting.append(blob)
        count = len(blob) // ROW_BYTES
        self._waits += count
        if self._waits >= _AT_ONCE:
            self._unpack()
        return count

    def done(self) -> "Nearest":
        self._unpack()
        return Nearest(self._scales[: self._size], self._codes[: self._size])

    def _unpack(self) -> None:
        rows = np.frombuffer(b"".join(self._waiting), np.uint8).reshape(-1, ROW_BYTES)
        end = self._size + len(rows)
        self._scales[self._size : end] = rows[:, :4].copy().view("<f4")[:, 0]
        self._codes[self._size : end] = rows[:, 4:].view(np.int8)
        self._size, self._waiting, self._waits = end, [], 0


class Nearest:
    """All vectors of a library. Memory: 388 bytes a row. Immutable, so threads may share it."""

    def __init__(self, scales: npt.NDArray[np.float32], codes: npt.NDArray[np.int8]) -> None:
        self._scales, self._codes = scales, codes

    @classmethod
    def of(cls, blobs: Sequence[bytes]) -> "Nearest":
        gathering = Gathering(sum(len(blob) for blob in blobs) // ROW_BYTES)
        for blob in blobs:
            gathering.add(blob)
        return gathering.done()

    def __len__(self) -> int:
        return len(self._scales)

    def near(self, query: Vectors, *, most: int = MOST, among: npt.NDArray[np.bool_] | None = None) -> Near:
        """`query` is one normalised vector; `among` says of each row whether it is searched."""
        if not len(self):
            return Near(np.zeros(0, np.int64), np.zeros(0, np.float32), 0.0, 1.0)
        scale, code = _as_bytes(query[None, :])
        rough = _dots(self._codes, code[0]) * (self._scales * scale[0, 0])
        some = rough[:: max(1, len(self) // SAMPLE)]
        mean, spread = float(some.mean()), max(1e-6, float(some.std()))
        if among is not None:
            rough = np.where(among, rough, -np.inf)
            most = min(most, int(np.count_nonzero(among)))
        rows = _highest(rough, most)
        cosines = self.cosines(rows, query)
        order = np.argsort(-cosines, kind="stable")
        return Near(rows[order], cosines[order], mean, spread)

    def cosines(self, rows: npt.NDArray[np.int64], query: Vectors) -> npt.NDArray[np.float32]:
        """The query counts to one part in 32,000: as bytes, and what they leave of it as bytes."""
        scale, code = _as_bytes(query[None, :])
        rest_scale, rest = _as_bytes(query[None, :] - code * scale)
        held = np.take(self._codes, rows, axis=0)
        dots = _dots(held, code[0]) * scale[0, 0] + _dots(held, rest[0]) * rest_scale[0, 0]
        return dots * self._scales[rows]


def _dots(codes: Any, code: Any) -> npt.NDArray[np.float32]:
    """Never into an array of ours: with `out` given, simsimd 6.5 takes a reference to None too many away."""
    if not len(codes):
        return np.zeros(0, np.float32)
    return np.asarray(simsimd.cdist(codes, code[None, :], metric="dot", out_dtype="float32"))[:, 0]


def _highest(values: npt.NDArray[np.float32], most: int) -> npt.NDArray[np.int64]:
    """The places of the `most` highest values, rising.

    Where the sample's share of them begins, half as many again are taken before the rest is put in order.
    """
    if most >= len(values):
        return np.arange(len(values))
    sample = values[::_SAMPLED]
    share = most * 3 // (2 * _SAMPLED) + 1
    some = np.flatnonzero(values >= np.sort(sample)[-share]) if share < len(sample) else ()
    if len(some) < most:
        return np.sort(np.argpartition(-values, most)[:most])
    if len(some) == most:
        return np.asarray(some)
    return np.asarray(some)[np.sort(np.argpartition(-values[some], most)[:most])]
