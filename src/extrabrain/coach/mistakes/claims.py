"""Things said that should not be said so: absolute, single-technique, safety-as-pr, dismissive, lone-expert,
unsupported-claim.

Each is a fitted score of a clause, held back where the words are somebody else's and get rejected, or where
the clause denies them.
"""

from dataclasses import dataclass

from extrabrain.coach.case import Case, Suspicion
from extrabrain.core.finding import FindingKind


@dataclass(frozen=True, slots=True)
class Fault:
    """`needed`: score from which a clause counts. `strong`: score from which no second cue is asked for.
    `cues`: at least one of these must be in the clause unless it is strong."""

    kind: FindingKind
    label: str
    severity: int
    needed: float
    strong: float
    cues: tuple[str, ...]


FAULTS: tuple[Fault, ...] = (
    Fault("absolute", "absolute", 2, 0.6, 3.0, ("absolute", "must")),
    Fault("single-technique", "single", 3, 0.6, 2.5, ("single", "closed")),
    Fault("safety-as-pr", "pr", 3, 0.6, 2.5, ("pr",)),
    Fault("dismissive", "dismissive", 3, 0.6, 2.5, ("contempt", "groups")),
    Fault("lone-expert", "lone", 2, 0.6, 2.5, ("lone", "i")),
    Fault("unsupported-claim", "unsupported", 2, 0.6, 2.5, ("sweeping", "absolute", "compare", "change")),
)

HELD_BACK = 1.6
"""Taken off the score of a clause that reports or denies what it says."""


def find(case: Case) -> list[Suspicion]:
    found: list[Suspicion] = []
    for fault in FAULTS:
        scores = [(_score(case, fault, at), at) for at in range(len(case.reading.units))]
        over = [(score, at) for score, at in scores if score >= fault.needed]
        if over:
            score, at = max(over)
            found.append(Suspicion(fault.kind, fault.severity, at, at, score - fault.needed))
    return found


def _score(case: Case, fault: Fault, unit: int) -> float:
    score = case.score(fault.label, unit)
    reading = case.reading
    if reading.units[unit].words < 3:
        return float("-inf")
    if score < fault.strong and not any(reading.count(unit, cue) for cue in fault.cues):
        score -= 1.5
    return score - (HELD_BACK if _not_meant(case, unit) else 0.0)


def _not_meant(case: Case, unit: int) -> bool:
    """Somebody else's words, or words that are rejected here or in the next clause."""
    reading = case.reading
    if reading.count(unit, "not_absolute"):
        return True
    if not reading.count(unit, "reported"):
        return bool(reading.count(unit, "rejected"))
    last = min(len(reading.units) - 1, unit + 1)
    return any(reading.count(at, "rejected") or reading.count(at, "negation") for at in range(unit, last + 1))
