"""One point made three times or more with nothing new; and an answer that never comes near the question."""

import numpy as np

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.mistakes.restated import restatements
from extrabrain.coach.mistakes.weigh import scales

QUOTED = 0.5
"""Cosine from which a clause is shown as a restatement."""

FAR_FROM_QUESTION = 0.12


def find(case: Case) -> list[Suspicion]:
    found = [_repeats(case), _never_near(case)]
    return [suspicion for suspicion in found if suspicion is not None]


def _repeats(case: Case) -> Suspicion | None:
    """Quotes the last time that the point is made."""
    sureness = scales(case)["repeats"].sureness(case)
    if sureness < 0:
        return None
    again = restatements(case, QUOTED)
    if not again:
        return None
    times = f"{len(again) + 1} times" if len(again) > 1 else "again and again"
    return Suspicion("repeats", 2, again[-1], again[-1], sureness, times)


def _never_near(case: Case) -> Suspicion | None:
    near = case.topic.nearness
    if near is None or len(near) < 3 or case.words < 40:
        return None
    if float(np.sort(near)[-3:].mean()) >= FAR_FROM_QUESTION:
        return None
    return Suspicion("off-topic", 3, 0, min(2, len(near) - 1), 1.0, "whole")
