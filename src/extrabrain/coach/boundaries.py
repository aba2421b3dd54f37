"""Where one clause ends and the next begins in speech without punctuation.

A linear model over the words around each gap gives a score; the best cut of the whole stretch is found
by dynamic programming. Weights: `params/boundaries.json`, fitted by `tools/fit_boundaries.py` on our own
punctuated texts with the punctuation taken away.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LEAST_WORDS = 4
MOST_WORDS = 34
EASY_WORDS = 14
"""Longer clauses cost a little more with each word."""

EAGERNESS = 0.8
"""Added to each score: a clause too long hides more than one too short."""

_ODD = tuple(
    min(0, size - LEAST_WORDS) * 1.5 - max(0, size - EASY_WORDS) * 0.15 for size in range(MOST_WORDS + 1)
)
"""What a clause of so many words costs."""

LONG_PAUSE_MS = 450
PAUSE_BONUS = 2.5


@dataclass(frozen=True, slots=True)
class BoundaryModel:
    """`known` words stand for themselves as features; all others by their ending."""

    known: frozenset[str]
    weights: dict[str, float]
    bias: float

    def scores(self, words: Sequence[str]) -> list[float]:
        """Score of a boundary after each word but the last; above 0 means more likely than not."""
        shapes = [word if word in self.known else shape(word) for word in words]
        return [
            self.bias + sum(self.weights.get(name, 0.0) for name in features(shapes, at))
            for at in range(len(words) - 1)
        ]


def shape(word: str) -> str:
    """A stand-in for a rare word: its ending, or `#` for a number."""
    if word[:1].isdigit():
        return "#"
    for ending in ("ing", "ed", "ly", "ion", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return "~" + ending
    return "~"


def features(shapes: Sequence[str], at: int) -> tuple[str, ...]:
    """Names of what is seen around the gap after word `at`."""
    before = shapes[at]
    earlier = shapes[at - 1] if at else "<"
    after = shapes[at + 1]
    later = shapes[at + 2] if at + 2 < len(shapes) else ">"
    return (
        f"a{before}",
        f"b{after}",
        f"c{later}",
        f"d{before} {after}",
        f"e{after} {later}",
        f"f{earlier} {before}",
    )


@cache
def boundary_model() -> BoundaryModel:
    plain = json.loads(Path(__file__).with_name("params").joinpath("boundaries.json").read_text("utf-8"))
    return BoundaryModel(frozenset(plain["known"]), plain["weights"], plain["bias"])


def cut(scores: Sequence[float]) -> list[int]:
    """Numbers of the words after which to cut: the best sum of scores with clauses of 4–34 words."""
    count = len(scores) + 1
    best = [float("-inf")] * (count + 1)
    best[0] = 0.0
    came_from = [0] * (count + 1)
    for end in range(1, count + 1):
        gain = scores[end - 1] + EAGERNESS if end < count else 0.0
        for start in range(max(0, end - MOST_WORDS), end):
            total = best[start] + gain + _ODD[end - start]
            if total > best[end]:
                best[end], came_from[end] = total, start
    cuts: list[int] = []
    at = came_from[count]
    while at > 0:
        cuts.append(at - 1)
        at = came_from[at]
    return cuts[::-1]
