"""Nearest passages by meaning, in memory, as int8 with a scale (388 bytes a row).

A dot product of bytes costs 15 ns a row with the processor's own instructions for it (simsimd). Up to a few
hundred thousand passages every row is compared: an approximate index would gain nothing and lose some. Above,
the signs of the numbers (48 bytes more) choose the rows that are worth it, by XOR and popcount. Binary codes
with rescoring: Yamada, Asai and Hajishirzi (2021), "Efficient Passage Retrieval with Hashing".
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

EXACT = 250_000
"""Rows up to which every one is compared."""

WORTH = 0.02
"""Of a larger library, the share that is."""

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
    """All vectors of a library. Immutable, so threads may share it."""

    def __init__(self, scales: npt.NDArray[np.float32], codes: npt.NDArray[np.int8]) -> None:
        self._scales, self._codes = scales, codes
        step = max(1, len(scales) // SAMPLE)
        self._sample, self._sample_scales = np.ascontiguousarray(codes[::step]), scales[::step]
        self._signs: Any = _signs(codes) if len(codes) > EXACT else None

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
        spread = _dots(self._sample, code[0]) * (self._sample_scales * scale[0, 0])
        rows, rough = self._rough(code[0], among)
        chosen = _highest(rough, most)
        rows = chosen if rows is None else rows[chosen]
        cosines = self.cosines(rows, query)
        order = np.argsort(-cosines, kind="stable")
        return Near(rows[order], cosines[order], float(spread.mean()), max(1e-6, float(spread.std())))

    def _rough(self, code: Any, among: npt.NDArray[np.bool_] | None) -> tuple[Any, Any]:
        """Which rows are compared, none for all, and their cosines but for a common scale."""
        rows = None if among is None else np.flatnonzero(among)
        if self._signs is not None:
            rows = self._worth(code, rows)
        if rows is None or 4 * len(rows) > len(self):  # copying them would take longer than comparing all
            rough = _dots(self._codes, code) * self._scales
            return rows, rough if rows is None else rough[rows]
        return rows, _dots(np.take(self._codes, rows, axis=0), code) * self._scales[rows]

    def _worth(self, code: Any, rows: Any) -> Any:
        """Of all rows, or of `rows`, those whose signs differ least from the query's."""
        keep = max(MOST, int(len(self) * WORTH))
        if rows is not None and len(rows) <= keep:
            return rows
        signs = self._signs if rows is None else np.take(self._signs, rows, axis=0)
        differ = simsimd.cdist(
            signs, _signs(code[None, :]), metric="hamming", dtype="bin8", out_dtype="float32"
        )
        chosen = _highest(-np.asarray(differ)[:, 0], keep)
        return chosen if rows is None else rows[chosen]

    def cosines(self, rows: npt.NDArray[np.int64], query: Vectors) -> npt.NDArray[np.float32]:
        """The query counts to one part in 32,000: as bytes, and what they leave of it as bytes."""
        scale, code = _as_bytes(query[None, :])
        rest_scale, rest = _as_bytes(query[None, :] - code * scale)
        held = np.take(self._codes, rows, axis=0)
        dots = _dots(held, code[0]) * scale[0, 0] + _dots(held, rest[0]) * rest_scale[0, 0]
        return dots * self._scales[rows]


def _signs(codes: Any) -> Any:
    """A bit for each number: whether it is above 0."""
    held = np.empty((len(codes), DIMS // 8), np.uint8)
    for at in range(0, len(codes), _AT_ONCE):
        held[at : at + _AT_ONCE] = np.packbits(codes[at : at + _AT_ONCE] > 0, axis=1)
    return held


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
