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

RESCORED = 5_000
"""Rows whose cosine is worked out; in a smaller library that is all of them."""

SHARE = 0.02
"""Of a large library, this share instead where it is more."""

MOST = 2_000
"""Of these, the nearest that are handed out."""

SAMPLE = 2_000
"""Rows from which the spread of cosines over the library is estimated."""

ROW_BYTES = 4 + DIMS
_LANES = DIMS // 64
_BLOCK = 32_768
"""Rows scanned at once: their bits and counts stay in the cache."""

_AT_ONCE = 20_000


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
    """All vectors of a library. Memory: 436 bytes a row. Immutable, so threads may share it."""

    def __init__(self, scales: npt.NDArray[np.float32], codes: npt.NDArray[np.int8]) -> None:
        self._scales, self._codes = scales, codes
        count = len(scales)
        self._lanes = np.empty((_LANES, count), np.uint64)
        for at in range(0, count, _AT_ONCE):
            signs = np.packbits(codes[at : at + _AT_ONCE] > 0, axis=1).view(np.uint64)
            self._lanes[:, at : at + _AT_ONCE] = signs.T
        rows = np.linspace(0, count - 1, min(SAMPLE, count)).astype(np.int64)
        self._sample: Any = codes[rows].astype(np.float32) * scales[rows, None]

    @classmethod
    def of(cls, blobs: Sequence[bytes]) -> "Nearest":
        gathering = Gathering(sum(len(blob) for blob in blobs) // ROW_BYTES)
        for blob in blobs:
            gathering.add(blob)
        return gathering.done()

    def __len__(self) -> int:
        return len(self._scales)

    def near(self, query: Vectors, *, most: int = MOST) -> Near:
        """`query` is one normalised vector."""
        count = len(self)
        if not count:
            return Near(np.zeros(0, np.int64), np.zeros(0, np.float32), 0.0, 1.0)
        spread = _times(self._sample, query)
        rows = self._rough(query, max(RESCORED, int(count * SHARE)))
        cosines = self.cosines(rows, query)
        order = np.argsort(-cosines, kind="stable")[:most]
        return Near(rows[order], cosines[order], float(spread.mean()), max(1e-6, float(spread.std())))

    def cosines(self, rows: npt.NDArray[np.int64], query: Vectors) -> npt.NDArray[np.float32]:
        return _times(self._codes[rows].astype(np.float32), query) * self._scales[rows]

    def _rough(self, query: Vectors, keep: int) -> npt.NDArray[np.int64]:
        """The rows whose signs differ least from the query's; a few more than `keep` where some are alike."""
        if keep >= len(self):
            return np.arange(len(self))
        bits = np.packbits(query > 0).view(np.uint64)
        differ = np.zeros(len(self), np.uint16)
        for at in range(0, len(self), _BLOCK):
            part = differ[at : at + _BLOCK]
            for lane in range(_LANES):
                part += np.bitwise_count(self._lanes[lane, at : at + _BLOCK] ^ bits[lane])
        counts = np.bincount(differ, minlength=DIMS + 1).cumsum()
        limit = int(np.searchsorted(counts, keep))
        return np.flatnonzero(differ <= limit)


def _times(matrix: Any, vector: Vectors) -> Any:
    """On this thread: for products as small as these, BLAS's threads cost more than they do."""
    return np.einsum("ij,j->i", matrix, vector)
