"""How particular each sentence is, 0 (anyone could say it) to 1 (who did what with which effect).

A ridge regression on the cues of the sentence, on `particulars`, which hold in any field, and on its vector,
which counts little: it knows the subject, and that is what changes. Fitted by `tools/fit_specificity.py`.
"""

from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from extrabrain.coach.judge import LinearHeads
from extrabrain.coach.particulars import PARTICULARS, table
from extrabrain.coach.reading import FEATURES, Matrix, Reading
from extrabrain.coach.surface import EXTRA, surface
from extrabrain.coach.tokens import Token
from extrabrain.coach.window import CAP
from extrabrain.core.feedback import Missing, SentenceScore, Specificity

MISSING_SCORE = 0.0
"""Score from which a gap is named; the fit puts it where naming gives the best F1."""

MOST_MISSING = 3
SPECIFIC = 0.9
"""Sentences above this lack nothing worth asking."""


ALL_FEATURES: tuple[str, ...] = (*FEATURES, *PARTICULARS)


@cache
def specificity_heads() -> LinearHeads:
    """`params/specificity.npz`. A cue that came after the fit weighs nothing; one that is gone is a bug."""
    with np.load(Path(__file__).with_name("params") / "specificity.npz") as stored:
        plain: dict[str, Any] = {name: stored[name] for name in stored.files}
    fitted = [str(name) for name in plain["features"]]
    if not set(fitted) <= set(ALL_FEATURES):
        raise RuntimeError("specificity.npz was fitted on other features; run tools/fit_specificity.py")
    at = [ALL_FEATURES.index(name) for name in fitted]
    size = len(ALL_FEATURES)

    def spread(values: Matrix) -> Matrix:
        """Columns of the fitted features at their places, the rest (vector, bias) behind all of them."""
        wide = np.zeros((*values.shape[:-1], size + values.shape[-1] - len(at)), np.float32)
        wide[..., at], wide[..., size:] = values[..., : len(at)], values[..., len(at) :]
        return wide

    names = tuple(str(name) for name in plain["names"])
    arrays = (spread(plain[name].astype(np.float32)) for name in ("mean", "scale", "full", "cues"))
    return LinearHeads(names, *arrays)


def specificity(reading: Reading, models: LinearHeads) -> Specificity:
    """`overall` is the mean over sentences, weighted by their words; 0 for an empty text."""
    spans = reading.sentences.spans
    if not spans:
        return Specificity(0.0, ())
    features, vectors, words = sentence_features(reading)
    scores = models.score(features, vectors)
    rating = np.clip(scores[:, 0], 0.0, 1.0)
    found = tuple(
        SentenceScore(start, end, round(float(rating[at]), 3), _missing(scores[at], rating[at], models.names))
        for at, (start, end) in enumerate(spans)
    )
    overall = float((rating * words).sum() / max(1.0, float(words.sum())))
    return Specificity(round(overall, 3), found)


def _missing(scores: Matrix, rating: float, names: tuple[str, ...]) -> tuple[Missing, ...]:
    if rating >= SPECIFIC:
        return ()
    gaps = sorted(((float(s), n) for s, n in zip(scores[1:], names[1:], strict=True)), reverse=True)
    named = {name for score, name in gaps[:MOST_MISSING] if score >= MISSING_SCORE}
    order: tuple[Missing, ...] = ("who", "what", "metric", "threshold", "when", "example")
    return tuple(name for name in order if name in named)


def sentence_features(reading: Reading) -> tuple[Matrix, Matrix | None, Matrix]:
    """`ALL_FEATURES`, vectors and word counts of sentences, put together from those of their clauses."""
    count = len(reading.sentences.spans)
    features = np.zeros((count, len(FEATURES)), np.float32)
    vectors = None if reading.vectors is None else np.zeros((count, reading.vectors.shape[1]), np.float32)
    words = np.zeros(count, np.float32)
    members: list[list[int]] = [[] for _ in range(count)]
    for number, unit in enumerate(reading.units):
        members[unit.sentence].append(number)
        features[unit.sentence] += reading.features[number]
        words[unit.sentence] += unit.words
        if vectors is not None and reading.vectors is not None:
            vectors[unit.sentence] += reading.vectors[number] * unit.words
    for number, own in enumerate(members):
        if len(own) > 1:
            row = reading.row[reading.first[own[0]] : reading.first[own[-1] + 1]]
            whole = reading.units[own[0]]
            start, end = reading.sentences.spans[number]
            joined = type(whole)(start, end, number, len(row))
            features[number, -len(EXTRA) :] = surface(reading.text, joined, row)
    if vectors is not None:
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    rows = [_row(reading, start, end) for start, end in reading.sentences.spans]
    return np.hstack([np.minimum(features, CAP), table(reading.text, rows)]), vectors, words


def _row(reading: Reading, start: int, end: int) -> tuple[Token, ...]:
    first = bisect_left(reading.row, start, key=lambda token: token.start)
    return reading.row[first : bisect_left(reading.row, end, key=lambda token: token.start)]
