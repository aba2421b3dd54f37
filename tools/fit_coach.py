"""Fits the coach's sentence models; writes `coach/params/labels.npz` and `coach/params/specificity.npz`.

uv run python tools/fit_coach.py --models FOLDER [--data FOLDER]

`--models` holds `minilm-l6-v2`. Labels are fitted on `tools/coach_sentences` (ours, written for this) and,
where `--data` has them, on `answers/` and `specificity/` (ours too). Nothing else is used. Logistic and ridge
regression on cue features with and without sentence embeddings; the whole fit is deterministic.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from coach_data import DEV_LABELS, LABELS, MISSING, Samples, answer_samples, own_samples, rated_sentences

from extrabrain.coach.reading import FEATURES
from extrabrain.library.embed import MiniLM

PARAMS = Path(__file__).parents[1] / "src/extrabrain/coach/params"
CUE_SCALE = 0.35
VECTOR_SCALE = 3.0
RIDGE = 1.0
CUES_RIDGE = 3.0
ANSWERS_WEIGHT = 0.5
"""A clause of an answer counts half of a sentence written for one label: its other labels are guesses."""


def standard(features: Any) -> tuple[Any, Any]:
    """Mean and scale of capped features."""
    capped = np.minimum(features, 2.5)
    return capped.mean(0), CUE_SCALE / (capped.std(0) + 0.15)


def design(features: Any, vectors: Any, mean: Any, scale: Any) -> Any:
    cues = (np.minimum(features, 2.5) - mean) * scale
    return cues if vectors is None else np.hstack([cues, vectors * VECTOR_SCALE])


def logistic(rows: Any, target: Any, weight: Any, ridge: float) -> Any:
    """Weights and, last, the bias, by Newton's method; positives count up to 8 times where they are rare."""
    positive, negative = (weight * target).sum(), (weight * (1 - target)).sum()
    weight = weight * np.where(target > 0, min(8.0, 0.35 * negative / max(positive, 1.0)), 1.0)
    used = weight > 0
    rows, target, weight = rows[used], target[used], weight[used]
    full = np.hstack([rows, np.ones((len(rows), 1))])
    penalty = np.eye(full.shape[1]) * ridge
    penalty[-1, -1] = 1e-3
    found = np.zeros(full.shape[1])
    for _ in range(8):
        chance = 1 / (1 + np.exp(-np.clip(full @ found, -30, 30)))
        slope = full.T @ (weight * (target - chance)) - penalty @ found
        curve = (full * (weight * chance * (1 - chance))[:, None]).T @ full + penalty
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-2:
            break
    return found


def ridge_fit(rows: Any, target: Any, ridge: float) -> Any:
    full = np.hstack([rows, np.ones((len(rows), 1))])
    penalty = np.eye(full.shape[1]) * ridge
    penalty[-1, -1] = 1e-6
    return np.linalg.solve(full.T @ full + penalty, full.T @ target)


def fit_labels(samples: Samples) -> dict[str, Any]:
    """Arrays of the label models: one row of weights and a bias for each label, with and without vectors."""
    mean, scale = standard(samples.features)
    found: dict[str, Any] = {"mean": mean, "scale": scale}
    for name, vectors, ridge in (("full", samples.vectors, RIDGE), ("cues", None, CUES_RIDGE)):
        rows = design(samples.features, vectors, mean, scale)
        weights = [
            logistic(rows, samples.target[:, at], samples.weight[:, at], ridge) for at in range(len(LABELS))
        ]
        found[name] = np.array(weights)
    return found


def fit_specificity(features: Any, vectors: Any, rating: Any, missing: Any) -> dict[str, Any]:
    """Ridge for the rating (0–1), logistic for what is missing."""
    mean, scale = standard(features)
    found: dict[str, Any] = {"mean": mean, "scale": scale}
    for name, used, ridge in (("full", vectors * 2 / VECTOR_SCALE, 2.0), ("cues", None, 3.0)):
        rows = design(features, used, mean, scale)
        heads = [ridge_fit(rows, rating, ridge)]
        heads += [
            logistic(rows, missing[:, at], np.ones(len(rating)), CUES_RIDGE) for at in range(len(MISSING))
        ]
        found[name] = np.array(heads)
    width = len(FEATURES)
    found["full"][:, width:-1] *= 2 / VECTOR_SCALE
    return found


def both(one: Samples, other: Samples | None) -> Samples:
    if other is None:
        return one
    parts = zip(
        (one.features, one.vectors, one.target, one.weight),
        (other.features, other.vectors, other.target, other.weight * ANSWERS_WEIGHT),
        strict=True,
    )
    return Samples(*(np.concatenate(pair) for pair in parts), base=np.concatenate([one.base, other.base]))


def save(path: Path, arrays: dict[str, Any], names: tuple[str, ...]) -> None:
    plain = {key: np.asarray(value, np.float32) for key, value in arrays.items()}
    np.savez_compressed(path, **plain, names=np.array(names), features=np.array(FEATURES))
    print(f"{path.name}: {path.stat().st_size} bytes, {len(names)} heads")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--models", type=Path, required=True)
    ask.add_argument("--data", type=Path)
    given = ask.parse_args()
    embedder = MiniLM(given.models / "minilm-l6-v2", threads=2, remembered=100_000)
    own = own_samples(embedder)
    print(f"{len(own.features)} own sentences")
    answers = answer_samples(given.data / "answers/answers.jsonl", embedder) if given.data else None
    if answers is not None:
        print(f"{len(answers.features)} clauses of labelled answers, {len(DEV_LABELS)} labels")
    arrays = fit_labels(both(own, answers))
    arrays["full"][:, len(FEATURES) : -1] *= VECTOR_SCALE
    save(PARAMS / "labels.npz", arrays, LABELS)
    if given.data:
        rated = rated_sentences(given.data / "specificity/sentences.jsonl", embedder)
        save(PARAMS / "specificity.npz", fit_specificity(*rated), ("rating", *MISSING))


if __name__ == "__main__":
    main()
