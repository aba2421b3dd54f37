"""How many answers `assess --jsonl` gets through, warm, on one thread: answers of 150 to 250 words.

    uv run python benchmarks/throughput.py [--answers 200]

The answers are the strong ones of our labelled sets, each met once. Baselines in the same run: the bare
embedder over the same sentences, and a coach without embeddings. `with_points`: each answer also has the key
points of one of ten questions of the bank, for which the whole embedder is run.
"""

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import ledger
import models
from extrabrain.bank.pack import builtin
from extrabrain.coach.coach import Coach
from extrabrain.coach.pulse import PulseMachine
from extrabrain.flows.assess import Assessing, Outcome
from extrabrain.library.embed import MiniLM
from extrabrain.library.meanings import MeaningMiniLM

ANSWERS = Path(__file__).parent / "data" / "answers"
WARM_UP = 20


def lines(count: int) -> list[dict[str, Any]]:
    """Answers with their questions; none that another line has."""
    rows = [json.loads(line) for path in sorted(ANSWERS.glob("*.jsonl")) for line in path.open("rb")]
    strong = [row for row in rows if row["variant"] == "strong" and 150 <= len(row["text"].split()) <= 250]
    return [{name: row[name] for name in ("id", "question", "text", "pattern")} for row in strong][:count]


def with_points(rows: Sequence[dict[str, Any]]) -> list[str]:
    points = [question.key_points for question in builtin().values() if question.key_points][:10]
    return [json.dumps(row | {"key_points": points[at % len(points)]}) for at, row in enumerate(rows)]


def rate(assessing: Assessing, given: Iterable[str]) -> float:
    began = time.perf_counter()
    outcomes: list[Outcome] = list(assessing.lines(given, workers=1))
    if any(outcome.code for outcome in outcomes):
        raise SystemExit("an answer could not be assessed")
    return len(outcomes) / (time.perf_counter() - began)


def embed_rate(folder: Path, rows: Sequence[dict[str, Any]]) -> float:
    embedder = MiniLM(folder)
    began = time.perf_counter()
    for row in rows:
        embedder.embed(row["text"].split(". "))
    return len(rows) / (time.perf_counter() - began)


def pulse_ms() -> float:
    """One live update in the middle of an answer: mean over a whole answer said word by word."""
    question = builtin()["rlhf-limits"]
    words = question.strong.split()
    machine = PulseMachine(question)
    began = time.perf_counter()
    for end in range(1, len(words)):
        machine.push(" ".join(words[:end]), (), end * 400)
    return (time.perf_counter() - began) * 1000 / len(words)


def main() -> None:
    parser = models.arguments("answers per second of assess --jsonl", data=False)
    parser.add_argument("--answers", type=int, default=200)
    given: argparse.Namespace = parser.parse_args()
    folder = models.weights(given.models).path("minilm-l6-v2")
    rows = lines(WARM_UP + given.answers)
    batch = [json.dumps(row) for row in rows]
    coach = Assessing(Coach(MeaningMiniLM(folder)), builtin())
    rate(coach, with_points(rows[:WARM_UP]))
    fresh = Assessing(Coach(MeaningMiniLM(folder)), builtin())
    rate(fresh, with_points(rows[:WARM_UP]))
    numbers = {
        "answers": len(rows) - WARM_UP,
        "answers_per_s": round(rate(coach, batch[WARM_UP:]), 1),
        "with_points_per_s": round(rate(fresh, with_points(rows[WARM_UP:])), 1),
        "no_embeddings_per_s": round(rate(Assessing(Coach(None), builtin()), batch[WARM_UP:]), 1),
        "bare_embedder_per_s": round(embed_rate(folder, rows[WARM_UP:]), 1),
        "live_update_ms": round(pulse_ms(), 2),
    }
    for name, value in numbers.items():
        print(f"{name:<22}{value:>10}")
    print("target: answers_per_s >= 40, live_update_ms <= 3")
    if not given.dry:
        ledger.append("throughput", numbers)


if __name__ == "__main__":
    main()
