"""Content words cut down to a common stem, so that `leaking`, `leaks` and `leaked` meet."""

from collections.abc import Sequence
from functools import lru_cache

from extrabrain.coach.words import word_set

_STOP = word_set("stop")
_ENDINGS = (
    "ization",
    "isation",
    "ations",
    "ation",
    "ments",
    "ment",
    "ities",
    "ity",
    "ingly",
    "edly",
    "ings",
    "ing",
    "ies",
    "ied",
    "ers",
    "er",
    "ed",
    "es",
    "ly",
    "al",
    "s",
    "e",
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """At least three letters stay."""
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            cut = word[: -len(ending)]
            return cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "sl" else cut
    return word


def stems(words: Sequence[str]) -> set[str]:
    """Stems of the content words."""
    return {stem(word) for word in words if word not in _STOP and word != "%"}
