"""Whether an answer can be judged by its words at all: enough of them, and English ones."""

from collections.abc import Sequence

from extrabrain.coach.tokens import Token
from extrabrain.coach.words import word_set

LEAST_WORDS = 8
"""Below this only counts are reported, such as that it is too short."""

LEAST_SHARE = 0.25
"""Share of common English words; English answers have 0.35 to 0.6, other languages about 0.15."""

_COMMON = word_set("stop")


def judgeable(row: Sequence[Token]) -> bool:
    if len(row) < LEAST_WORDS:
        return False
    return sum(token.low in _COMMON for token in row) >= LEAST_SHARE * len(row)
