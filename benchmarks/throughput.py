"""How many answers `assess --jsonl` gets through, warm: answers of about 200 words, on this machine.

    uv run python benchmarks/throughput.py [--answers 200]

The answers are the strong ones of our labelled sets, each once, so that nothing is met twice. Baselines in
the same run, all on one thread: the bare embedder over the same sentences, and a coach without embeddings.
"""

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path

import ledger
import models
from extrabrain.bank.pack import builtin
from extrabrain.coach.coach import Coach
from extrabrain.coach.pulse import PulseMachine
from extrabrain.flows.assess import Assessing, Outcome
from extrabrain.library.embed import MiniLM
from extrabrain.library.meanings import MeaningMiniLM


def lines(count: int) -> list[str]:
    """JSON lines with answers of 150 to 250 words."""
    rows = [json.loads(line) for path in sorted(ANSWERS.glob("*.jsonl")) for line in path.open("rb")]
    strong = [row for row in rows if row["variant"] == "strong" and 150 <= len(row["text"].split()) <= 250]
    return [
        json.dumps({name: row[name] for name in ("id", "question", "text", "pattern")}) for row in strong
    ][:count]


ANSWERS = Path(__file__).parent / "data" / "answers"


def rate(assessing: Assessing, given: Iterable[str]) -> float:
    began = time.perf_counter()
    outcomes: list[Outcome] = list(assessing.lines(given, workers=1))
    if any(outcome.code for outcome in outcomes):
        raise SystemExit("an answer could not be assessed")
    return len(outcomes) / (time.perf_counter() - began)


def embed_rate(folder: Path, given: list[str]) -> float:
    embedder = MiniLM(folder)
    texts = [json.loads(line)["text"].split(". ") for line in given]
    began = time.perf_counter()
    for sentences in texts:
        embedder.embed(sentences)
    return len(texts) / (time.perf_counter() - began)


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
    batch = lines(given.answers)
    with_embeddings = Assessing(Coach(MeaningMiniLM(folder)), builtin())
    rate(with_embeddings, batch[:40])
    numbers = {
        "answers": given.answers,
        "answers_per_s": round(rate(with_embeddings, batch), 1),
        "no_embeddings_per_s": round(rate(Assessing(Coach(None), builtin()), batch), 1),
        "bare_embedder_per_s": round(embed_rate(folder, batch), 1),
        "live_update_ms": round(pulse_ms(), 2),
    }
    for name, value in numbers.items():
        print(f"{name:<22}{value:>10}")
    print("target: answers_per_s >= 40, live_update_ms <= 3")
    if not given.dry:
        ledger.append("throughput", numbers)


if __name__ == "__main__":
    main()
