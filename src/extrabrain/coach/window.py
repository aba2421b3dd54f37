"""A clause in its surroundings: its own features and those of the clauses beside it.

Its place in the answer is left out on purpose: what is said decides what a clause does.
"""

import numpy as np

from extrabrain.coach.embedder import Vectors
from extrabrain.coach.reading import Matrix, Reading

CAP = 2.5
"""A cue counts at most this often in one clause."""

NEAR_CUES = 0.4
NEAR_VECTORS = 0.65
"""How much the neighbours count beside the clause; chosen by leaving out each author's answers in turn."""

PEAKS = 0.9
"""The same for what its single words mean."""


def wide_features(features: Matrix) -> Matrix:
    """Rows of a whole answer in order → cues of the clause, of the one before and of the one after."""
    capped = np.minimum(features, CAP)
    before, after = _beside(capped)
    return np.hstack([capped, before * NEAR_CUES, after * NEAR_CUES])


def wide_vectors(vectors: Vectors, peaks: Vectors) -> Vectors:
    """The same for sentence vectors, and behind them the peaks of the clause itself."""
    before, after = _beside(vectors)
    return np.hstack([vectors, before * NEAR_VECTORS, after * NEAR_VECTORS, peaks * PEAKS])


def window(reading: Reading) -> tuple[Matrix, Vectors | None]:
    if reading.vectors is None or reading.peaks is None:
        return wide_features(reading.features), None
    return wide_features(reading.features), wide_vectors(reading.vectors, reading.peaks)


def alone(reading: Reading) -> tuple[Matrix, Vectors | None]:
    """The same as if each clause stood by itself."""
    features = np.minimum(reading.features, CAP)
    none = np.zeros((len(features), 2 * features.shape[1]), np.float32)
    if reading.vectors is None or reading.peaks is None:
        return np.hstack([features, none]), None
    nobody = np.zeros((len(reading.vectors), 2 * reading.vectors.shape[1]), np.float32)
    return np.hstack([features, none]), np.hstack([reading.vectors, nobody, reading.peaks * PEAKS])


def _beside(rows: Matrix) -> tuple[Matrix, Matrix]:
    """The rows before and after each row. At an end the one neighbour stands for both, so that the place is
    not given away; a lone clause has none."""
    before, after = np.zeros_like(rows), np.zeros_like(rows)
    if len(rows) > 1:
        before[1:], after[:-1] = rows[:-1], rows[1:]
        before[0], after[-1] = rows[1], rows[-2]
    return before, after
