"""Fitted log-odds for each kind of finding, and for each part that may be missing.

`params/findings.json` names the signs, their weights, and the threshold from which a finding is reported;
there is one set for answers with sentence vectors and one for those without. Fitted by
`tools/fit_findings.py`.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Scale:
    """Log-odds = `bias` + Σ `weights` × sign. From `threshold` on it is reported.

    `usual` is the mean of each sign in the fitting sample: what an effect is told against.
    """

    signs: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float
    usual: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One finding or part, weighed for one answer."""

    log_odds: float
    threshold: float

    @property
    def sureness(self) -> float:
        """How far the log-odds lie above the threshold; below 0: silent."""
        return self.log_odds - self.threshold

    @property
    def chance(self) -> float:
        """0–1, on the fitting sample, in which each finding is in about one answer of twenty."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.log_odds))))


@dataclass(frozen=True, slots=True)
class Scales:
    """By kind of finding, and by `pattern.part` for parts; `cues` where there is no embedder.

    A part may be weighed by the log-odds of findings, which therefore come first.
    """

    full: Mapping[str, Scale]
    cues: Mapping[str, Scale]


@cache
def shipped_scales() -> Scales:
    path = Path(__file__).with_name("params") / "findings.json"
    plain: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return Scales(*(_table(plain[name]) for name in ("full", "cues")))


def scale_of(entry: Mapping[str, Any]) -> Scale:
    return Scale(
        tuple(entry["signs"]),
        tuple(entry["weights"]),
        entry["bias"],
        entry["threshold"],
        tuple(entry["usual"]),
    )


def _table(entries: Mapping[str, Any]) -> dict[str, Scale]:
    return {kind: scale_of(entry) for kind, entry in entries.items()}
