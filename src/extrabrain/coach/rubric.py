"""Four scores, 0–4, each resting on quotes.

An answer starts from 4. Each finding, each missing part, low specificity and poor coverage take away from the
axes that they touch; a finding that is likely but stays silent takes its share. Weights:
`params/rubric.json`, set from our rating guide and the development answers.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.mistakes.fitted import chances
from extrabrain.coach.structure import status
from extrabrain.core.feedback import AXES, Axis, AxisScore, Coverage
from extrabrain.core.quote import Quote

MOST_QUOTES = 3

_BACKED_BY: dict[Axis, tuple[str, ...]] = {
    "technical": ("mechanism", "evidence", "evaluate"),
    "tradeoffs": ("measured", "tradeoff"),
    "judgement": ("gate", "owner", "risk"),
    "communication": ("claim", "situation"),
}
"""Which labels show an axis at its best, where no finding speaks against it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`penalty[kind][axis]`; what a missing part, low specificity and poor coverage take."""

    penalty: dict[str, dict[str, float]]
    part: dict[str, dict[str, float]]
    specificity: dict[str, float]
    coverage: dict[str, float]


@cache
def weights() -> Weights:
    plain = json.loads(Path(__file__).with_name("params").joinpath("rubric.json").read_text("utf-8"))
    return Weights(plain["penalty"], plain["part"], plain["specificity"], plain["coverage"])


EXPECTED_SPECIFICITY = 0.62
"""Mean specificity of our strong sample answers; below it an answer loses in proportion."""


def rubric(case: Case, found: Sequence[Suspicion], coverage: Coverage) -> tuple[AxisScore, ...]:
    likely = chances(case) | {s.kind: 1.0 for s in found}
    return tuple(
        AxisScore(axis, _score(case, likely, coverage, axis), _because(case, found, axis)) for axis in AXES
    )


def loss(kind: str, axis: str) -> float:
    """What one finding takes from an axis."""
    return weights().penalty.get(kind, {}).get(axis, 0.0)


def part_loss(part: str, axis: str) -> float:
    return weights().part.get(part, {}).get(axis, 0.0)


def _score(case: Case, likely: Mapping[str, float], coverage: Coverage, axis: Axis) -> float:
    """`likely`: how sure each finding is, 0–1."""
    if not case.reading.units:
        return 0.0
    table = weights()
    score = 4.0 - sum(chance * loss(kind, axis) for kind, chance in likely.items())
    for heading in case.headings:
        verdict = status(heading)
        share = {"missing": 1.0, "weak": 0.4, "present": 0.0}[verdict]
        score -= share * part_loss(heading.part, axis)
    gap = max(0.0, EXPECTED_SPECIFICITY - case.specificity.overall)
    score -= table.specificity[axis] * gap
    if coverage.overall is not None:
        score -= table.coverage[axis] * max(0.0, 0.5 - coverage.overall)
    if case.words < 15:
        score = min(score, 1.0)
    return round(min(4.0, max(0.0, score)), 2)


def _because(case: Case, found: Sequence[Suspicion], axis: Axis) -> tuple[Quote, ...]:
    """What speaks against it first, then the clauses that show it best."""
    units = [(s.first, s.last) for s in found if loss(s.kind, axis) >= 0.5]
    for label in _BACKED_BY[axis]:
        score, at = case.best(label)
        if at >= 0 and score > 0:
            units.append((at, at))
    quotes: list[Quote] = []
    for first, last in dict.fromkeys(units):
        if len(quotes) < MOST_QUOTES:
            quotes.append(case.reading.quote(first, last))
    if not quotes and case.reading.units:
        quotes.append(case.reading.quote(0))
    return tuple(quotes)
