"""Words of a text with their places, and which of them are numbers."""

import re
from dataclasses import dataclass

from extrabrain.coach.words import word_set

_WORD = re.compile(r"\d+(?:[.,]\d+)*|%|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]+")

_NUMBER_WORDS = word_set("number_words")
_UNIT_AFTER_ONE = word_set("unit_after_one")


@dataclass(frozen=True, slots=True)
class Token:
    """`low` is lower case with plain apostrophes; the span is in code points of the text."""

    low: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """All words, numbers and `%` signs in order; a hyphenated word is several."""
    return [
        Token(found.group().lower().replace("’", "'"), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


def is_number(token: Token, after: Token | None = None) -> bool:
    """Digits or a number word; `one` only before a measure (`one in`, `one percent`, `one week`)."""
    low = token.low
    if low[0].isdigit() or low in _NUMBER_WORDS:
        return True
    return low == "one" and after is not None and after.low in _UNIT_AFTER_ONE


def word_count(text: str) -> int:
    """Words as a person counts them: runs without white space that hold a letter or digit."""
    return sum(any(c.isalnum() for c in chunk) for chunk in text.split())
