"""Where in the answer a finding is shown: the clause with the highest score and what belongs to it."""

import numpy as np

from extrabrain.coach.case import Case
from extrabrain.coach.judge import Scores

FALL = 3.0
"""Neighbours stay in the quote while their score is at most this much lower."""

FLOOR = -1.0
MOST_CLAUSES = 5


def around_best(case: Case, scores: Scores, *, whole_sentence: bool) -> tuple[int, int]:
    """First and last clause around the highest score."""
    units = case.reading.units
    first = last = best = int(np.argmax(scores))
    least = max(FLOOR, float(scores[best]) - FALL)
    while first > 0 and scores[first - 1] >= least and best - first < MOST_CLAUSES:
        first -= 1
    while last + 1 < len(units) and scores[last + 1] >= least and last - best < MOST_CLAUSES:
        last += 1
    if whole_sentence:
        while first > 0 and units[first - 1].sentence == units[first].sentence:
            first -= 1
        while last + 1 < len(units) and units[last + 1].sentence == units[last].sentence:
            last += 1
    return first, last


def ending(case: Case) -> tuple[int, int]:
    """The last two clauses."""
    last = len(case.reading.units) - 1
    return max(0, last - 1), last
