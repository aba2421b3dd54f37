"""Sentences in which the user would be speaking of what was done. A model may word them; whether they are
true, only the user's own words can tell.
"""

import re
from collections.abc import Set
from dataclasses import dataclass

ASK = "[is this true of you?]"
"""Stands before a sentence that the user's words do not bear out."""

ENOUGH = 0.5
"""Share of its content words that must be in the user's words."""

FEWEST_WORDS = 2
"""Content words from which on a sentence says anything of its own."""

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?![^\s\"”’)\]])|(?=\n)|$)")
_OWN = re.compile(r"\b(?:i|my)\b", re.I)
_OURS = re.compile(r"\b(?:we|our)\b", re.I)
_PAST = re.compile(
    r"\b(?:\w{2,}ed|was|were|had|did|led|made|built|wrote|ran|held|kept|won|cut|set|got|took|gave|went|found"
    r"|chose|grew|sold|met|taught|brought|thought|began|became|came|saw|put|sent|spent|told|left)\b",
    re.I,
)
"""`We` also speaks of everybody (`we compare two models`); of the user only in the past."""

_MAYBE = re.compile(
    r"\b(?:i|we)(?:['’](?:d|ll)| would| will| could| can| should| might| may| want| plan| hope)\b", re.I
)
_BLANK = re.compile(r"\[[^\[\]\n]*\]")
_COMMON = frozenset(
    "about after also because been before being between both could does doing down during each even ever from"
    " have having here into just like made make many more most much only other over same should since some"
    " such than that their them then there these they thing things this those through under until very well"
    " were what when where which while will with without would your".split()
)


@dataclass(frozen=True, slots=True)
class Marked:
    """`claims` of its sentences speak of what the user did, `unsure` of them without support."""

    text: str
    claims: int
    unsure: int


def stems(text: str) -> set[str]:
    """The first letters of its content words: `tested` and `testing` are one."""
    words = re.findall(r"[^\W\d_]{4,}", text.lower())
    return {word[:5] for word in words if word not in _COMMON}


def marked(text: str, said: Set[str]) -> Marked:
    """`text` with `ASK` before each sentence about the user that `said`, the stems of all that the user said,
    does not bear out. Questions, plans and wishes claim nothing.
    """
    out: list[str] = []
    at = claims = unsure = 0
    for found in _SENTENCE.finditer(text):
        sentence = found.group()
        own = _claim(sentence)
        claims += bool(own)
        if own and len(own & said) < ENOUGH * len(own):
            unsure += 1
            start = found.start() + len(sentence) - len(sentence.lstrip())
            out += [text[at:start], f"{ASK} "]
            at = start
    return Marked("".join([*out, text[at:]]), claims, unsure)


def _claim(sentence: str) -> set[str]:
    """The content of a sentence about the user; empty where it is none."""
    words = _BLANK.sub(" ", sentence)
    own = _OWN.search(words) or (_OURS.search(words) and _PAST.search(words))
    if words.rstrip().endswith("?") or not own or _MAYBE.search(words):
        return set()
    found = stems(words)
    return found if len(found) >= FEWEST_WORDS else set()
