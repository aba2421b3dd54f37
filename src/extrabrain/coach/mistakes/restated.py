"""Clauses that make a point which an earlier one has made already."""

import numpy as np
import numpy.typing as npt

from extrabrain.coach.case import Case

SAME_TERMS = 0.5
"""Share of common stems that stands in for likeness where there is no embedder."""

NEW_SHARE = 0.9
"""A restatement brings at most this share of new stems."""

LEAST_WORDS = 6


def restatements(case: Case, same: float) -> list[int]:
    """The longest list of clauses that say again what an earlier one said; `same` is the least likeness."""
    reading, own = case.reading, case.alike.stems
    enough = [at for at, unit in enumerate(reading.units) if unit.words >= LEAST_WORDS and own[at]]
    alike = case.alike.table >= (same if reading.vectors is not None else SAME_TERMS)
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
    table = case.alike.table.astype(np.float32)
    short = [at for at, unit in enumerate(case.reading.units) if unit.words < LEAST_WORDS]
    table[short, :] = 0
    table[:, short] = 0
    np.fill_diagonal(table, 0)
    return table
