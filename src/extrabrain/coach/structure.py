"""Which parts of the pattern an answer has, each with its clearest quote."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from extrabrain.coach.judge import Judgement, Scores
from extrabrain.coach.reading import Reading
from extrabrain.core.feedback import PartFound, PartStatus, Structure
from extrabrain.core.question import PATTERN_PARTS, Pattern

LABEL_OF_PART: Mapping[str, str] = {
    "learning": "lesson",
    "risks": "risk",
    "criteria": "gate",
    "decision": "gate",
    "learn": "loop",
}
"""The model that hears a part, where its name differs."""

NEEDED: Mapping[str, float] = {
    "claim": -2.0,
    "situation": -1.0,
    "action": -1.5,
    "task": -0.5,
}
"""Score from which a part is present; 0 for the others. Chosen on the development answers."""

WEAK_MARGIN = 1.0
"""Below the needed score by less than this, a part is weak; by more, it is missing."""

SHORT_CLAUSE = 4

EARLY: Mapping[str, float] = {"situation": 0.5, "clarify": 0.5, "claim": 1.5, "task": 0.3}
LATE: Mapping[str, float] = {"lesson": 0.4, "loop": 0.4, "result": 0.8, "gate": 0.5}
"""How much place in the answer speaks for a part: a little, since what is said counts more."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the pattern: the clause that does it best and how well."""

    part: str
    score: float
    unit: int


def headings(reading: Reading, judgement: Judgement, pattern: Pattern) -> tuple[Heading, ...]:
    """One for each part of the pattern, in its order; `unit` is -1 in an empty answer."""
    return tuple(_heading(reading, judgement, part) for part in PATTERN_PARTS[pattern])


def status(heading: Heading) -> PartStatus:
    label = LABEL_OF_PART.get(heading.part, heading.part)
    over = heading.score - NEEDED.get(label, 0.0)
    if heading.unit < 0 or over < -WEAK_MARGIN:
        return "missing"
    return "present" if over >= 0 else "weak"


def structure(reading: Reading, found: tuple[Heading, ...], pattern: Pattern) -> Structure:
    parts: list[PartFound] = []
    for heading in found:
        verdict = status(heading)
        where = None if verdict == "missing" else reading.quote(heading.unit)
        parts.append(PartFound(heading.part, verdict, where))
    return Structure(pattern, tuple(parts))


def _heading(reading: Reading, judgement: Judgement, part: str) -> Heading:
    label = LABEL_OF_PART.get(part, part)
    scores = judgement.of(label)
    if not len(scores):
        return Heading(part, float("-inf"), -1)
    at = int(np.argmax(scores + _place(len(scores), label) + _too_short(reading)))
    return Heading(part, float(scores[at]), at)


def _place(count: int, label: str) -> Scores:
    along = np.linspace(0, 1, count, dtype=np.float32)
    return (EARLY.get(label, 0.0) * (1 - along) + LATE.get(label, 0.0) * along).astype(np.float32)


def _too_short(reading: Reading) -> Scores:
    """A fragment of a clause is a poor quote."""
    return np.array([-1.5 if unit.words < SHORT_CLAUSE else 0.0 for unit in reading.units], np.float32)
