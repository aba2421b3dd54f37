"""Clauses that make a point which an earlier one has made already."""

import numpy as np
import numpy.typing as npt

from extrabrain.coach.case import Case
from extrabrain.coach.likeness import likeness
from extrabrain.coach.stems import stems

SAME_TERMS = 0.5
"""Share of common stems that stands in for likeness where there is no embedder."""

NEW_SHARE = 0.9
"""A restatement brings at most this share of new stems."""

LEAST_WORDS = 6


def restatements(case: Case, same: float) -> list[int]:
    """The longest list of clauses that say again what an earlier one said; `same` is the least likeness."""
    reading = case.reading
    own = [stems([t.low for t in reading.unit_row(at)]) for at in range(len(reading.units))]
    enough = [at for at, unit in enumerate(reading.units) if unit.words >= LEAST_WORDS and own[at]]
    alike = _alike(case, own, same)
    best: list[int] = []
    for at in enough:
        again = [
            other
            for other in enough
            if other > at
            and alike[at, other]
            and len(own[other] - own[at]) <= NEW_SHARE * len(own[other])
            and not reading.count(other, "x_numbers")
        ]
        if len(again) > len(best):
            best = again
    return best


def nearness(case: Case) -> npt.NDArray[np.float32]:
    """Similarity of every clause of some length to every other one; 0 for itself and for short ones."""
    reading = case.reading
    if reading.vectors is not None:
        table = likeness(reading.vectors, reading.vectors)
    else:
        own = [stems([t.low for t in reading.unit_row(at)]) for at in range(len(reading.units))]
        table = _shared_terms(own)
    short = [at for at, unit in enumerate(reading.units) if unit.words < LEAST_WORDS]
    table[short, :] = 0
    table[:, short] = 0
    np.fill_diagonal(table, 0)
    return table.astype(np.float32)


def _alike(case: Case, own: list[set[str]], same: float) -> npt.NDArray[np.bool_]:
    vectors = case.reading.vectors
    if vectors is not None:
        return likeness(vectors, vectors) >= same
    return _shared_terms(own) >= SAME_TERMS


def _shared_terms(own: list[set[str]]) -> npt.NDArray[np.float32]:
    count = len(own)
    table = np.zeros((count, count), np.float32)
    for a in range(count):
        for b in range(a + 1, count):
            joint = len(own[a] & own[b]) / max(1, min(len(own[a]), len(own[b])))
            table[a, b] = table[b, a] = joint
    return table
