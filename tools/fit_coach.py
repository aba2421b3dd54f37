"""Fits the coach's sentence models; writes `labels.npz` and `likeness.npz` in `coach/params`.

uv run python tools/fit_coach.py --models FOLDER [--data FOLDER]

`--models` holds `minilm-l6-v2`. Labels are fitted on `tools/coach_sentences`, on the sets in
`benchmarks/data/answers` and, where `--data` has it, on its `answers/`, all ours, each answer as it is,
with its sentences shuffled, and without punctuation.
Logistic regression on cues and sentence vectors of a clause and its neighbours; a second set does
without vectors. The whole fit is deterministic. Then run `fit_findings.py`.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from coach_data import (
    LABELS,
    Samples,
    answer_sets,
    labelled_answers,
    own_samples,
    retold,
)

from extrabrain.coach.embedder import DIMS
from extrabrain.coach.reading import FEATURES
from extrabrain.library.meanings import MeaningMiniLM

PARAMS = Path(__file__).parents[1] / "src/extrabrain/coach/params"
CUE_SCALE = 0.35
VECTOR_SCALE = 3.0
RIDGE = 6.0
CUES_RIDGE = 6.0
HALF = ("full", "cues")
"""Stored with 16 bits: weights need no more."""

PASSES, BATCH, RATE = 12, 512, 0.012
"""Steps on small batches: a tenth of the time of steps on all rows, and as right on authors left out."""


def standard(features: Any) -> tuple[Any, Any]:
    """Mean and scale of capped features; those of the neighbours keep the scale they have."""
    mean, scale = features.mean(0), np.ones(features.shape[1])
    own = len(FEATURES)
    scale[:own] = CUE_SCALE / (features[:, :own].std(0) + 0.15)
    mean[own:] = 0
    return mean, scale


def design(features: Any, vectors: Any, mean: Any, scale: Any) -> Any:
    cues = (features - mean) * scale
    rows = cues if vectors is None else np.hstack([cues, vectors * VECTOR_SCALE])
    return np.hstack([rows, np.ones((len(rows), 1))]).astype(np.float32)


def logistic(rows: Any, target: Any, weight: Any, ridge: float) -> Any:
    """All labels at once: weights and, last, the bias, by Adam on small batches, with a rate that falls.

    Positives count up to 8 times where they are rare. Deterministic.
    """
    positive, negative = (weight * target).sum(0), (weight * (1 - target)).sum(0)
    rare = np.minimum(8.0, 0.35 * negative / np.maximum(positive, 1.0))
    weight = (weight * np.where(target > 0, rare, 1.0)).astype(np.float32)
    target = target.astype(np.float32)
    found = np.zeros((rows.shape[1], target.shape[1]), np.float32)
    speed, spread = np.zeros_like(found), np.zeros_like(found)
    penalty = np.full((rows.shape[1], 1), ridge, np.float32)
    penalty[-1] = 1e-3
    draw = np.random.default_rng(0)
    batches = [
        batch
        for _ in range(PASSES)
        for batch in np.split(draw.permutation(len(rows)), range(BATCH, len(rows), BATCH))
    ]
    for step, batch in enumerate(batches, 1):
        some = rows[batch]
        chance = 1 / (1 + np.exp(-np.clip(some @ found, -30, 30)))
        slope = (
            some.T @ (weight[batch] * (chance - target[batch])) * (len(rows) / len(batch)) + penalty * found
        )
        speed = 0.9 * speed + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope * slope
        rate = RATE * (1 - 0.95 * step / len(batches))
        found -= rate * (speed / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-6)
    return found.T


def fit_labels(samples: Samples) -> dict[str, Any]:
    """Arrays of the label models: one row of weights and a bias for each label, with and without vectors."""
    mean, scale = standard(samples.features)
    found: dict[str, Any] = {"mean": mean, "scale": scale}
    for name, vectors, ridge in (("full", samples.vectors, RIDGE), ("cues", None, CUES_RIDGE)):
        rows = design(samples.features, vectors, mean, scale)
        found[name] = logistic(rows, samples.target, samples.weight, ridge)
    found["full"][:, samples.features.shape[1] : -1] *= VECTOR_SCALE
    return found


def joined(parts: Sequence[Samples]) -> Samples:
    names = ("features", "vectors", "target", "weight", "base")
    return Samples(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def save(path: Path, arrays: dict[str, Any], names: tuple[str, ...]) -> None:
    plain: dict[str, Any] = {
        key: np.asarray(value, np.float16 if key in HALF else np.float32) for key, value in arrays.items()
    }
    np.savez_compressed(path, **plain, names=np.array(names), features=np.array(FEATURES))
    print(f"{path.name}: {path.stat().st_size} bytes, {len(names)} heads")


def save_common(samples: Samples) -> None:
    """The mean of the clauses themselves, without their neighbours."""
    np.savez_compressed(PARAMS / "likeness.npz", common=samples.vectors[:, :DIMS].mean(0).astype(np.float32))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--models", type=Path, required=True)
    ask.add_argument("--data", type=Path)
    given = ask.parse_args()
    embedder = MeaningMiniLM(given.models / "minilm-l6-v2", threads=2)
    rows = labelled_answers(answer_sets(given.data))
    parts = [own_samples(embedder), *retold(rows, embedder)]
    save_common(parts[1])
    print(f"{len(parts[0].features)} own sentences, {len(parts[1].features)} clauses of labelled answers")
    save(PARAMS / "labels.npz", fit_labels(joined(parts)), LABELS)


if __name__ == "__main__":
    main()
