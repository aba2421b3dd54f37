"""Where in the answer a finding is shown: the clause that shows it best, and what belongs to its quote.

Both are weighed from fitted signs (`coach/extent.py`). The quote is the run of clauses around the best one
whose expected overlap with a quote that a person would mark is highest.
"""

import numpy as np
import numpy.typing as npt

from extrabrain.coach.case import Case
from extrabrain.coach.extent import Extent
from extrabrain.coach.mistakes.signs import standing_for

Floats = npt.NDArray[np.float64]

MOST_CLAUSES = 8
"""A quote reaches at most this far from its best clause on either side."""

CERTAIN = 1e-4
"""No chance is nearer to 0 or 1 than this."""

BESIDE: dict[str, tuple[str, ...]] = {
    "no-owner": ("gate", "threshold", "owner"),
    "no-threshold": ("gate", "threshold", "loop"),
    "no-result": ("@result", "action", "measured"),
    "no-learning": ("@learn", "gate", "action"),
    "unmeasured-tradeoff": ("tradeoff", "measured"),
    "ignores-deployment": ("loop", "deploy"),
    "single-technique": ("mitigate", "limits"),
    "safety-as-pr": ("risk",),
    "vague": ("@result", "evaluate"),
    "unsupported-claim": ("evidence",),
}
"""What else a clause does that shows where something is left out."""

MOST_BESIDE = 3
STOP_WORDS = 40
"""Text with fewer full stops to a word is raw speech, whose sentences are a guess."""


def quoted(case: Case, kind: str, scores: Floats, extent: Extent) -> tuple[int, int]:
    """First and last clause of the quote; `scores` are the clauses' log-odds for that kind."""
    odds = _odds(anchor_signs(case, kind, scores), extent.anchor)
    best = int(np.argmax(odds))
    chance = _chance(_odds(reach_signs(case, scores, odds, best), extent.reach))
    chance[best] = 1.0
    return _likeliest(case, chance, best)


def anchor_signs(case: Case, kind: str, scores: Floats) -> Floats:
    """One row for each clause: does it show the finding?"""
    count, units = len(scores), case.reading.units
    best, top = int(np.argmax(scores)), float(scores.max())
    sentence = np.array([unit.sentence for unit in units])
    far = np.abs(np.arange(count) - best)
    around = np.full(count + 2, -np.inf)
    around[1:-1] = scores
    beside = np.maximum(around[:-2], around[2:]) if count > 1 else np.zeros(count)
    columns = [
        scores,
        scores - top,
        beside - top,
        _by_sentence(scores, sentence) - top,
        sentence == sentence[best],
        np.minimum(far, 5),
        far == 0,
        far == 1,
        np.arange(count) / max(1, count - 1),
        np.arange(count) == count - 1,
        sentence == sentence[-1],
        np.log1p([unit.words for unit in units]),
        *_others(case, kind),
    ]
    return np.array(columns, np.float64).T


def reach_signs(case: Case, scores: Floats, odds: Floats, best: int) -> Floats:
    """One row for each clause: is it in the same quote as clause `best`? `odds` are those of the anchor."""
    reading, count = case.reading, len(odds)
    away = np.arange(count) - best
    sentence = np.abs(np.array([unit.sentence - reading.units[best].sentence for unit in reading.units]))
    odds = np.clip(odds, np.log(CERTAIN), -np.log(CERTAIN))
    low = np.concatenate(
        [np.minimum.accumulate(odds[: best + 1][::-1])[::-1], np.minimum.accumulate(odds[best:])[1:]]
    )
    stops = float(reading.text.count(".") * STOP_WORDS > reading.word_count)
    columns = [
        odds - odds[best],
        odds,
        low,
        np.minimum(np.abs(away), 6),
        away > 0,
        sentence == 0,
        np.minimum(sentence, 4),
        np.abs(away) == 1,
        np.log1p([unit.words for unit in reading.units]),
        np.full(count, np.log1p(reading.units[best].words)),
        np.full(count, stops),
        scores - scores[best],
    ]
    return np.array(columns, np.float64).T


def _likeliest(case: Case, chance: Floats, best: int) -> tuple[int, int]:
    """The run with the highest expected overlap (shared over joint length) with what would be marked."""
    units = case.reading.units
    first, end = max(0, best - MOST_CLAUSES), min(len(units), best + MOST_CLAUSES + 1)
    marked = chance * np.array([unit.end - unit.start for unit in units])
    everything = float(marked[first:end].sum())
    found = (-1.0, best, best)
    for start in range(first, best + 1):
        for last in range(best, end):
            shared = float(marked[start : last + 1].sum())
            joint = units[last].end - units[start].start + everything - shared
            found = max(found, (shared / joint, start, last))
    return found[1:]


def _by_sentence(scores: Floats, sentence: npt.NDArray[np.intp]) -> Floats:
    """The mean over the clauses of each clause's sentence."""
    return (np.bincount(sentence, scores) / np.maximum(1, np.bincount(sentence)))[sentence]


def _others(case: Case, kind: str) -> list[Floats]:
    """Scores for the labels `BESIDE` the kind, bounded, with zeros up to `MOST_BESIDE`."""
    found: list[Floats] = []
    for label in BESIDE.get(kind, ()):
        found.append(np.clip(case.judgement.of(standing_for(label, case.pattern)), -5, 3).astype(np.float64))
    nothing = np.zeros(len(case.reading.units))
    return found + [nothing] * (MOST_BESIDE - len(found))


def _odds(signs: Floats, weights: Floats) -> Floats:
    return signs @ weights[:-1] + weights[-1]


def _chance(odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
