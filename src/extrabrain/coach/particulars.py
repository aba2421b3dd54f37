"""Signs of a particular sentence that hold in any field: concrete and rare words, measures, times, names."""

import math
from collections.abc import Sequence
from statistics import fmean

import numpy as np

from extrabrain.coach.lexicon import UNKNOWN, rated
from extrabrain.coach.reading import Matrix
from extrabrain.coach.tokens import Token
from extrabrain.coach.words import word_set

PARTICULARS: tuple[str, ...] = (
    "p_concrete",
    "p_concrete_top",
    "p_concrete_sum",
    "p_abstract",
    "p_rare",
    "p_rarest",
    "p_rare_sum",
    "p_pointing",
    "p_empty",
    "p_times",
    "p_measures",
    "p_relations",
    "p_length",
    "p_content",
    "p_capitals",
    "p_digits",
    "p_unknown",
    "p_abstract_sum",
    "p_past",
)

ABSTRACT = 0.3
"""Words less concrete than this count as abstract."""

_STOP = word_set("stop") | word_set("common")
_SPEAKER = ("i", "i'm", "i'd", "i've", "i'll")


def particulars(text: str, row: Sequence[Token]) -> list[float]:
    """One number for each of `PARTICULARS` for the sentence whose words are `row`; sums are capped, so that
    length alone does not make a sentence particular."""
    low = [token.low for token in row]
    size = max(1, len(low))
    content = [word for word in low if word not in _STOP and word[0].isalpha() and len(word) > 2]
    known = [rated(word) for word in content]
    rare = [(found or UNKNOWN)[0] for found in known] or [0.0]
    concrete = [min(1.0, (found or UNKNOWN)[1]) for found in known] or [0.0]
    abstract = sum(found < ABSTRACT for found in concrete)
    return [
        fmean(concrete),
        fmean(sorted(concrete)[-3:]),
        min(6.0, sum(concrete)) / 3,
        abstract / len(concrete),
        fmean(rare),
        max(rare),
        min(8.0, sum(rare)) / 3,
        5 * _count(low, "pointing") / size,
        5 * _count(low, "empty") / size,
        min(2.0, _count(low, "times")),
        min(3.0, _count(low, "measures")),
        min(4.0, _count(low, "relations")) / 2,
        math.log1p(min(size, 25)) / 2,
        2 * len(content) / size,
        min(3.0, float(_capitals(text, row))),
        min(3.0, float(sum(word[0].isdigit() for word in low))),
        min(2.0, float(sum(found is None for found in known))),
        min(3.0, float(abstract)),
        float(any(word in word_set("past") or (word.endswith("ed") and len(word) > 4) for word in low)),
    ]


def table(text: str, rows: Sequence[Sequence[Token]]) -> Matrix:
    found = [particulars(text, row) for row in rows]
    return np.array(found, np.float32).reshape(len(rows), len(PARTICULARS))


def _count(words: Sequence[str], name: str) -> float:
    wanted = word_set(name)
    return float(len([word for word in words if word in wanted]))


def _capitals(text: str, row: Sequence[Token]) -> int:
    """Words with a capital that do not open a sentence."""
    return sum(
        text[token.start].isupper() and token.low not in _SPEAKER and text[token.start - 2] not in ".?!:"
        for token in row[1:]
    )
