"""How particular each sentence is, 0 (anyone could say it) to 1 (who did what with which effect)."""

import numpy as np

from extrabrain.coach.judge import LinearHeads
from extrabrain.coach.reading import FEATURES, Matrix, Reading
from extrabrain.coach.surface import EXTRA, surface
from extrabrain.coach.window import CAP
from extrabrain.core.feedback import Missing, SentenceScore, Specificity

MISSING_SCORE = 0.3
"""Log-odds from which a gap is named."""

MOST_MISSING = 3
SPECIFIC = 0.9
"""Sentences above this lack nothing worth asking."""


def specificity(reading: Reading, models: LinearHeads) -> Specificity:
    """`overall` is the mean over sentences, weighted by their words; 0 for an empty text."""
    spans = reading.sentences.spans
    if not spans:
        return Specificity(0.0, ())
    features, vectors, words = _by_sentence(reading)
    table = models.score(np.minimum(features, CAP), vectors)
    rating = np.clip(table[:, 0], 0.0, 1.0)
    found = tuple(
        SentenceScore(start, end, round(float(rating[at]), 3), _missing(table[at], rating[at], models.names))
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


def _by_sentence(reading: Reading) -> tuple[Matrix, Matrix | None, Matrix]:
    """Features, vectors and word counts of sentences, put together from those of their clauses."""
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
    return features, vectors, words
