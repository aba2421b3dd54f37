"""Nearest passages by meaning, in memory: bits first, bytes for those that are near.

Each vector is kept twice: as the signs of its numbers (48 bytes), which a scan of XOR and popcount orders
roughly, and as int8 with a scale (388 bytes), which gives the cosine of the nearest ones. Binary codes with
rescoring: Yamada, Asai and Hajishirzi (2021), "Efficient Passage Retrieval with Hashing".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from extrabrain.library.embed import DIMS, Vectors

RESCORED = 2_000
"""Rows whose cosine is worked out; in a smaller library that is all of them."""

SHARE = 0.01
"""Of a large library, this share instead where it is more."""

SAMPLE = 4_000
"""Rows from which the spread of cosines over the library is estimated."""

ROW_BYTES = 4 + DIMS


def packed(vectors: Vectors) -> bytes:
    """Rows of a float32 scale and 384 int8: what the record keeps of each passage."""
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9).astype(np.float32) / 127
    codes = np.rint(vectors / scale).astype(np.int8)
    rows = np.empty((len(vectors), ROW_BYTES), np.uint8)
    rows[:, :4] = scale.astype("<f4").view(np.uint8)
    rows[:, 4:] = codes.view(np.uint8)
    return rows.tobytes()


@dataclass(frozen=True, slots=True)
class Near:
    """Rows by falling cosine, and the mean and spread of cosines over the whole library."""

    rows: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float32]
    mean: float
    spread: float


class Nearest:
    """All vectors of a library. Memory: 436 bytes a row. Immutable, so threads may share it."""

    def __init__(self, blobs: Sequence[bytes]) -> None:
        rows = np.frombuffer(b"".join(blobs), np.uint8).reshape(-1, ROW_BYTES)
        self._scales: Any = rows[:, :4].copy().view("<f4")[:, 0].astype(np.float32)
        self._codes: Any = rows[:, 4:].copy().view(np.int8)
        self._bits: Any = np.packbits(self._codes > 0, axis=1).view(np.uint64)

    def __len__(self) -> int:
        return len(self._scales)

    def near(self, query: Vectors, *, most: int = RESCORED) -> Near:
        """`query` is one normalised vector."""
        count = len(self)
        if not count:
            return Near(np.zeros(0, np.int64), np.zeros(0, np.float32), 0.0, 1.0)
        spread = self.cosines(np.linspace(0, count - 1, min(SAMPLE, count)).astype(np.int64), query)
        rows = self._rough(query, max(RESCORED, int(count * SHARE)))
        cosines = self.cosines(rows, query)
        order = np.argsort(-cosines, kind="stable")[:most]
        return Near(rows[order], cosines[order], float(spread.mean()), max(1e-6, float(spread.std())))

    def cosines(self, rows: npt.NDArray[np.int64], query: Vectors) -> npt.NDArray[np.float32]:
        return (self._codes[rows].astype(np.float32) @ query) * self._scales[rows]

    def _rough(self, query: Vectors, keep: int) -> npt.NDArray[np.int64]:
        """The rows whose signs differ least from the query's."""
        if keep >= len(self):
            return np.arange(len(self))
        bits = np.packbits(query > 0).view(np.uint64)
        differ = np.empty(len(self), np.uint16)
        for at in range(0, len(self), 65_536):  # a block stays in cache
            block = self._bits[at : at + 65_536] ^ bits
            differ[at : at + 65_536] = np.bitwise_count(block).sum(axis=1, dtype=np.uint16)
        counts = np.bincount(differ, minlength=DIMS + 1).cumsum()
        limit = int(np.searchsorted(counts, keep))
        return np.flatnonzero(differ <= limit)
