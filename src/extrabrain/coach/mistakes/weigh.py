"""Weighs the signs of every finding, and of every part of the pattern that may be missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from extrabrain.coach.case import Case
from extrabrain.coach.mistakes.signs import sign
from extrabrain.coach.scale import Scale, Weighed

MOST_ODDS = 5.0
"""Bounds the log-odds of a finding where they are a sign of something else."""


@dataclass(slots=True)
class Scaling:
    """Signs of one answer, each worked out once."""

    case: Case
    odds: dict[str, float] = field(default_factory=dict[str, float])
    seen: dict[str, float] = field(default_factory=dict[str, float])

    def value(self, name: str) -> float:
        """A sign, or `odds:no-result`: the log-odds of a finding as a sign that a part is missing."""
        if name not in self.seen:
            what, _, kind = name.partition(":")
            self.seen[name] = sign(self.case, name) if what != "odds" else bounded(self.odds[kind])
        return self.seen[name]

    def log_odds(self, scale: Scale) -> float:
        pairs = zip(scale.signs, scale.weights, strict=True)
        return scale.bias + sum(weight * self.value(name) for name, weight in pairs)


def bounded(log_odds: float) -> float:
    return max(-MOST_ODDS, min(MOST_ODDS, log_odds))


def weigh(case: Case, table: Mapping[str, Scale]) -> tuple[dict[str, Weighed], Scaling]:
    """All findings and the parts of the answer's pattern, and the signs that they rest on."""
    scaling = Scaling(case)
    found: dict[str, Weighed] = {}
    if case.reading.units:
        for name, scale in table.items():
            if "." not in name or name.startswith(f"{case.pattern}."):
                scaling.odds[name] = scaling.log_odds(scale)
                found[name] = Weighed(scaling.odds[name], scale.threshold)
    return found, scaling
