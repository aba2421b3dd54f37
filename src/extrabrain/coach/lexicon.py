"""How rare a word is and how concrete, 0–1, from `params/lexicon.npz` (made by `tools/make_lexicon.py`)."""

from functools import cache, lru_cache
from pathlib import Path

import numpy as np

UNKNOWN = (1.0, 0.6)
"""A word outside the lexicon is rare: a name, a part number, a term of the trade."""


@cache
def _lexicon() -> dict[str, tuple[float, float]]:
    with np.load(Path(__file__).with_name("params") / "lexicon.npz") as stored:
        words = str(stored["words"]).split()
        rarity, concrete = (stored[name].astype(np.float32) / 255 for name in ("rarity", "concrete"))
    return dict(zip(words, zip(rarity.tolist(), concrete.tolist(), strict=True), strict=True))


@lru_cache(maxsize=20_000)
def rated(word: str) -> tuple[float, float] | None:
    """Rarity and concreteness of a lower-case word or of the form it is bent from; none where unknown."""
    for form in _forms(word.removesuffix("'s")):
        found = _lexicon().get(form)
        if found is not None:
            return found
    return None


def rarity(word: str) -> float:
    return (rated(word) or UNKNOWN)[0]


def _forms(word: str) -> list[str]:
    forms = [word]
    if word.endswith("s"):
        forms.append(word[:-1])
    if word.endswith(("es", "ed")):
        forms.append(word[:-2])
    if word.endswith("ing"):
        forms += [word[:-3], word[:-3] + "e"]
    return forms
