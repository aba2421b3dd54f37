"""Linear models over clauses: does one do a job (`lesson`, `gate`, …), does it show a fault (`absolute`, …)?

`params/labels.npz` holds, for each label, weights over the cue features and the sentence vector, and a second
set that does without the vector. Fitted by `tools/fit_coach.py`. A score is a log-odds: 0 is a coin toss on
the fitting sample, in which a label is more common than in an answer.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from extrabrain.coach.embedder import Vectors
from extrabrain.coach.reading import FEATURE_AT, FEATURES, Matrix, Reading
from extrabrain.coach.window import alone, window

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LinearHeads:
    """Several linear models over the same features; rows of `full` and `cues` follow `names`, bias last."""

    names: tuple[str, ...]
    mean: Matrix
    scale: Matrix
    full: Matrix
    cues: Matrix
    columns: npt.NDArray[np.intp] | None = field(default=None, kw_only=True)
    """Which columns of a row of features the models look at; none: all."""

    def score(self, features: Matrix, vectors: Vectors | None) -> Scores:
        """One row for each clause, one column for each name. `features` are capped already."""
        if self.columns is not None:
            features = features[:, self.columns]
        rows = (features - self.mean) * self.scale
        weights = self.cues
        if vectors is not None:
            rows, weights = np.hstack([rows, vectors]), self.full
        return (rows @ weights[:, :-1].T + weights[:, -1]).astype(np.float32)


@cache
def heads(file: str) -> LinearHeads:
    """Loads `params/<file>.npz`; a file fitted on a feature that is no longer there is a bug."""
    with np.load(Path(__file__).with_name("params") / f"{file}.npz") as stored:
        plain: dict[str, Any] = {name: stored[name] for name in stored.files}
    known = tuple(str(name) for name in plain["features"])
    if not set(known) <= set(FEATURES):
        raise RuntimeError(f"params/{file}.npz was fitted on other features; run tools/fit_coach.py")
    names = tuple(str(name) for name in plain["names"])
    arrays = (plain[name].astype(np.float32) for name in ("mean", "scale", "full", "cues"))
    return LinearHeads(names, *arrays, columns=_columns(known, len(plain["mean"])))


def _columns(known: tuple[str, ...], count: int) -> npt.NDArray[np.intp] | None:
    """Where the features of a fit lie among those of today; those of neighbours follow as blocks."""
    if known == FEATURES:
        return None
    own = np.array([FEATURE_AT[name] for name in known], np.intp)
    return np.concatenate([own + block * len(FEATURES) for block in range(count // len(known))])


@dataclass(frozen=True, slots=True)
class Judgement:
    """Scores of every clause of one answer, by label; `apart`: those without a look at its neighbours."""

    table: Scores
    columns: dict[str, int]
    apart: Scores
    sorted: Scores = field(init=False)
    """Each column of `table` by itself, the highest first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sorted", np.sort(self.table, axis=0)[::-1])

    def of(self, label: str) -> Scores:
        return self.table[:, self.columns[label]]

    def ranked(self, label: str) -> Scores:
        """The scores of `of`, the highest first."""
        return self.sorted[:, self.columns[label]]

    def best(self, label: str) -> tuple[float, int]:
        """The highest score and its clause; `(-inf, -1)` where there is no clause."""
        column = self.of(label)
        if not len(column):
            return float("-inf"), -1
        at = int(np.argmax(column))
        return float(column[at]), at


def judge(reading: Reading, models: LinearHeads) -> Judgement:
    columns = {name: at for at, name in enumerate(models.names)}
    return Judgement(models.score(*window(reading)), columns, models.score(*alone(reading)))
