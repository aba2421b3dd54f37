"""Weighs the signs of a finding: fitted log-odds for each kind, and for each part that may be missing.

`params/findings.json` names the signs, their weights, and the threshold from which a finding is reported;
there is one set for answers with sentence vectors and one for those without. Fitted by
`tools/fit_findings.py`.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extrabrain.coach.case import Case
from extrabrain.coach.mistakes.signs import sign


@dataclass(frozen=True, slots=True)
class Scale:
    """Log-odds = `bias` + Σ `weights` × sign. Above `threshold` it is reported."""

    signs: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float

    def sureness(self, case: Case) -> float:
        """How far the log-odds lie above the threshold; below 0: silent."""
        return self.log_odds(case) - self.threshold

    def log_odds(self, case: Case) -> float:
        values = (weight * sign(case, name) for name, weight in zip(self.signs, self.weights, strict=True))
        return self.bias + sum(values)

    def chance(self, case: Case) -> float:
        """0–1, on the fitting sample, in which each finding is in about one answer of twenty."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.log_odds(case)))))


def scales(case: Case) -> dict[str, Scale]:
    """By kind of finding, and by `pattern.part` for parts that may be missing."""
    return _stored()["cues" if case.reading.vectors is None else "full"]


@cache
def _stored() -> dict[str, dict[str, Scale]]:
    path = Path(__file__).parents[1] / "params/findings.json"
    plain: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return {name: {kind: _scale(entry) for kind, entry in table.items()} for name, table in plain.items()}


def _scale(entry: dict[str, Any]) -> Scale:
    return Scale(tuple(entry["signs"]), tuple(entry["weights"]), entry["bias"], entry["threshold"])
