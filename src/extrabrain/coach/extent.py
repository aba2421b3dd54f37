"""Fitted weights that say which clauses a finding is shown by.

`params/extents.json` holds them for each kind: `anchor` finds the clause that shows it best, `reach` says how
likely another clause belongs to the same quote; one set for answers with sentence vectors and one for those
without. Fitted by `tools/fit_findings.py` on what people marked as quotes. The signs that they weigh are in
`coach/mistakes/spans.py`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Extent:
    """Weights of the signs of one kind, the bias last."""

    anchor: Weights
    reach: Weights


@dataclass(frozen=True, slots=True)
class Extents:
    """By kind of finding; `cues` where there is no embedder."""

    full: Mapping[str, Extent]
    cues: Mapping[str, Extent]


def extents_of(plain: Mapping[str, Mapping[str, Any]]) -> dict[str, Extent]:
    return {kind: Extent(np.array(both["anchor"]), np.array(both["reach"])) for kind, both in plain.items()}


@cache
def shipped_extents() -> Extents:
    path = Path(__file__).with_name("params") / "extents.json"
    plain: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return Extents(*(extents_of(plain[name]) for name in ("full", "cues")))
