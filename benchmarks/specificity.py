"""How well the rating of a single sentence follows a human's, on fields the fit has not seen.

    uv run python benchmarks/specificity.py [--data ../shared/data] [--dry]

- `benchmarks/data/specificity`: ten fields that are no interviews; nothing was fitted on the half `sealed`
- `<data>/specificity`, where present: interview sentences, clusters of subjects left out, each trap by tag

Baseline: number of words. Every sentence of the ten fields goes through `assess` as an answer of its own.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import ledger
import models
from advice import DATA, TOPIC, Figure, interval, show
from extrabrain.coach.coach import Coach
from extrabrain.core.answer import Answer
from extrabrain.library.meanings import MeaningMiniLM
from labelled import rank_correlation

sys.path.append(str(Path(__file__).parents[1] / "tools"))
from fit_specificity import MISSING, described, left_out, lines, thresholds

OWN = Path(__file__).parent / "data" / "specificity" / "domains.jsonl"


def ranks(some: Sequence[tuple[float, float]]) -> float:
    return rank_correlation([a for a, _ in some], [b for _, b in some])


def words(row: Any) -> float:
    return float(len(row["text"].split()))


def on_fields(coach: Coach) -> list[Figure]:
    rows = lines(OWN)

    def score(row: Any) -> float:
        return coach.assess(Answer(None, TOPIC.text, row["text"]), TOPIC, feedback_id="").specificity.overall

    scored = {row["id"]: (score(row), float(row["specificity"])) for row in rows}
    figures: list[Figure] = []
    groups = [("sealed half", [r for r in rows if r["split"] == "sealed"])]
    groups += [(f"sealed, {name}", [r for r in rows if r["domain"] == name and r["split"] == "sealed"])
               for name in sorted({r["domain"] for r in rows})]  # fmt: skip
    for name, some in groups:
        pairs = [scored[row["id"]] for row in some]
        baseline = ranks([(words(row), float(row["specificity"])) for row in some])
        figures.append((f"{name} ({len(some)})", ranks(pairs), interval(pairs, ranks), baseline))
    return figures


def on_interviews(embedder: MeaningMiniLM, path: Path) -> list[Figure]:
    rows = lines(path)
    rating = np.array([(row["specificity"] - 1) / 4 for row in rows])
    missing = np.array([[float(name in row["missing"]) for name in MISSING] for row in rows])
    out = left_out(*described([row["text"] for row in rows], embedder), rating, missing)
    pairs = list(zip(out[:, 0].tolist(), rating.tolist(), strict=True))
    lengths = [(words(row), float(value)) for row, value in zip(rows, rating, strict=True)]
    figures: list[Figure] = [
        ("interview sentences, left out", ranks(pairs), interval(pairs, ranks), ranks(lengths))
    ]
    tags = sorted({tag for row in rows for tag in row.get("note", "").split("; ") if tag})
    for tag in tags:
        error = [abs(p - r) for row, (p, r) in zip(rows, pairs, strict=True) if tag in row.get("note", "")]
        guess = [abs(0.5 - r) for row, (_, r) in zip(rows, pairs, strict=True) if tag in row.get("note", "")]
        mean = lambda some: float(np.mean(some))  # noqa: E731
        figures.append((f"mean error, {tag} ({len(error)})", mean(error), interval(error, mean), mean(guess)))
    print("\nGaps, F1 at the best threshold, clusters left out")
    thresholds(out[:, 1:], missing)
    return figures


def main() -> None:
    parser = models.arguments("how particular a sentence is", data=False)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    embedder = MeaningMiniLM(models.weights(given.models).path("minilm-l6-v2"))
    numbers = {"other fields": show("Ten other fields (baseline: words)", on_fields(Coach(embedder)))}
    path = given.data / "specificity/sentences.jsonl"
    if path.exists():
        numbers["interviews"] = show(
            "Interview sentences (baseline: words; errors: 0.5)", on_interviews(embedder, path)
        )
    if not given.dry:
        ledger.append("specificity", numbers)


if __name__ == "__main__":
    main()
