"""Texts as rows of content words, each with what it means where it stands, and how alike two rows are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extrabrain.coach.embedder import DIMS, Meaning, Vectors
from extrabrain.coach.lexicon import rarity
from extrabrain.coach.reading import Reading
from extrabrain.coach.stems import stem
from extrabrain.coach.tokens import tokens
from extrabrain.coach.words import word_set

Floats = npt.NDArray[np.float32]

_STOP = word_set("stop")

LEAST_WEIGHT = 0.15
"""Of the most common content word, against 1 of a rare one."""


@dataclass(frozen=True, slots=True)
class Said:
    """Content words of a text: stem, weight (rare ones count more) and, with an embedder, a vector each."""

    stems: tuple[str, ...]
    weights: Floats
    vectors: Vectors | None


def said(texts: Sequence[str], meanings: Sequence[Meaning] | None) -> list[Said]:
    """What each text says; `meanings` of the same texts. A text without a content word is taken with all its
    words."""
    if meanings is None:
        return [_plain(text) for text in texts]
    return [
        _meant([text[start:end] for start, end in meaning.spans], meaning.words())
        for text, meaning in zip(texts, meanings, strict=True)
    ]


def said_in(reading: Reading) -> list[Said]:
    """What each clause of an answer says. One so far back in a sentence that the model never came to it is
    taken by its words alone."""
    if reading.meant is None:
        return [_plain(reading.unit_text(number)) for number in range(len(reading.units))]
    return [
        _meant([reading.text[a:b] for a, b in spans], vectors) if spans else _plain(reading.unit_text(number))
        for number, (spans, vectors) in enumerate(reading.meant)
    ]


def _meant(words: Sequence[str], vectors: Vectors) -> Said:
    low = [word.lower() for word in words]
    kept = [at for at, word in enumerate(low) if word[0].isalnum() and word not in _STOP]
    kept = kept or list(range(len(low)))
    return _said([low[at] for at in kept], vectors[kept] if kept else np.zeros((0, DIMS), np.float32))


def _plain(text: str) -> Said:
    words = [token.low for token in tokens(text)]
    return _said([word for word in words if word not in _STOP] or words, None)


def _said(words: Sequence[str], vectors: Vectors | None) -> Said:
    weights = np.array([max(LEAST_WEIGHT, rarity(word)) for word in words], np.float32)
    return Said(tuple(stem(word) for word in words), weights, vectors)


def alike(wanted: Said, given: Said) -> Floats:
    """For each wanted word how near the nearest given word comes in its meaning, at most 1."""
    if wanted.vectors is None or given.vectors is None or not len(given.stems):
        return np.zeros(len(wanted.stems), np.float32)
    return (wanted.vectors @ given.vectors.T).max(axis=1)


def repeated(wanted: Said, given: Said) -> Floats:
    """For each wanted word 1 where the given text has it in some form."""
    there = set(given.stems)
    return np.array([float(word in there) for word in wanted.stems], np.float32)
