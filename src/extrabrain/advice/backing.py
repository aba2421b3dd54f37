"""Whether a citation says what it is cited for: small models write a true sentence and quote another one."""

import re
from collections.abc import Iterator, Sequence

from extrabrain.advice.claims import stems
from extrabrain.advice.ground import cite
from extrabrain.core.advice import Cited, Material

BETTER = 0.25
"""Share of a sentence's content by which another place must say more of it to be cited instead."""

ENOUGH = 0.34
"""Share from which on a place says it at all."""

_SENTENCE = re.compile(r"[^.!?\n]+(?:\n(?!\n)[^.!?\n]+)*[.!?]*")


def share(text: str, said: str) -> float:
    """How much of the content of `text` is in `said`, 0 to 1; 1 where it has none."""
    wanted = stems(text)
    return len(wanted & stems(said)) / len(wanted) if wanted else 1.0


def backed(text: str, given: Cited | None, materials: Sequence[Material]) -> Cited | None:
    """The citation, or the place in the materials that says clearly more of `text`; none if nothing does."""
    at = share(text, given.text) if given else 0.0
    best = max(_places(materials), key=lambda place: share(text, place.text), default=None)
    if best is not None and share(text, best.text) > at + BETTER:
        given, at = best, share(text, best.text)
    return given if at >= ENOUGH else None


def _places(materials: Sequence[Material]) -> Iterator[Cited]:
    for material in materials:
        for found in _SENTENCE.finditer(material.text):
            said = found.group()
            start = found.start() + len(said) - len(said.lstrip())
            yield cite(material, start, found.start() + len(said.rstrip()))
