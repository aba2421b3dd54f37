"""Where in the answer a finding is shown: the clause with the highest score and what belongs to it."""

from itertools import accumulate

import numpy as np

from extrabrain.coach.case import Case
from extrabrain.coach.judge import Scores

MOST_CLAUSES = 6
"""A quote reaches at most this far from its best clause on either side."""


def around_best(case: Case, scores: Scores, *, floor: float, whole_sentence: bool) -> tuple[int, int]:
    """First and last clause of the run around the highest score in which the scores, weighed by the clauses'
    words, rise furthest above `floor`."""
    best = int(np.argmax(scores))
    words = [unit.words for unit in case.reading.units]
    gains = [(float(score) - floor) * count for score, count in zip(scores, words, strict=True)]
    first = best - _reach(gains[max(0, best - MOST_CLAUSES) : best][::-1])
    last = best + _reach(gains[best + 1 : best + 1 + MOST_CLAUSES])
    return case.reading.sentence_of(first, last) if whole_sentence else (first, last)


def _reach(gains: list[float]) -> int:
    """How many of the neighbours, the nearest first, add most; 0 where all take away."""
    sums = [0.0, *accumulate(gains)]
    return max(range(len(sums)), key=lambda count: (sums[count], -count))


def ending(case: Case) -> tuple[int, int]:
    """The last two clauses."""
    last = len(case.reading.units) - 1
    return max(0, last - 1), last
