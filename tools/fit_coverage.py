"""Fits how near an answer must come to a key point; writes `coach/params/coverage.json`.

uv run python tools/fit_coverage.py --models FOLDER --data FOLDER

`--models` holds `minilm-l6-v2`, `--data` holds `grading/saf_train.jsonl` (answers with human scores, MIT).
The weights of the four signs are a ridge regression on the scores, signs and scores both taken within each
question: how strict a grader was, or how long a reference, must not teach. Scale and bias are a logistic
regression on our question bank: a point against the sample answer to its own question and to other questions.
Printed: Pearson with each question left out in turn. Deterministic.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extrabrain.bank.pack import builtin
from extrabrain.coach.coverage import COVERED, PARTLY, pieces_of
from extrabrain.coach.points import SIGNS, WORD_SIGNS, nearness
from extrabrain.coach.reading import read
from extrabrain.library.meanings import MeaningMiniLM

OUT = Path(__file__).parents[1] / "src/extrabrain/coach/params/coverage.json"
RIDGE = 30.0
STEPS = 4000
SOFTER = 0.4
"""Of the slope that tells the bank's answers apart best; with the full one most graded answers sit at 1."""


def graded(path: Path) -> list[dict[str, Any]]:
    """Lines with an answer; empty ones say nothing about nearness."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row for row in rows if row["text"].strip()]


def signs_of(rows: Sequence[dict[str, Any]], embedder: MeaningMiniLM) -> Any:
    """The signs of each answer against its reference, its pieces weighed by what they say."""
    found: list[Any] = []
    for row in rows:
        near = nearness(
            read(row["text"], (), embedder), row["question"], pieces_of(row["reference"]), embedder
        )
        found.append(np.average(near.signs, axis=0, weights=near.weight))
    return np.array(found)


def weights(signs: Any, scores: Any, group: Any) -> Any:
    """Ridge within groups; a sign that would count against an answer is left out, the rest fitted again."""
    signs, scores = signs.copy(), scores.copy()
    for one in set(group.tolist()):
        signs[group == one] -= signs[group == one].mean(0)
        scores[group == one] -= scores[group == one].mean()
    spread = signs.std(0) + 1e-6
    kept = np.arange(signs.shape[1])
    while True:
        rows = (signs / spread)[:, kept]
        found = np.linalg.solve(rows.T @ rows + RIDGE * np.eye(len(kept)), rows.T @ scores)
        if (found >= 0).all():
            break
        kept = kept[found >= 0]
    full = np.zeros(signs.shape[1])
    full[kept] = found / spread[kept]
    return full


def left_out(signs: Any, scores: Any, group: Any) -> Any:
    """For each answer its weighted signs, by weights that saw nothing of its question.

    Each fold's weights are brought to one sum and signs to one mean: otherwise the level of a fold gives away
    how its question was graded (Pearson 0.455 instead of 0.42, and above the 0.42 of the fit itself).
    """
    out = np.zeros(len(scores))
    level = signs.mean(0)
    for one in sorted(set(group.tolist())):
        test = group == one
        found = weights(signs[~test], scores[~test], group[~test])
        out[test] = (signs[test] - level) @ found / found.sum()
    return out


def bank_signs(embedder: MeaningMiniLM) -> tuple[Any, Any]:
    """Signs of each key point in the sample answer to its own question (1), the next and one far off (0)."""
    questions = [q for q in builtin().values() if q.strong and q.key_points]
    readings = [read(q.strong, (), embedder) for q in questions]
    signs: list[Any] = []
    own: list[float] = []
    for at, question in enumerate(questions):
        for step in (0, 1, len(questions) // 2):
            reading = readings[(at + step) % len(questions)]
            near = nearness(reading, question.text, question.key_points, embedder)
            signs += list(near.signs)
            own += [float(step == 0)] * len(near.signs)
    return np.array(signs), np.array(own)


def scale(values: Any, own: Any) -> tuple[float, float]:
    """Logistic regression of one number, both sides weighed alike."""
    middle, spread = values.mean(), values.std()
    plain = (values - middle) / spread
    weight = np.where(own > 0, 0.5 / own.mean(), 0.5 / (1 - own).mean())
    slope, bias = 1.0, 0.0
    for _ in range(STEPS):
        error = weight * (1 / (1 + np.exp(-(slope * plain + bias))) - own)
        slope -= 0.1 * float((error * plain).mean())
        bias -= 0.1 * float(error.mean())
    return slope / spread, bias - slope * middle / spread


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--models", type=Path, required=True)
    ask.add_argument("--data", type=Path, required=True)
    given = ask.parse_args()
    embedder = MeaningMiniLM(given.models / "minilm-l6-v2", threads=2)
    rows = graded(given.data / "grading/saf_train.jsonl")
    signs = signs_of(rows, embedder)
    scores = np.array([float(row["score"]) for row in rows])
    group = np.array([row["question"] for row in rows])
    bank, own = bank_signs(embedder)
    plain: dict[str, dict[str, float]] = {}
    for name, used in (("full", SIGNS), ("words", WORD_SIGNS)):
        columns = [SIGNS.index(sign) for sign in used]
        out = left_out(signs[:, columns], scores, group)
        found = weights(signs[:, columns], scores, group)
        slope, bias = scale(bank[:, columns] @ found, own)
        slope, bias = SOFTER * slope, SOFTER * bias
        plain[name] = {sign: round(float(slope * w), 4) for sign, w in zip(used, found, strict=True)}
        plain[name]["bias"] = round(bias, 4)
        print(
            f"{name}: Pearson, each question left out: {np.corrcoef(out, scores)[0, 1]:.3f}   {plain[name]}"
        )
        chance = 1 / (1 + np.exp(-(bank[:, columns] @ found * slope + bias)))
        for side, label in ((1, "own"), (0, "other")):
            some = chance[own == side]
            print(
                f"  bank, {label} question: mean {some.mean():.2f}, "
                f"covered {(some >= COVERED).mean():.0%}, missing {(some < PARTLY).mean():.0%}"
            )
    OUT.write_text(json.dumps(plain, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
