"""Which words are plain English, and which can only be somebody's name."""

import gzip
import re
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent / "words"
_SHORT_FORM = re.compile(r"(?:n['’]t|['’](?:re|ve|ll|d|m|s))$")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "able")
_BEGINNINGS = (
    "re",
    "un",
    "non",
    "pre",
    "multi",
    "sub",
    "over",
    "under",
    "auto",
    "inter",
    "mis",
    "co",
    "meta",
)
_SHORTENED = {"wo", "ca", "sha", "ain", "e", "g", "i", "a", "vs", "etc", "ok", "okay", "st", "nd", "rd", "th"}


def listed(text: str) -> list[str]:
    return text.split()


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists beside this file."""
    packed = _WORDS / f"{name}.txt.gz"
    if packed.is_file():
        return frozenset(gzip.decompress(packed.read_bytes()).decode("utf-8").split())
    return frozenset((_WORDS / f"{name}.txt").read_text("utf-8").split())


def is_plain(word: str) -> bool:
    """Whether an English dictionary or our own texts have the word, each part of a compound for itself."""
    low = _SHORT_FORM.sub("", word.lower())
    return all(_is_known(piece) for piece in re.split(r"[-'’./:]", low) if piece)


def is_organisation(word: str) -> bool:
    return word.lower() in words("organisations")


def is_acronym(word: str) -> bool:
    """Technical short forms that name no firm and no person."""
    return word in words("acronyms") or word.removesuffix("s") in words("acronyms")


@cache
def _is_known(low: str) -> bool:
    if low in words("organisations"):
        return False
    known = _known()
    if low in known or low in _SHORTENED or low.upper() in words("acronyms"):
        return True
    if any(low.endswith(end) and _stem_known(low[: -len(end)], known) for end in _ENDINGS):
        return True
    return any(
        low.startswith(head) and len(low) > len(head) + 3 and _is_known(low[len(head) :])
        for head in _BEGINNINGS
    )


def _stem_known(stem: str, known: frozenset[str]) -> bool:
    return len(stem) > 2 and (
        stem in known or stem + "e" in known or (stem[-1] == stem[-2] and stem[:-1] in known)
    )


@cache
def _known() -> frozenset[str]:
    return words("english") | words("common")
