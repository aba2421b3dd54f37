"""Does the coach see which key points an answer makes? Three figures, each beside simple baselines.

    uv run python benchmarks/coverage.py [--data ../shared/data] [--dry]

- human scores of short answers (`<data>/grading`), where present: with each question left out of the fit
- our pairs: one text says a point in other words, one mentions its words without saying it
- the bank's key points against the strong and the weak sample answer, and the strong one to another question
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import ledger
import models
from advice import DATA, Figure, interval, show
from extrabrain.bank.pack import builtin
from extrabrain.coach.coverage import coverage
from extrabrain.coach.reading import read
from extrabrain.coach.stems import stems
from extrabrain.coach.tokens import tokens
from extrabrain.library.meanings import MeaningMiniLM

sys.path.append(str(Path(__file__).parents[1] / "tools"))
from fit_coverage import graded, left_out, signs_of

PAIRS = Path(__file__).parent / "data" / "coverage" / "pairs.jsonl"


def overlap(point: str, text: str) -> float:
    wanted = stems([t.low for t in tokens(point)])
    return len(wanted & stems([t.low for t in tokens(text)])) / max(1, len(wanted))


def pearson(some: Sequence[tuple[float, float]]) -> float:
    return float(np.corrcoef(np.asarray(some).T)[0, 1])


def on_grading(embedder: MeaningMiniLM, path: Path) -> list[Figure]:
    rows = graded(path)
    scores = np.array([float(row["score"]) for row in rows])
    group = np.array([row["question"] for row in rows])
    out = left_out(signs_of(rows, embedder), scores, group)
    pairs = list(zip(out.tolist(), scores.tolist(), strict=True))
    shipped = [
        (
            coverage(read(r["text"], (), embedder), r["question"], [r["reference"]], embedder).overall or 0.0,
            float(r["score"]),
        )
        for r in rows
    ]
    words = [(overlap(row["reference"], row["text"]), row["score"]) for row in rows]
    length = [(float(len(row["text"].split())), row["score"]) for row in rows]
    return [
        ("Pearson, question left out", pearson(pairs), interval(pairs, pearson), pearson(words)),
        ("Pearson as shipped, seen in the fit", pearson(shipped), interval(shipped, pearson), pearson(words)),
        ("the same by length alone", pearson(length), interval(length, pearson), None),
    ]


def on_pairs(embedder: MeaningMiniLM) -> list[Figure]:
    rows = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]

    def score(row: Any, side: str) -> float:
        return (
            coverage(read(row[side], (), embedder), row["question"], [row["point"]], embedder).points[0].score
        )

    scored = [(score(row, "says"), score(row, "mentions")) for row in rows]
    plain = [(overlap(row["point"], row["says"]), overlap(row["point"], row["mentions"])) for row in rows]

    def right(some: Sequence[tuple[float, float]]) -> float:
        return float(np.mean([says > mentions for says, mentions in some]))

    return [("says it above mentions it", right(scored), interval(scored, right), right(plain))]


def on_bank(embedder: MeaningMiniLM) -> list[Figure]:
    questions = [q for q in builtin().values() if q.strong and q.weak and q.key_points]

    def covered(question: Any, text: str) -> list[float]:
        found = coverage(read(text, (), embedder), question.text, question.key_points, embedder)
        return [float(point.status != "missing") for point in found.points]

    def share(values: Sequence[float]) -> float:
        return float(np.mean(values))

    other = {q.question_id: questions[(at + 1) % len(questions)] for at, q in enumerate(questions)}
    sides = (
        ("points met, strong answer", lambda q: q.strong),
        ("points met, weak answer", lambda q: q.weak),
        ("points met, another question's strong", lambda q: other[q.question_id].strong),
    )
    figures: list[Figure] = []
    for name, text in sides:
        values = [v for q in questions for v in covered(q, text(q))]
        figures.append((name, share(values), interval(values, share), None))
    return figures


def main() -> None:
    parser = models.arguments("which key points an answer makes", data=False)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    embedder = MeaningMiniLM(models.weights(given.models).path("minilm-l6-v2"))
    numbers = {"pairs": show("Pairs (baseline: shared words)", on_pairs(embedder))}
    numbers["bank"] = show("Our question bank", on_bank(embedder))
    path = given.data / "grading/saf_train.jsonl"
    if path.exists():
        numbers["grading"] = show("Human scores (baseline: shared words)", on_grading(embedder, path))
    if not given.dry:
        ledger.append("coverage", numbers)


if __name__ == "__main__":
    main()
