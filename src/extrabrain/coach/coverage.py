"""Which key points of the question an answer makes, by meaning and by its terms.

A point is compared with every clause and pair of neighbouring clauses. Being near in meaning is not enough to
count as covered: the terms that carry the point must be there too, or the nearness must be high; and a clause
that denies what the point states counts half.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extrabrain.coach.embedder import Embedder, Vectors
from extrabrain.coach.reading import Reading
from extrabrain.coach.stems import stems
from extrabrain.coach.tokens import tokens
from extrabrain.coach.words import word_set
from extrabrain.core.feedback import Coverage, PointFound, PointStatus

COVERED = 0.55
PARTLY = 0.33
"""Scores from which a point is covered or partly covered."""

NEAR, FAR = 0.72, 0.18
"""Cosine of a sentence that says the same, and of one on another subject."""

LONG_POINT_WORDS = 34
"""A key point longer than this is several: each of its sentences is scored, and the mean counts."""

_DENY = word_set("deny")


def coverage(reading: Reading, points: Sequence[str], embedder: Embedder | None) -> Coverage:
    """`overall` is the mean score, none without key points; each point has the clause that comes nearest."""
    if not points:
        return Coverage(None, ())
    pieces = [_pieces(point) for point in points]
    flat = [piece for parts in pieces for piece in parts]
    scores, units = _scores(reading, flat, embedder)
    found: list[PointFound] = []
    at = 0
    for point, parts in zip(points, pieces, strict=True):
        own, where = scores[at : at + len(parts)], units[at : at + len(parts)]
        at += len(parts)
        score = round(float(np.mean(own)), 3)
        best = int(np.argmax(own))
        near = score >= PARTLY and where[best] >= 0
        found.append(PointFound(point, _status(score), score, reading.quote(where[best]) if near else None))
    return Coverage(round(float(np.mean([f.score for f in found])), 3), tuple(found))


def _status(score: float) -> PointStatus:
    if score >= COVERED:
        return "covered"
    return "partly" if score >= PARTLY else "missing"


def _pieces(point: str) -> list[str]:
    if len(point.split()) <= LONG_POINT_WORDS:
        return [point]
    pieces = [piece.strip(" -•\t") for line in point.splitlines() for piece in line.split(". ")]
    return [piece for piece in pieces if len(piece.split()) >= 3] or [point]


def _scores(
    reading: Reading, points: list[str], embedder: Embedder | None
) -> tuple[npt.NDArray[np.float32], list[int]]:
    """For each point the score 0–1 and the clause nearest to it (-1 without clauses)."""
    if not reading.units:
        return np.zeros(len(points), np.float32), [-1] * len(points)
    terms = _term_scores(reading, points)
    if embedder is None or reading.vectors is None:
        best = terms.argmax(axis=1)
        return np.minimum(1.0, terms.max(axis=1) * 1.25).astype(np.float32), [int(b) for b in best]
    near = _nearness(reading.vectors, embedder.embed(points))
    joint = 0.68 * near + 0.32 * terms
    best = joint.argmax(axis=1)
    whole = 0.5 * _whole(reading, points, embedder) + 0.5 * _all_terms(reading, points)
    score = 0.6 * joint.max(axis=1) + 0.4 * whole
    denied = np.array([_denied(reading, int(b), points[at]) for at, b in enumerate(best)])
    return (score * np.where(denied, 0.6, 1.0)).astype(np.float32), [int(b) for b in best]


def _nearness(clauses: Vectors, points: Vectors) -> npt.NDArray[np.float32]:
    """Points × clauses, 0–1; a clause together with the next one may be nearer than either alone."""
    alone = points @ clauses.T
    if len(clauses) > 1:
        pairs = clauses[:-1] + clauses[1:]
        pairs = pairs / np.maximum(np.linalg.norm(pairs, axis=1, keepdims=True), 1e-9)
        alone[:, :-1] = np.maximum(alone[:, :-1], points @ pairs.T)
    return np.clip((alone - FAR) / (NEAR - FAR), 0.0, 1.0)


def _whole(reading: Reading, points: list[str], embedder: Embedder) -> npt.NDArray[np.float32]:
    """The points together against the whole answer, the same for each point of it."""
    assert reading.vectors is not None
    answer = reading.vectors.sum(axis=0)
    asked = embedder.embed(points).sum(axis=0)
    cosine = float(answer @ asked / max(1e-9, float(np.linalg.norm(answer) * np.linalg.norm(asked))))
    return np.full(len(points), np.clip((cosine - 0.3) / 0.6, 0.0, 1.0), np.float32)


def _term_scores(reading: Reading, points: list[str]) -> npt.NDArray[np.float32]:
    """Points × clauses: the share of the point's terms, rare ones counting more, near the clause."""
    said = [stems([t.low for t in reading.unit_row(at)]) for at in range(len(reading.units))]
    found = np.zeros((len(points), len(said)), np.float32)
    for row, point in enumerate(points):
        wanted = _wanted(point)
        total = sum(wanted.values()) or 1.0
        for column in range(len(said)):
            around: set[str] = set[str]().union(*said[max(0, column - 1) : column + 2])
            found[row, column] = sum(w for term, w in wanted.items() if term in around) / total
    return found


def _all_terms(reading: Reading, points: list[str]) -> npt.NDArray[np.float32]:
    said = stems([t.low for t in reading.row])
    shares: list[float] = []
    for point in points:
        wanted = _wanted(point)
        shares.append(sum(w for term, w in wanted.items() if term in said) / (sum(wanted.values()) or 1.0))
    return np.array(shares, np.float32)


def _wanted(point: str) -> dict[str, float]:
    """Terms of a point and their weight: longer words tend to be rarer and to carry more."""
    return {term: 1.0 + min(2.0, max(0, len(term) - 4) / 3) for term in stems([t.low for t in tokens(point)])}


def _denied(reading: Reading, unit: int, point: str) -> bool:
    """The clause denies and the point does not, or the other way round."""
    clause = sum(t.low in _DENY for t in reading.unit_row(unit))
    asked = sum(t.low in _DENY for t in tokens(point))
    return (clause % 2 == 1) and asked == 0 and len(reading.unit_row(unit)) <= 12
