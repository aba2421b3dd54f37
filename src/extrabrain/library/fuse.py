"""Words and meaning as one order.

A passage's score is how far its cosine stands above those of the library (in standard deviations) plus its
BM25 score as a share of the best one of this query, weighted. A convex combination of scores keeps how much
better one passage is than the next, which ranks throw away: Bruch, Gai and Ingber (2023), "An Analysis of
Fusion Functions for Hybrid Retrieval".
"""

import re
from collections.abc import Callable, Mapping

WORDS_WEIGHT = 3.0
LENT = (0.35, 0.12)
"""What a piece of a talk gets of the scores of those one and two places before and after it.
Measured in `benchmarks/retrieval.py`."""

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


def fused(
    words: Mapping[int, float], cosines: Mapping[int, float], *, mean: float, spread: float
) -> dict[int, float]:
    """One score for each passage that either list names.

    `words` are BM25 scores, `cosines` those of as many passages as are known; `mean` and `spread` are of
    cosines over the library. A passage without a known cosine stands at the mean.
    """
    best = max(words.values(), default=0.0) or 1.0

    def score(row: int) -> float:
        above = (cosines[row] - mean) / spread if row in cosines else 0.0
        return above + WORDS_WEIGHT * words.get(row, 0.0) / best

    return {row: score(row) for row in {*words, *cosines}}


def with_neighbours(
    scores: Mapping[int, float], piece_of: Mapping[int, int], talk_of: Callable[[int], int]
) -> dict[int, float]:
    """Pieces of one talk lend each other score: what is asked about is seldom said in one breath.

    `piece_of` gives each passage's piece, numbered in reading order; `talk_of` a piece's talk, or -1 where
    neighbours mean nothing (it is asked about numbers beyond the ends too). A neighbour without a score
    counts as the lowest; at the ends of a talk a piece stands in for its own neighbour.
    """
    least = min(scores.values(), default=0.0)
    best: dict[int, float] = {}
    for row, score in scores.items():
        best[piece_of[row]] = max(best.get(piece_of[row], 0.0), score - least)

    def lent(piece: int) -> float:
        talk, own, total = talk_of(piece), best[piece], 0.0
        if talk < 0:
            return 2 * sum(LENT) * own
        for far, share in enumerate(LENT, start=1):
            for other in (piece - far, piece + far):
                total += share * (best.get(other, 0.0) if talk_of(other) == talk else own)
        return total

    return {row: score + lent(piece_of[row]) for row, score in scores.items()}
