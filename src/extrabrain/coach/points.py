"""How near an answer comes to each key point: four signs, all 0–1 or so, all set against the question.

A word that the question itself holds proves little, and an answer that only turns the question round is near
to the reference answer without saying anything. So words of the question count a fifth, and nearness of
meaning is taken beyond that of the question and with the question's direction left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extrabrain.coach.embedder import Embedder, Vectors
from extrabrain.coach.reading import Reading, subjects
from extrabrain.coach.said import Floats, alike, repeated, said, said_in

SIGNS: tuple[str, ...] = ("aligned", "repeated", "beyond", "apart")
"""`aligned`: each word of the point is met by one that means the same there; `repeated`: by a form of it;
`beyond`: nearer in meaning than the question is; `apart`: near in what the question does not say."""

WORD_SIGNS: tuple[str, ...] = ("repeated",)
"""Those that need no embedder."""

ASKED_WEIGHT = 0.2
WINDOW_WORDS, WINDOW_TIMES = 60, 3
"""A point is looked for in so many words on end, or three times its own: not all over a long answer."""

NEIGHBOURS = 3
"""A meaning may be spread over so many clauses."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """`signs[i]` of point i in the order of `SIGNS`; `unit[i]` the clause where it comes nearest; `weight[i]`
    how much the point says beyond the question."""

    signs: Floats
    unit: npt.NDArray[np.int64]
    weight: Floats


def nearness(reading: Reading, question: str, points: Sequence[str], embedder: Embedder | None) -> Nearness:
    """The answer must have a clause, be read with the same embedder, and `points` be not empty."""
    meaning = None if embedder is None else _nearest(reading, embedder, [question, *points])
    meanings = None if embedder is None else embedder.meanings([question, *points])
    asked, *wanted = said([question, *points], meanings)
    given = said_in(reading)
    signs = np.zeros((len(points), len(SIGNS)), np.float32)
    where = np.zeros(len(points), np.int64)
    weight = np.zeros(len(points), np.float32)
    sizes = [unit.words for unit in reading.units]
    for at, point in enumerate(wanted):
        new = point.weights * np.where(repeated(point, asked) > 0, ASKED_WEIGHT, 1.0)
        weight[at], share = 1.0 + float(new.sum()), new / max(1e-6, float(new.sum()))
        met = np.stack([repeated(point, unit) for unit in given], axis=1)
        near = np.stack([alike(point, unit) for unit in given], axis=1)
        windows = _windows(sizes, max(WINDOW_WORDS, WINDOW_TIMES * len(points[at].split())))
        signs[at, 0] = max(float(share @ near[:, a:b].max(axis=1)) for a, b in windows)
        signs[at, 1] = max(float(share @ met[:, a:b].max(axis=1)) for a, b in windows)
        local = share @ met
        if meaning is not None:
            signs[at, 2:], own = meaning.signs[at], meaning.units[at]
            local = local + share @ near + 2 * own
        where[at] = int(local.argmax())
    return Nearness(signs, where, weight)


@dataclass(frozen=True, slots=True)
class _Nearest:
    signs: Floats
    units: Floats


def _nearest(reading: Reading, embedder: Embedder, texts: Sequence[str]) -> _Nearest:
    """`texts` are the question and its points."""
    asked, *rest = (meaning.whole() for meaning in embedder.subjects(texts))
    wanted, about = np.stack(rest), subjects(reading, embedder)
    clauses = _joined(about)
    beyond = (wanted @ clauses.T).max(axis=1) - wanted @ asked
    apart = (_without(wanted, asked) @ _without(clauses, asked).T).max(axis=1)
    return _Nearest(np.stack([beyond, apart], axis=1), wanted @ about.T)


def _joined(vectors: Vectors) -> Vectors:
    """Clauses, and runs of two and three of them."""
    runs = [vectors]
    for size in range(2, NEIGHBOURS + 1):
        if len(vectors) >= size:
            total = np.add.reduce([vectors[at : len(vectors) - size + 1 + at] for at in range(size)])
            runs.append(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9))
    return np.vstack(runs)


def _without(rows: Vectors, direction: Vectors) -> Vectors:
    """What is left of rows of length 1 when their share in `direction` is taken away, again of length 1."""
    left = rows - np.outer(rows @ direction, direction)
    return left / np.maximum(np.linalg.norm(left, axis=1, keepdims=True), 1e-6)


def _windows(sizes: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Longest runs of clauses of at most `most` words; a clause alone may be longer."""
    found: list[tuple[int, int]] = []
    for first in range(len(sizes)):
        end, words = first + 1, sizes[first]
        while end < len(sizes) and words + sizes[end] <= most:
            words += sizes[end]
            end += 1
        if not found or end > found[-1][1]:
            found.append((first, end))
    return found
