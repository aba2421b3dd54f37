"""BM25 from postings held as numbers (k1 1.2, b 0.75), the same as the full-text index gives.

Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework". A word that stands in most passages
counts for next to nothing, never less.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]

K1, B = 1.2, 0.75
LEAST_RARITY = 1e-6


@dataclass(frozen=True, slots=True)
class Standing:
    """One word of a query: the passages that hold it, by row, and how often; −1 for one not on the shelf."""

    rows: Any
    times: Any


class Bm25:
    """`lengths` are words of each row, `count` and `mean` passages and their mean length in the whole index.

    Immutable, so threads may share it.
    """

    def __init__(self, lengths: Any, count: int, mean: float) -> None:
        self._long = (K1 * (1 - B + B * lengths / max(mean, 1e-9))).astype(np.float32)
        self._count = count

    def best(
        self, words: Sequence[Standing], most: int, among: npt.NDArray[np.bool_] | None = None
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Up to `most` rows that hold any of the words, and their scores, best first; of `among` only."""
        scores, holding = np.zeros(len(self._long)), [np.zeros(0, np.int64)]
        for word in words:
            seen = word.rows >= 0
            rows, times = word.rows[seen], word.times[seen]
            scores[rows] += self._rarity(len(word.rows)) * times * (K1 + 1) / (times + self._long[rows])
            holding.append(rows)
        rows = np.concatenate(holding)
        if among is not None:
            rows = rows[among[rows]]
        enough = most * max(1, len(words))  # a row stands here once for each word that it holds
        if len(rows) > enough:
            reached = scores[rows]
            rows = rows[reached >= np.sort(reached)[-enough]]
        found = distinct(rows)
        order = np.argsort(-scores[found], kind="stable")[:most]
        return found[order], scores[found[order]]

    def _rarity(self, holding: int) -> float:
        return max(LEAST_RARITY, math.log((self._count - holding + 0.5) / (holding + 0.5)))


def distinct(rows: Rows) -> Rows:
    """Each once, rising; on a few thousand five times as fast as `np.unique`."""
    rows = np.sort(rows)
    return rows[np.diff(rows, prepend=-1) > 0]


def counted(ids: Rows) -> tuple[Rows, Rows]:
    """Rising ids that may repeat: each once, and how often."""
    starts = np.flatnonzero(np.diff(ids, prepend=-1))
    return ids[starts], np.diff(starts, append=len(ids))
