"""What an answer leaves out: no-threshold, no-owner, no-result, no-learning, ignores-deployment.

Each is looked for in the whole answer first; the quote is the sentence where it belongs. A very short answer
is not blamed for what it leaves out: that it is short is the finding.
"""

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.patterns import LEAST_WORDS

ENOUGH_WORDS = 90
"""Fewer words than this and nothing but a missing result or lesson is reported as left out."""


def find(case: Case) -> list[Suspicion]:
    if case.words < LEAST_WORDS or not case.reading.units:
        return []
    found = [_no_threshold(case), _no_owner(case), _no_result(case), _no_learning(case), _no_deployment(case)]
    return [suspicion for suspicion in found if suspicion is not None]


def _no_threshold(case: Case) -> Suspicion | None:
    """There is a decision to launch, stop or roll back, and no condition for it that could be checked."""
    if case.pattern == "star" or case.words < ENOUGH_WORDS:
        return None
    gate, at = max((case.score("gate", at), at) for at in range(len(case.reading.units)))
    threshold, _ = case.best("threshold")
    if gate < 0.3 or threshold > -0.2:
        return None
    return Suspicion("no-threshold", 3, at, at, min(gate, -threshold))


def _no_owner(case: Case) -> Suspicion | None:
    """A decision or a watch in the passive voice, and nobody who holds one anywhere."""
    if case.words < ENOUGH_WORDS:
        return None
    owner, _ = case.best("owner")
    passive, at = case.best("passive")
    if owner > -0.5 or passive < 0.5 or _names(case):
        return None
    return Suspicion("no-owner", 2, at, at, min(passive, -owner))


def _names(case: Case) -> bool:
    """A person is named in a clause about a decision."""
    return any(
        case.reading.count(at, "x_names")
        and (case.reading.count(at, "owner_verb") or case.reading.count(at, "gate"))
        for at in range(len(case.reading.units))
    )


def _no_result(case: Case) -> Suspicion | None:
    if case.pattern != "star":
        return None
    result, _ = case.best("result")
    if result > -0.7:
        return None
    units = len(case.reading.units)
    return Suspicion("no-result", 3, units - 1, units - 1, -result)


def _no_learning(case: Case) -> Suspicion | None:
    if case.pattern == "explain":
        return None
    label = "lesson" if case.pattern == "star" else "loop"
    learned = max(case.best(label)[0], case.best("lesson")[0] - 0.5)
    if learned > -0.6:
        return None
    last = len(case.reading.units) - 1
    return Suspicion("no-learning", 2, last, last, -learned)


def _no_deployment(case: Case) -> Suspicion | None:
    """Says in words that the matter ends before users, or says nothing about them at all."""
    if case.pattern == "star":
        return None
    closed, at = case.best("closed")
    if closed >= 0.8:
        return Suspicion("ignores-deployment", 2, at, at, closed)
    return None
