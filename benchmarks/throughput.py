"""How many answers `assess --jsonl` gets through, warm: answers of about 200 words, on this machine.

    uv run python benchmarks/throughput.py [--answers 400]

The answers are the bank's own strong samples. Baselines in the same run: the bare embedder over the
same sentences, which no coach with embeddings can beat, and a coach without embeddings.
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


def lines(count: int) -> list[str]:
    """JSON lines; each answer is cut and joined differently, so that no cache of sentences helps much."""
    questions = [q for q in builtin().values() if q.strong]
    made: list[str] = []
    for number in range(count):
        question = questions[number % len(questions)]
        words = question.strong.split()
        turn = (number // len(questions)) * 7 % len(words)
        text = " ".join(words[turn:] + words[:turn])
        made.append(json.dumps({"id": number, "question": question.text, "text": text}))
    return made


def rate(assessing: Assessing, given: Iterable[str]) -> float:
    began = time.perf_counter()
    outcomes: list[Outcome] = list(assessing.lines(given))
    if any(outcome.code for outcome in outcomes):
        raise SystemExit("an answer could not be assessed")
    return len(outcomes) / (time.perf_counter() - began)


def embed_rate(folder: Path, given: list[str]) -> float:
    embedder = MiniLM(folder)
    texts = [json.loads(line)["text"].replace("; ", ". ").split(". ") for line in given]
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
    parser.add_argument("--answers", type=int, default=400)
    given: argparse.Namespace = parser.parse_args()
    folder = models.weights(given.models).path("minilm-l6-v2")
    batch = lines(given.answers)
    with_embeddings = Assessing(Coach(MiniLM(folder)), builtin())
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
