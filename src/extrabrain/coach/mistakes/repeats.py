"""One point made three times or more with nothing new; and an answer that never comes near the question."""

import numpy as np

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.mistakes.restated import nearness, restatements

QUOTED = 0.5
"""Likeness from which a clause is counted as a restatement."""

NEARNESS = 12.0
"""What a likeness of 1 to two other clauses counts beside the log-odds of saying something again."""

FAR_FROM_QUESTION = 0.04
"""Likeness of the three nearest clauses to the question: one in 1,000 answers to the point lies below."""


def find(case: Case) -> list[Suspicion]:
    found = [_repeats(case), _never_near(case)]
    return [suspicion for suspicion in found if suspicion is not None]


def _repeats(case: Case) -> Suspicion | None:
    """Quotes the clause that says most plainly what others say too."""
    sureness = case.weighed["repeats"].sureness
    if sureness < 0:
        return None
    again = restatements(case, QUOTED)
    times = f"{len(again) + 1} times" if len(again) > 1 else "again and again"
    nearest = np.sort(nearness(case), axis=1)[:, -2:].mean(axis=1)
    at = int(np.argmax(case.judgement.of("restated") + NEARNESS * nearest))
    return Suspicion("repeats", 2, at, at, sureness, times)


def _never_near(case: Case) -> Suspicion | None:
    near = case.topic.nearness
    if near is None or len(near) < 3 or case.words < 40:
        return None
    if float(np.sort(near)[-3:].mean()) >= FAR_FROM_QUESTION:
        return None
    return Suspicion("off-topic", 3, 0, min(2, len(near) - 1), 1.0, "whole")
