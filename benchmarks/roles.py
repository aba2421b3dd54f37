"""Can the coach's signs tell what a sentence is for, or do they only know where it stands?

A line of `advice.py`. `<data>/roles` holds sentences of abstracts with their role (background, objective,
method, result, other), a stand-in for the parts of an answer that none of us labelled. The signs are those
that the coach has of a clause (cues, surface, sentence vector), for the sentence and the two beside it; a
ridge regression onto roles is fitted anew for each fifth of the abstracts on the others, in order. Macro F1
over roles, in order and with the sentences of each abstract shuffled. Baseline: where the sentence stands.
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from answers import Figure, interval
from extrabrain.coach.embedder import Embedder
from extrabrain.coach.reading import read

FOLDS = 5
RIDGE = 10.0
LEANING = 0.5
"""How much the share of a role in the sample counts: macro F1 asks for the rare ones too."""
BINS = 6
"""Into so many places an abstract is cut for the baseline."""

Abstract = tuple[list[str], list[str]]
"""Sentences and their roles."""

Judged = tuple[str, str]
"""The role that was meant, and the one that was found."""


def abstracts(path: Path) -> list[Abstract]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(row["sentences"], row["labels"]) for row in rows if row["sentences"]]


def mixed(some: Sequence[Abstract]) -> list[Abstract]:
    found: list[Abstract] = []
    for seed, (sentences, roles) in enumerate(some):
        order = list(range(len(sentences)))
        random.Random(seed).shuffle(order)
        found.append(([sentences[at] for at in order], [roles[at] for at in order]))
    return found


def of_words(abstract: Abstract, embedder: Embedder) -> Any:
    """A row for each sentence: its signs, and those of the sentence before and after."""
    rows: list[Any] = []
    for sentence in abstract[0]:
        reading = read(sentence, (), embedder)
        cues = np.minimum(reading.features.sum(axis=0), 3.0)
        rows.append(np.concatenate([3.0 * embedder.meanings([sentence])[0].whole(), 0.3 * cues]))
    own = np.stack(rows)
    edge = np.zeros((1, own.shape[1]))
    return np.hstack([own, 0.5 * np.vstack([edge, own[:-1]]), 0.5 * np.vstack([own[1:], edge])])


def of_places(abstract: Abstract, _: Embedder) -> Any:
    count = len(abstract[0])
    found = np.zeros((count, BINS + 2))
    for at in range(count):
        found[at, min(BINS - 1, at * BINS // count)] = 1
        found[at, BINS:] = (at == 0, at == count - 1)
    return found


def left_out(
    signs: list[Any], tested: list[Any], some: list[Abstract], other: list[Abstract]
) -> list[list[Judged]]:
    """Each abstract of `other` (rows `tested`) judged by a fit on those of `some` that lie in other folds."""
    names = sorted({role for _, roles in some for role in roles})
    found: list[list[Judged]] = [[] for _ in some]
    for fold in range(FOLDS):
        rows = np.vstack([one for at, one in enumerate(signs) if at % FOLDS != fold])
        wanted = [role for at, (_, roles) in enumerate(some) if at % FOLDS != fold for role in roles]
        target = np.array([[float(role == name) for name in names] for role in wanted])
        middle, share = rows.mean(0), target.mean(0)
        centred = rows - middle
        weights = np.linalg.solve(
            centred.T @ centred + RIDGE * np.eye(rows.shape[1]), centred.T @ (target - share)
        )
        for at in range(fold, len(other), FOLDS):
            scores = (tested[at] - middle) @ weights + LEANING * share
            heard = [names[int(best)] for best in scores.argmax(axis=1)]
            found[at] = list(zip(other[at][1], heard, strict=True))
    return found


def macro(some: Sequence[Sequence[Judged]]) -> float:
    pairs = [pair for one in some for pair in one]
    scores: list[float] = []
    for name in sorted({meant for meant, _ in pairs}):
        hit = sum(meant == heard == name for meant, heard in pairs)
        scores.append(2 * hit / max(1, sum((meant == name) + (heard == name) for meant, heard in pairs)))
    return float(np.mean(scores))


def on_roles(embedder: Embedder, path: Path) -> list[Figure]:
    some = abstracts(path)
    figures: list[Figure] = []
    by_words = [of_words(one, embedder) for one in some]
    by_place = [of_places(one, embedder) for one in some]
    for name, other in (("in order", some), ("shuffled", mixed(some))):
        words = left_out(by_words, [of_words(one, embedder) for one in other], some, other)
        place = left_out(by_place, [of_places(one, embedder) for one in other], some, other)
        figures.append(
            (f"sentence roles, macro F1, {name}", macro(words), interval(words, macro), macro(place))
        )
    return figures
