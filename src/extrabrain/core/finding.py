"""A finding: one thing in an answer that would cost the candidate, tied to the words that show it."""

from dataclasses import dataclass
from typing import Literal

from extrabrain.core.quote import Quote

FindingKind = Literal[
    "vague",
    "unmeasured-tradeoff",
    "no-threshold",
    "no-owner",
    "no-result",
    "no-learning",
    "hedged",
    "absolute",
    "single-technique",
    "ignores-deployment",
    "safety-as-pr",
    "dismissive",
    "lone-expert",
    "unsupported-claim",
    "repeats",
    "off-topic",
    "too-long",
    "too-short",
    "filler-heavy",
    "too-fast",
    "too-slow",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """`severity` runs from 1 (worth a look) to 3 (would sink the answer)."""

    kind: FindingKind
    severity: int
    quote: Quote
    why: str
    try_instead: str
