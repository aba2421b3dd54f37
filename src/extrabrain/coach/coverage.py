"""Which key points of the question an answer makes: calibrated from four signs of nearness (`points`).

Weights are a regression on human scores of short answers, within each question; the scale is set so that 0.5
lies half-way between a sample answer to the question and one to another question. A clause that has the words
of a point but asks, denies or only lists them leaves it missing (`claims`). `tools/fit_coverage.py` fits it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from extrabrain.coach.claims import claims
from extrabrain.coach.embedder import Embedder
from extrabrain.coach.points import SIGNS, Nearness, nearness
from extrabrain.coach.reading import Reading
from extrabrain.coach.said import Floats
from extrabrain.core.feedback import Coverage, PointFound, PointStatus

COVERED, PARTLY = 0.54, 0.44
"""Scores from which a point is covered or partly covered."""

UNCLAIMED = 0.4
"""What is left of a score where the nearest clause mentions the point without claiming it."""

LONG_POINT_WORDS = 34
"""A key point longer than this is several: each of its sentences is scored, and longer ones count more."""


@dataclass(frozen=True, slots=True)
class CoverageWeights:
    """A logistic scale over the weighted signs; `words` where there is no embedder."""

    full: Floats
    full_bias: float
    words: Floats
    words_bias: float


@cache
def coverage_weights() -> CoverageWeights:
    plain = json.loads(Path(__file__).with_name("params").joinpath("coverage.json").read_text("utf-8"))
    full, words = plain["full"], plain["words"]
    return CoverageWeights(
        np.array([full[name] for name in SIGNS], np.float32),
        float(full["bias"]),
        np.array([words.get(name, 0.0) for name in SIGNS], np.float32),
        float(words["bias"]),
    )


def coverage(reading: Reading, question: str, points: Sequence[str], embedder: Embedder | None) -> Coverage:
    """`overall` weighs each point by how much it says, none without key points; each point has the clause
    that comes nearest, where it comes near at all."""
    if not points:
        return Coverage(None, ())
    pieces = [pieces_of(point) for point in points]
    flat = [piece for parts in pieces for piece in parts]
    if not reading.units:
        return Coverage(0.0, tuple(PointFound(point, "missing", 0.0, None) for point in points))
    near = nearness(reading, question, flat, embedder)
    scores = _scores(near, reading, flat, has_meaning=embedder is not None)
    found: list[PointFound] = []
    weights: list[float] = []
    at = 0
    for point, parts in zip(points, pieces, strict=True):
        own = slice(at, at + len(parts))
        at += len(parts)
        score = round(float(np.average(scores[own], weights=near.weight[own])), 3)
        best = int(near.unit[own][int(scores[own].argmax())])
        found.append(
            PointFound(point, _status(score), score, reading.quote(best) if score >= PARTLY else None)
        )
        weights.append(float(near.weight[own].sum()))
    return Coverage(round(float(np.average([f.score for f in found], weights=weights)), 3), tuple(found))


def pieces_of(point: str) -> list[str]:
    """A short point as it is; a long one, such as a whole reference answer, by its lines and sentences."""
    if len(point.split()) <= LONG_POINT_WORDS:
        return [point]
    pieces = [piece.strip(" -•\t") for line in point.splitlines() for piece in line.split(". ")]
    return [piece for piece in pieces if len(piece.split()) >= 3] or [point]


def _status(score: float) -> PointStatus:
    if score >= COVERED:
        return "covered"
    return "partly" if score >= PARTLY else "missing"


def _scores(near: Nearness, reading: Reading, points: Sequence[str], *, has_meaning: bool) -> Floats:
    weights = coverage_weights()
    if has_meaning:
        raw = near.signs @ weights.full + weights.full_bias
    else:
        raw = near.signs @ weights.words + weights.words_bias
    chance = 1 / (1 + np.exp(-raw))
    claimed = [
        claims(reading.unit_text(int(unit)), point) for unit, point in zip(near.unit, points, strict=True)
    ]
    return (chance * np.where(claimed, 1.0, UNCLAIMED)).astype(np.float32)
