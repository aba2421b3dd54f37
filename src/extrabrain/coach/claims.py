"""Whether a clause with the words of a key point also claims it: not asked, not denied, not merely listed."""

import re
from collections.abc import Sequence

from extrabrain.coach.stems import stem, stems
from extrabrain.coach.tokens import Token, tokens
from extrabrain.coach.words import word_set

OWN_WORDS = 0.5
"""Only a clause with this share of the point's own words is held against it: in other words than those, a
`not` may well be part of saying it ("they act alone" is "nobody else is asked")."""

FRAGMENT_WORDS = 3
LEAST_FRAGMENTS = 3

_DENY = word_set("deny") | {"none", "nobody", "nothing", "disagree", "refuse"}
_ASKING = (
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "would",
    "could",
    "should",
    "whether",
    "what",
    "how",
    "which",
)
_OPPOSITES = (
    ("more", "fewer"), ("more", "less"), ("higher", "lower"), ("high", "low"), ("faster", "slower"),
    ("increase", "decrease"), ("grow", "shrink"), ("with", "without"), ("before", "after"), ("first", "last"),
    ("can", "cannot"), ("may", "never"), ("always", "never"), ("all", "none"), ("large", "small"),
    ("longer", "shorter"), ("safe", "unsafe"), ("best", "worst"), ("better", "worse"), ("accept", "reject"),
    ("stop", "start"),
)  # fmt: skip


def claims(clause: str, point: str) -> bool:
    """False where the clause has the point's words and does not say them to be so."""
    said, wanted = tokens(clause), tokens(point)
    own, there = stems([t.low for t in wanted]), stems([t.low for t in said])
    if own & there and _listed(clause) and not _listed(point):
        return False
    if len(own & there) < max(1.0, OWN_WORDS * len(own)):
        return True
    return not (_asked(clause, said) or _against(said, wanted))


def _asked(clause: str, row: Sequence[Token]) -> bool:
    whole = bool(row) and row[-1].end - row[0].start == len(clause.strip())
    return "?" in clause or (whole and row[0].low in _ASKING)


def _against(said: Sequence[Token], wanted: Sequence[Token]) -> bool:
    """One of the two denies and the other does not, or they hold opposite words."""
    clause, point = {t.low for t in said}, {t.low for t in wanted}
    if bool(clause & _DENY) != bool(point & _DENY):
        return True
    left, right = {stem(word) for word in clause}, {stem(word) for word in point}
    for one, other in _OPPOSITES:
        for a, b in ((stem(one), stem(other)), (stem(other), stem(one))):
            if a in left and b in right and b not in left and a not in right:
                return True
    return False


def _listed(text: str) -> bool:
    """Nothing but bare names in a row: `cache, latency, stale results`."""
    parts = [part for part in re.split(r",|;|\band\b", text) if part.strip()]
    return len(parts) >= LEAST_FRAGMENTS and all(len(part.split()) <= FRAGMENT_WORDS for part in parts)
