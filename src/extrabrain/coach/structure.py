"""Which parts of the pattern an answer has, each with its clearest quote.

What a clause says decides which part it is; where it stands counts a little (`params/places.json`), and
no two parts take the same clause while there are others. Whether a part is missing is weighed from fitted
signs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from extrabrain.coach.judge import Judgement, Scores
from extrabrain.coach.reading import Reading
from extrabrain.core.feedback import PartFound, PartStatus, Structure
from extrabrain.core.question import PATTERN_PARTS, Pattern
from extrabrain.core.quote import Quote

LABEL_OF_PART: Mapping[str, str] = {
    "learning": "lesson",
    "risks": "risk",
    "criteria": "gate",
    "decision": "gate",
    "learn": "loop",
}
"""The model that hears a part, where its name differs."""

PLACE = 0.5
RIVAL = 0.3
MOST_QUOTED_WORDS = 40
SHORT_CLAUSE = 4
SHORT_COST = 1.5
WEAK = -1.2
"""A part that is not missing and whose best clause scores below this is weak."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the pattern: the clause that does it best, how well, and whether the part is missing."""

    part: str
    score: float
    unit: int
    missing: bool = False


def label_of(part: str) -> str:
    return LABEL_OF_PART.get(part, part)


def headings(reading: Reading, judgement: Judgement, pattern: Pattern) -> tuple[Heading, ...]:
    """One for each part of the pattern, in its order; `unit` is -1 and the part missing in an empty
    answer."""
    parts = PATTERN_PARTS[pattern]
    count = len(reading.units)
    if not count:
        return tuple(Heading(part, float("-inf"), -1, missing=True) for part in parts)
    raw = np.stack([judgement.of(label_of(part)) for part in parts])
    fit = raw.copy()
    for row in range(len(parts)):
        rivals = np.delete(raw, row, axis=0).max(axis=0)
        fit[row] -= RIVAL * np.maximum(rivals, -2.0)
    fit += PLACE * _places(pattern, count)
    fit -= np.array([SHORT_COST if unit.words < SHORT_CLAUSE else 0.0 for unit in reading.units], np.float32)
    chosen = _one_each(fit)
    return tuple(Heading(part, float(raw[row, chosen[row]]), chosen[row]) for row, part in enumerate(parts))


def status(heading: Heading) -> PartStatus:
    if heading.missing or heading.unit < 0:
        return "missing"
    return "weak" if heading.score < WEAK else "present"


def structure(reading: Reading, found: Sequence[Heading], pattern: Pattern) -> Structure:
    parts: list[PartFound] = []
    for heading in found:
        verdict = status(heading)
        where = None if verdict == "missing" else _quote(reading, heading.unit)
        parts.append(PartFound(heading.part, verdict, where))
    return Structure(pattern, tuple(parts))


def _quote(reading: Reading, unit: int) -> Quote:
    """The sentence of the clause, as people quote a part; the clause alone where it is long."""
    first, last = reading.sentence_of(unit, unit)
    if sum(one.words for one in reading.units[first : last + 1]) > MOST_QUOTED_WORDS:
        first = last = unit
    return reading.quote(first, last)


def _one_each(fit: Scores) -> dict[int, int]:
    """Row → column, the surest first; a column is used again only when all are used."""
    chosen: dict[int, int] = {}
    free = fit.copy()
    for _ in range(len(fit)):
        if chosen and len(chosen) % fit.shape[1] == 0:
            free = fit.copy()
            free[list(chosen)] = -np.inf
        row, column = (int(at) for at in np.unravel_index(int(np.argmax(free)), free.shape))
        chosen[row] = column
        free[row] = -np.inf
        free[:, column] = -np.inf
    return chosen


def _places(pattern: Pattern, count: int) -> Scores:
    """Parts × clauses: how much more often a part stands there than elsewhere, as log-odds."""
    table = _place_table()[pattern]
    bins = table.shape[1]
    at = np.minimum(bins - 1, np.arange(count) * bins // count)
    return table[:, at]


@cache
def _place_table() -> dict[str, Scores]:
    stored = json.loads(Path(__file__).with_name("params").joinpath("places.json").read_text("utf-8"))
    return {
        pattern: np.array([rows[part] for part in PATTERN_PARTS[pattern]], np.float32)
        for pattern, rows in stored.items()
    }
