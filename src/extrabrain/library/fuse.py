"""Words and meaning as one order.

A passage's score is how far its cosine stands above those of the library (in standard deviations) plus its
BM25 score as a share of the best one of this query, weighted. A convex combination of scores keeps how much
better one passage is than the next, which ranks throw away: Bruch, Gai and Ingber (2023), "An Analysis of
Fusion Functions for Hybrid Retrieval".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

WORDS_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Lent:
    """What a piece of a talk gets of the scores of those one and two places before it, and after it."""

    before: tuple[float, float]
    after: tuple[float, float]

    @property
    def total(self) -> float:
        return sum(self.before) + sum(self.after)


TURN, WINDOW = Lent((0.1, 0.0), (0.0, 0.0)), Lent((0.35, 0.12), (0.35, 0.12))
TURN_CHARS, WINDOW_CHARS = 200.0, 800.0
"""A window speaks of what its neighbours speak of; a single turn may answer the one before.
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


def lent_by(chars: float) -> Lent:
    """Between a turn and a window by the length of the pieces of a talk."""
    far = min(1.0, max(0.0, (chars - TURN_CHARS) / (WINDOW_CHARS - TURN_CHARS)))

    def between(low: tuple[float, float], high: tuple[float, float]) -> tuple[float, float]:
        return low[0] + far * (high[0] - low[0]), low[1] + far * (high[1] - low[1])

    return Lent(between(TURN.before, WINDOW.before), between(TURN.after, WINDOW.after))


def with_neighbours(
    scores: Mapping[int, float],
    piece_of: Mapping[int, int],
    talk_of: Callable[[int], int],
    lent_of: Callable[[int], Lent],
) -> dict[int, float]:
    """Pieces of one talk lend each other score: what is asked about is seldom said in one breath.

    `piece_of` gives each passage's piece, numbered in reading order; `talk_of` a piece's talk, or -1 where
    neighbours mean nothing (it is asked about numbers beyond the ends too); `lent_of` what is lent to it.
    A neighbour without a score counts as the lowest; at the ends of a talk a piece stands in for its own
    neighbour. Shares are of a whole, so that turns, windows and what is in no talk stand beside each other.
    """
    least = min(scores.values(), default=0.0)
    best: dict[int, float] = {}
    for row, score in scores.items():
        best[piece_of[row]] = max(best.get(piece_of[row], 0.0), score - least)

    def given(piece: int) -> float:
        talk, own, lent, total = talk_of(piece), best[piece], lent_of(piece), 0.0
        for far, (before, after) in enumerate(zip(lent.before, lent.after, strict=True), start=1):
            for other, share in ((piece - far, before), (piece + far, after)):
                total += share * (best.get(other, 0.0) if talk_of(other) == talk else own)
        return total

    def shared(row: int, own: float) -> float:
        piece = piece_of[row]
        if talk_of(piece) < 0:
            return own
        return least + (own - least + given(piece)) / (1 + lent_of(piece).total)

    return {row: shared(row, score) for row, score in scores.items()}
