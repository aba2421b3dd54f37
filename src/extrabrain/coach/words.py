"""Sets of words that rules ask for, from `params/words.txt`."""

from functools import cache
from pathlib import Path


@cache
def _sets() -> dict[str, frozenset[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in Path(__file__).with_name("params").joinpath("words.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            name, _, line = line.partition(":")
        found.setdefault(name, []).extend(line.split())
    return {name: frozenset(words) for name, words in found.items()}


def word_set(name: str) -> frozenset[str]:
    """`KeyError` for a name that is not in the file."""
    return _sets()[name]
