"""Whether an answer keeps moving and keeps to the question: repeats, off-topic."""

import numpy as np
import numpy.typing as npt

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.stems import stems

SAME = 0.60
"""Cosine from which two clauses may make one point."""

SAME_TERMS = 0.5
"""Share of common stems that stands in for the cosine where there is no embedder."""

NEW_SHARE = 0.62
"""A restatement brings at most this share of new stems."""

LEAST_WORDS = 6
RESTATEMENTS = 2
RUN_WORDS = 25
TANGENT = -0.3
FAR_FROM_QUESTION = 0.12


def find(case: Case) -> list[Suspicion]:
    found = [_repeats(case), _off_topic(case)]
    return [suspicion for suspicion in found if suspicion is not None]


def _repeats(case: Case) -> Suspicion | None:
    """One point made three times or more with nothing new; quotes the last time."""
    reading = case.reading
    own = [stems([t.low for t in reading.unit_row(at)]) for at in range(len(reading.units))]
    long_enough = [at for at, unit in enumerate(reading.units) if unit.words >= LEAST_WORDS and own[at]]
    alike = _alike(case, own)
    best: list[int] = []
    for at in long_enough:
        said = set(own[at])
        again: list[int] = []
        for other in long_enough:
            fresh = len(own[other] - said) / len(own[other])
            if (
                other > at
                and alike[at, other]
                and fresh <= NEW_SHARE
                and not reading.count(other, "x_numbers")
            ):
                again.append(other)
        if len(again) > len(best):
            best = again
    if len(best) < RESTATEMENTS:
        return None
    return Suspicion("repeats", 2, best[-1], best[-1], 0.3 * len(best), f"{len(best) + 1} times")


def _alike(case: Case, own: list[set[str]]) -> npt.NDArray[np.bool_]:
    vectors = case.reading.vectors
    if vectors is not None:
        return vectors @ vectors.T >= SAME
    count = len(own)
    table = np.zeros((count, count), np.bool_)
    for a in range(count):
        for b in range(a + 1, count):
            joint = len(own[a] & own[b]) / max(1, min(len(own[a]), len(own[b])))
            table[a, b] = table[b, a] = joint >= SAME_TERMS
    return table


def _off_topic(case: Case) -> Suspicion | None:
    """A run of clauses that leads away from the question, or an answer that never comes to it."""
    whole = _never_near(case)
    if whole is not None:
        return whole
    units, scores = case.reading.units, case.judgement.of("tangent")
    best: tuple[float, int, int] | None = None
    for first in range(len(units)):
        words, total = 0, 0.0
        for last in range(first, min(len(units), first + 10)):
            words += units[last].words
            total += float(scores[last]) * units[last].words
            if words >= RUN_WORDS and (best is None or total / words > best[0]):
                best = (total / words, first, last)
    if best is None or best[0] < TANGENT:
        return None
    return Suspicion("off-topic", 2, best[1], best[2], best[0] - TANGENT)


def _never_near(case: Case) -> Suspicion | None:
    near = case.topic.nearness
    if near is None or len(near) < 3 or case.words < 40:
        return None
    if float(np.sort(near)[-3:].mean()) >= FAR_FROM_QUESTION:
        return None
    return Suspicion("off-topic", 3, 0, min(2, len(near) - 1), 1.0, "whole")
