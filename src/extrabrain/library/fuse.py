"""Words and meaning as one order.

A passage's score is how far its cosine stands above those of the library (in standard deviations) plus its
BM25 score as a share of the best one of this query, weighted. A convex combination of scores keeps how much
better one passage is than the next, which ranks throw away: Bruch, Gai and Ingber (2023), "An Analysis of
Fusion Functions for Hybrid Retrieval".
"""

import re
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

WORDS_WEIGHT = 3.0

STEPS = (-1, -2, 1, 2)
TURN, WINDOW = (0.1, 0.0, 0.0, 0.0), (0.35, 0.12, 0.35, 0.12)
"""What a piece of a talk gets of the scores of those one and two places before it, and after it.

A window speaks of what its neighbours speak of; a single turn may answer the one before."""

TURN_CHARS, WINDOW_CHARS = 200.0, 800.0
"""Measured in `benchmarks/retrieval.py`."""

_SMALL = (
    "a an the and or but if of at by for with about to from in on is are was were be been being do",
    "does did have has had what who whom whose which when where why how that this these those it its",
    "as not can could should would will shall may might must i you he she we they me him her us them",
    "my your our their than then there here into over under out up down off again very just also any",
    "some such no nor only own same too so s t don d ll re ve m",
)
STOP = frozenset(word for line in _SMALL for word in line.split())


def content_words(query: str) -> list[str]:
    """Words to look for, lower case, each once; all of them where there is nothing but small words."""
    words = list(dict.fromkeys(re.findall(r"[^\W_]+", query.lower())))
    return [word for word in words if word not in STOP] or words


def fused(words: Any, cosines: Any, *, mean: float, spread: float) -> Floats:
    """One score for each passage.

    `words` are BM25 scores, 0 where no word stands; `cosines` NaN where one is not known, which counts as the
    mean. `mean` and `spread` are of cosines over the library.
    """
    best = words.max(initial=0.0) or 1.0
    return np.nan_to_num((cosines - mean) / spread) + WORDS_WEIGHT * words / best


def lent_by(chars: Any) -> Floats:
    """What is lent to pieces so long, a row for each of `STEPS`: between a turn and a window."""
    far = np.clip((chars - TURN_CHARS) / (WINDOW_CHARS - TURN_CHARS), 0.0, 1.0)
    low, high = np.array(TURN)[:, None], np.array(WINDOW)[:, None]
    return low + far * (high - low)


def with_neighbours(scores: Floats, pieces: Any, talks: Any, chars: Any) -> Floats:
    """Pieces of one talk lend each other score: what is asked about is seldom said in one breath.

    `pieces` gives each passage's piece. Of every piece, in reading order, `talks` says its talk, or -1 where
    neighbours mean nothing, and `chars` how long the pieces of its talk are. A neighbour without a score
    counts as the lowest; at the ends of a talk a piece stands in for its own neighbour. Shares are of a
    whole, so that turns, windows and what is in no talk stand beside each other.
    """
    if not len(scores) or (talks[pieces] < 0).all():
        return scores
    least = scores.min()
    known, at = np.unique(pieces, return_inverse=True)
    best = np.zeros(len(known))
    np.maximum.at(best, at, scores - least)
    shares, given = lent_by(chars[known]), np.zeros(len(known))
    for step, share in zip(STEPS, shares, strict=True):
        other = known + step
        inside = (other >= 0) & (other < len(talks))
        same = inside & (talks[other.clip(0, len(talks) - 1)] == talks[known])
        place = np.searchsorted(known, other).clip(0, len(known) - 1)
        there = np.where(known[place] == other, best[place], 0.0)
        given += share * np.where(same, there, best)
    lifted = least + (scores - least + given[at]) / (1 + shares.sum(axis=0)[at])
    return np.where(talks[pieces] < 0, scores, lifted)
