"""How well search ranks: nDCG@10 on claims, windows of meetings and turns of calls, beside its parts.

    uv run python benchmarks/retrieval.py [--data ../shared/data] [--dry]

*Claims*: each abstract of `roles` loses its last sentence of results, which is asked for: the rest of its
abstract is relevant. *Windows*: each meeting of `meetings` is cut into windows of about 180 words and asked
its specific queries; a window is relevant if it overlaps the labelled turns. They are asked in one workspace
of all meetings, as pieces of a talk and on their own, and in a workspace of each meeting. *Turns*: calls of
`disfluency`, a document each turn, and questions that we wrote about them in `data/retrieval/calls.jsonl`.
Weights were chosen on all of these. 95 % intervals by bootstrap over queries; *best* is the better of BM25
and rank fusion, *ahead* the difference to it.
"""

import gzip
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
from extrabrain.record.rows import rows

DATA = Path(os.path.normpath(Path(__file__).parents[1] / ".." / "shared" / "data"))
ASKED = Path(__file__).parent / "data" / "retrieval" / "calls.jsonl"
WINDOW = 180
SPEAKERS = (("Walt", "Randy"), ("Elena", "Victor"), ("Carol", "Diane"), ("Kim", "Frank"), ("Tom", "Sheila"),
            ("Marcus", "Phil"))  # fmt: skip
"""Names for the two sides of the first calls, as the questions use them."""

WAYS = ("BM25", "meaning", "rank fusion", "search")

Query = tuple[str, set[str]]


@dataclass(frozen=True)
class Set:
    """JSON lines to bring in, and queries with the ids of what is relevant."""

    lines: list[str]
    queries: list[Query]


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


