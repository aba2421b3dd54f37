"""How well search ranks: nDCG@10 on windows of meetings, beside BM25 alone, meaning alone and rank fusion.

    uv run python benchmarks/retrieval.py [--data ../shared/data] [--dry]

Each meeting of `<data>/meetings` is cut into windows of about 180 words, brought in as documents, and asked
its specific queries; a window is relevant if it overlaps the labelled turns. All lie in one workspace.
"""

import gzip
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import ledger
import models
from extrabrain.flows.find import Finder
from extrabrain.flows.shelve import learn_meaning, shelve_lines
from extrabrain.library.embed import MiniLM
from extrabrain.library.fuse import content_words
from extrabrain.record import passages
from extrabrain.record.db import Store
from extrabrain.record.passages import Within

DATA = Path(os.path.normpath(Path(__file__).parents[1] / ".." / "shared" / "data"))
WINDOW = 180


def windows(meeting: dict[str, Any]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    first = said = 0
    turns = meeting["meeting_transcripts"]
    for at, turn in enumerate(turns):
        said += len(turn["content"].split())
        if said >= WINDOW or at == len(turns) - 1:
            found.append((first, at))
            first, said = at + 1, 0
    return found


def ndcg(ranked: Sequence[str], relevant: set[str], most: int = 10) -> float:
    gain = sum(1 / np.log2(n + 2) for n, one in enumerate(ranked[:most]) if one in relevant)
    return float(gain / sum(1 / np.log2(n + 2) for n in range(min(most, len(relevant)))))


def corpus(path: Path, *, titled: bool) -> tuple[list[str], list[tuple[str, set[str]]]]:
    """JSON lines to bring in, and queries with the ids of what is relevant. Untitled: none has neighbours."""
    lines: list[str] = []
    queries: list[tuple[str, set[str]]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            meeting = json.loads(line)
            turns, cut = meeting["meeting_transcripts"], windows(meeting)
            for first, last in cut:
                text = "\n".join(f"{t['speaker']}: {t['content']}" for t in turns[first : last + 1])
                name = f"Meeting {number}" if titled else ""
                lines.append(json.dumps({"external_id": f"{number}.{first}", "title": name, "text": text}))
            for query in meeting["specific_query_list"]:
                spans = [(int(a), int(b)) for a, b in query["relevant_text_span"]]
                hit = {f"{number}.{a}" for a, b in cut if any(a <= y and b >= x for x, y in spans)}
                if hit:
                    queries.append((query["query"], hit))
    return lines, queries


def reciprocal(lists: Sequence[Sequence[str]]) -> list[str]:
    """Reciprocal rank fusion, k = 60."""
    scores: dict[str, float] = {}
    for ranked in lists:
        for rank, one in enumerate(ranked):
            scores[one] = scores.get(one, 0.0) + 1 / (61 + rank)
    return sorted(scores, key=lambda one: -scores[one])


def measured(lines: list[str], queries: list[tuple[str, set[str]]], embedder: MiniLM) -> Mapping[str, float]:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s.db", bytes(32)) as store:
        for _ in shelve_lines(store, lines):
            pass
        learn_meaning(store, embedder)
        both = Finder(store, embedder)
        shelved: list[int] = both.shelf().passage_ids.tolist()
        of = {i: p.external_id for i, p in passages.passages_of(store, shelved).items()}
        vectors = embedder.embed([p.text for p in passages.passages_of(store, shelved).values()])
        ids = list(passages.passages_of(store, shelved))
        found: dict[str, list[float]] = {}
        for query, relevant in queries:
            words = passages.by_words(store, content_words(query), Within(), 400)
            lexical = list(dict.fromkeys(of[i] for i, _ in words))
            near = np.argsort(-(vectors @ embedder.embed([query])[0]))[:400]
            meant = list(dict.fromkeys(of[ids[i]] for i in near))
            for name, ranked in (
                ("BM25", lexical),
                ("meaning", meant),
                ("rank fusion", reciprocal([lexical, meant])),
                ("search", [hit.external_id for hit in both.search(query)]),
            ):
                found.setdefault(name, []).append(ndcg(ranked, relevant))
    return {name: float(np.mean(values)) for name, values in found.items()}


def main() -> None:
    parser = models.arguments(__doc__ or "", data=False)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    path = given.data / "meetings" / "qmsum_val8.jsonl.gz"
    if not path.exists():
        raise SystemExit(f"{path}: no such file; give --data.")
    embedder = MiniLM(models.weights(given.models).path("minilm-l6-v2"), threads=2)
    numbers: dict[str, Any] = {}
    for name, titled in (("pieces of a talk", True), ("windows on their own", False)):
        lines, queries = corpus(path, titled=titled)
        numbers[name] = measured(lines, queries, embedder)
        print(f"\n{name}: {len(lines)} windows, {len(queries)} queries, nDCG@10")
        for way, value in numbers[name].items():
            print(f"  {way:<14}{value:.3f}")
    if not given.dry:
        ledger.append("retrieval", numbers)


if __name__ == "__main__":
    main()
