"""Features of a clause that are not phrases: numbers, names, who acts, how long its words are."""

import math
from collections.abc import Sequence
from itertools import pairwise

from extrabrain.coach.sentences import Unit
from extrabrain.coach.tokens import Token, is_number
from extrabrain.coach.words import word_set

EXTRA: tuple[str, ...] = (
    "x_length",
    "x_numbers",
    "x_pair",
    "x_names",
    "x_acronyms",
    "x_question",
    "x_did",
    "x_passive",
    "x_letters",
    "x_rich",
    "x_plan",
    "x_range",
)

_BE = word_set("be")
_PAST = word_set("past")
_NOT_DOING = word_set("not_doing")
_DONE = word_set("done")
_LINK = word_set("link")
_COMMON = word_set("common")


def surface(text: str, unit: Unit, row: Sequence[Token]) -> list[float]:
    """One number for each name of `EXTRA`, most of them 0–3."""
    if not row:
        return [0.0] * len(EXTRA)
    numbers = [at for at, token in enumerate(row) if is_number(token, _after(row, at))]
    names, acronyms = _capitals(text, row)
    content = [token.low for token in row if token.low not in _COMMON and not token.low[0].isdigit()]
    return [
        math.log1p(len(row)) / 2,
        min(3.0, float(len(numbers))),
        float(_paired(row, numbers)),
        min(2.0, float(names)),
        min(2.0, float(acronyms)),
        float("?" in text[unit.start : unit.end]),
        float(_did(row)),
        float(_passive(row)),
        sum(map(len, content)) / len(content) / 4 if content else 0.0,
        2 * len(set(content)) / len(row),
        float(row[0].low in ("i'd", "we'd", "i'll", "we'll") or "would" in {t.low for t in row}),
        float(sum(b - a for a, b in pairwise(numbers)) > 2),
    ]


def _after(row: Sequence[Token], at: int) -> Token | None:
    return row[at + 1] if at + 1 < len(row) else None


def _paired(row: Sequence[Token], numbers: list[int]) -> bool:
    """Two numbers set against each other: `from 9 to 3`, `51 of 60`, `12 against 4`."""
    return any(
        b - a <= 8 and any(row[at].low in _LINK for at in range(a + 1, b)) for a, b in pairwise(numbers)
    )


def _capitals(text: str, row: Sequence[Token]) -> tuple[int, int]:
    """Names and acronyms; a capital at the start of a sentence tells nothing."""
    names = acronyms = 0
    for at, token in enumerate(row):
        word = text[token.start : token.end]
        if not word[0].isupper() or token.low in ("i", "i'd", "i'm", "i've", "i'll"):
            continue
        if len(word) > 1 and word.isupper():
            acronyms += 1
        elif at and text[token.start - 1] == " " and text[token.start - 2] not in ".?!:\"'":
            names += 1
    return names, acronyms


def _did(row: Sequence[Token]) -> bool:
    """The speaker or the group did something: `I rang`, `we also tested`."""
    for at, token in enumerate(row):
        if token.low not in ("i", "we"):
            continue
        for after in row[at + 1 : at + 3]:
            low = after.low
            if low in _NOT_DOING:
                break
            if low in _PAST or (low.endswith("ed") and len(low) > 4):
                return True
    return False


def _passive(row: Sequence[Token]) -> bool:
    """`was kept`, `gets looked at`, `is carefully reviewed`."""
    for at, token in enumerate(row):
        if token.low in _BE and any(
            after.low in _DONE or (after.low.endswith("ed") and len(after.low) > 4)
            for after in row[at + 1 : at + 3]
        ):
            return True
    return False