def meetings(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def windowed(some: Iterable[tuple[int, dict[str, Any]]], *, titled: bool) -> Set:
    """Untitled: none has neighbours."""
    made = Set([], [])
    for number, meeting in some:
        turns, cut = meeting["meeting_transcripts"], windows(meeting)
        for first, last in cut:
            text = "\n".join(f"{t['speaker']}: {t['content']}" for t in turns[first : last + 1])
            name = f"Meeting {number}" if titled else ""
            made.lines.append(json.dumps({"external_id": f"{number}.{first}", "title": name, "text": text}))
        for query in meeting["specific_query_list"]:
            spans = [(int(a), int(b)) for a, b in query["relevant_text_span"]]
            hit = {f"{number}.{a}" for a, b in cut if any(a <= y and b >= x for x, y in spans)}
            if hit:
                made.queries.append((query["query"], hit))
    return made


def claims(path: Path) -> Set:
    made = Set([], [])
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        abstract = json.loads(line)
        said, roles = abstract["sentences"], abstract["labels"]
        held = [n for n, role in enumerate(roles) if role == "result" and 6 <= len(said[n].split()) <= 45]
        if held and len(said) > 3:
            made.queries.append((said.pop(held[-1]), {f"p{number}"}))
        text = " ".join(said)
        made.lines.append(json.dumps({"external_id": f"p{number}", "text": text, "kind": "publication"}))
    return made


def turns(path: Path) -> Set:
    made = Set([], [])
    call, before = 0, 0
    for line in path.read_text(encoding="utf-8").splitlines():
        turn = re.match(r"([AB])\.(\d+): (.*)", line)
        if turn is None:
            continue
        number = int(turn[2])
        call, before = call + (number < before), number
        who = (SPEAKERS[call] if call < len(SPEAKERS) else (f"Ann {call}", f"Bo {call}"))[turn[1] == "B"]
        given = {"external_id": f"call{call}/{number}", "title": f"Call {call}", "kind": "transcript"}
        made.lines.append(json.dumps({**given, "text": f"{who}: {plain(turn[3])}"}))
    for line in ASKED.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        made.queries.append((asked["question"], {f"call{asked['call']}/{n}" for n in asked["turns"]}))
    return made


def plain(marked: str) -> str:
    """Without marks of disfluency; of a repair, what was meant."""
    text = re.sub(r"\{[A-Z] ([^{}]*)\}", r"\1", marked)
    for _ in range(4):  # repairs lie in repairs
        text = re.sub(r"\[([^\[\]+]*)\+([^\[\]]*)\]", r"\2", text)
    return " ".join(re.sub(r"<[^>]*>|\(\(|\)\)|-/|[/\[\]{}+]", "", text).split())


def reciprocal(lists: Sequence[Sequence[str]]) -> list[str]:
    """Reciprocal rank fusion, k = 60."""
    scores: dict[str, float] = {}
    for ranked in lists:
        for rank, one in enumerate(ranked):
            scores[one] = scores.get(one, 0.0) + 1 / (61 + rank)
    return sorted(scores, key=lambda one: -scores[one])


def bm25(store: Store, words: Sequence[str]) -> list[int]:
    """Passages as the full-text index itself ranks them."""
    sql = "SELECT rowid FROM passages_found WHERE passages_found MATCH ? ORDER BY rank LIMIT 400"
    asked = " OR ".join(f'"{word}"' for word in words)
    return [passage_id for (passage_id,) in store.read(lambda c: rows(c, sql, asked))]


def gains(asked: Set, embedder: MiniLM) -> list[list[float]]:
    """For each query nDCG@10 of each of `WAYS`. Meaning is of whole texts, as they stand."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s.db", bytes(32)) as store:
        for _ in shelve_lines(store, asked.lines):
            pass
        learn_meaning(store, embedder)
        both = Finder(store, embedder)
        shelved: list[int] = both.shelf().passage_ids.tolist()
        held = passages.passages_of(store, shelved)
        ids, of = list(held), {i: p.external_id for i, p in held.items()}
        vectors = embedder.embed([p.text for p in held.values()])
        found: list[list[float]] = []
        for query, relevant in asked.queries:
            lexical = list(dict.fromkeys(of[i] for i in bm25(store, content_words(query))))
            near = np.argsort(-(vectors @ embedder.embed([query])[0]))[:400]
            meant = list(dict.fromkeys(of[ids[i]] for i in near))
            ours = [hit.external_id for hit in both.search(query)]
            ways = (lexical, meant, reciprocal([lexical, meant]), ours)
            found.append([ndcg(ranked, relevant) for ranked in ways])
    return found


def summed(found: list[list[float]]) -> dict[str, Any]:
    values = np.array(found)
    means = values.mean(axis=0)
    chance = np.random.default_rng(1)
    drawn = values[chance.integers(0, len(values), (2_000, len(values)))].mean(axis=1)
    best = 0 if means[0] >= means[2] else 2
    low, high = np.percentile(drawn[:, 3], [2.5, 97.5])
    ahead = np.percentile(drawn[:, 3] - drawn[:, best], [2.5, 97.5])
    return {
        **{way: round(float(mean), 4) for way, mean in zip(WAYS, means, strict=True)},
        "search, 95 %": [round(float(low), 3), round(float(high), 3)],
        "ahead of the better of BM25 and rank fusion, 95 %": [round(float(x), 3) for x in ahead],
        "queries": len(values),
    }


def main() -> None:
    parser = models.arguments(__doc__ or "", data=False)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    path = given.data / "meetings" / "qmsum_val8.jsonl.gz"
    if not path.exists():
        raise SystemExit(f"{path}: no such file; give --data.")
    embedder = MiniLM(models.weights(given.models).path("minilm-l6-v2"), threads=2)
    held = list(enumerate(meetings(path)))
    sets: dict[str, list[Set]] = {
        "claims": [claims(given.data / "roles" / "csabstruct_dev.jsonl")],
        "turns of calls": [turns(given.data / "disfluency" / "switchboard_dev12.txt")],
        "windows, pieces of a talk": [windowed(held, titled=True)],
        "windows, each meeting alone": [windowed([one], titled=True) for one in held],
        "windows on their own": [windowed(held, titled=False)],
    }
    numbers: dict[str, Any] = {}
    for name, parts in sets.items():
        numbers[name] = summed([one for part in parts for one in gains(part, embedder)])
        print(name, json.dumps(numbers[name]), flush=True)
    if not given.dry:
        ledger.append("retrieval", numbers)


if __name__ == "__main__":
    main()
