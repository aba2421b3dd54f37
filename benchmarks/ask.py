"""Whether `ask` knows what it does not know: precision and recall of "it is there", on meetings.

    uv run python benchmarks/ask.py [--data ../shared/data] [--dry]

Each meeting is a workspace of its own, in windows as `retrieval.py` cuts them. It is asked its own
questions, whose answers are there, those of the other meetings, whose answers are not (some are, by
chance: meetings of one project share their subjects), and questions about other worlds. The line in
`flows/ask.py` was drawn once over all of them, so neither half is blind. The baseline draws the best
line it can find on the cosine of question and best passage alone, on the first half.
"""

import gzip
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

import ledger
import models
import retrieval
from extrabrain.flows import ask
from extrabrain.flows.find import Finder
from extrabrain.flows.shelve import learn_meaning, shelve_lines
from extrabrain.library.embed import MiniLM
from extrabrain.record.db import Store

ELSEWHERE = (
    "What is the boiling point of mercury?",
    "Who won the world cup in 1998?",
    "What did my dentist say about the crown?",
    "How many Hindi prompts did the classifier miss?",
    "Which country has the highest inflation rate?",
    "When does the train to Berlin leave?",
    "What is our policy on parental leave?",
    "How do I reset my router password?",
    "What was the p-value of the clinical trial?",
    "Who is the chief executive of the bakery chain?",
)
"""Questions that no meeting speaks of."""

AFAR = -1

DATA = Path(os.path.normpath(Path(__file__).parents[1] / ".." / "shared" / "data"))


def judged(meetings: list[dict[str, Any]], embedder: MiniLM) -> list[tuple[int, int, float, float, bool]]:
    """For each question: workspace, where it comes from, evidence, passage cosine, cited rightly."""
    found: list[tuple[int, int, float, float, bool]] = []
    questions = [(n, q) for n, meeting in enumerate(meetings) for q in meeting["specific_query_list"]]
    questions += [(AFAR, {"query": text, "relevant_text_span": []}) for text in ELSEWHERE]
    for number, meeting in enumerate(meetings):
        turns, cut = meeting["meeting_transcripts"], retrieval.windows(meeting)
        lines = [
            json.dumps(
                {
                    "external_id": f"{a}-{b}",
                    "text": "\n".join(f"{t['speaker']}: {t['content']}" for t in turns[a : b + 1]),
                }
            )
            for a, b in cut
        ]
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s.db", bytes(32)) as store:
            for _ in shelve_lines(store, lines):
                pass
            learn_meaning(store, embedder)
            asker = ask.Asker(store, Finder(store, embedder))
            for origin, query in questions:
                told = asker.ask(query["query"])
                vectors = embedder.embed([query["query"], *(h.text for h in told.passages)])
                near = float((vectors[1:] @ vectors[0]).max()) if told.passages else 0.0
                cited = any(overlaps(c.external_id, query) for c in told.citations) and origin == number
                found.append((number, origin, told.evidence, near, cited))
    return found


def overlaps(external_id: str, query: dict[str, Any]) -> bool:
    first, last = map(int, external_id.split("-"))
    return any(first <= int(b) and last >= int(a) for a, b in query["relevant_text_span"])


def line(scores: Any, there: Any) -> float:
    """The threshold with the best balanced accuracy."""
    return max(scores, key=lambda t: (scores[there] >= t).mean() + (scores[~there] < t).mean())


def figures(scores: Any, there: Any, threshold: float) -> dict[str, float]:
    said = scores >= threshold
    return {
        "recall": float(said[there].mean()),
        "refused where it is not": float((~said)[~there].mean()),
        "precision": float(there[said].mean()) if said.any() else 0.0,
    }


def main() -> None:
    parser = models.arguments(__doc__ or "", data=False)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    path = given.data / "meetings" / "qmsum_val8.jsonl.gz"
    if not path.exists():
        raise SystemExit(f"{path}: no such file; give --data.")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        meetings = [json.loads(each) for each in file]
    embedder = MiniLM(models.weights(given.models).path("minilm-l6-v2"), threads=2)
    rows = judged(meetings, embedder)
    number, origin, evidence, near, cited = (np.array(column) for column in zip(*rows, strict=True))
    there, afar = number == origin, origin == AFAR
    drawn = number % 2 == 0
    passage = line(near[drawn & ~afar], there[drawn & ~afar])
    numbers: dict[str, Any] = {}
    for name, half in (("drawing half", drawn), ("other half", ~drawn)):
        close = half & ~afar
        numbers[name] = {
            "ask": figures(evidence[close], there[close], ask.ENOUGH),
            "best passage": figures(near[close], there[close], passage),
            "other worlds refused": {
                "ask": float((evidence[half & afar] < ask.ENOUGH).mean()),
                "best passage": float((near[half & afar] < passage).mean()),
            },
            "cited rightly": float(cited[half & there].mean()),
            "questions": [int((half & there).sum()), int((close & ~there).sum()), int((half & afar).sum())],
        }
        print(name, json.dumps(numbers[name], indent=1))
    if not given.dry:
        ledger.append("ask", numbers)


if __name__ == "__main__":
    main()
