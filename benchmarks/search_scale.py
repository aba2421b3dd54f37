"""How fast search is in a large workspace, how near its meaning is to exact, and what it takes of memory.

    uv run python benchmarks/search_scale.py [--passages 100000] [--beside] [--dry]

Texts are made of words as frequent as in our own documents, vectors lie in clusters; both from a fixed seed.
A query is some words of a passage and a vector near its own. Each part runs in a process of its own, so that
memory is that of searching alone. `--beside` asks chromadb and lancedb the same over the same vectors and
texts, from an environment of their own that is made for the run and thrown away.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[1]
DIMS, CENTRES, BLOCK, WORDS, QUERIES = 384, 2_000, 20_000, 60, 200
NOISE, QUERY_NOISE = 0.9, 0.35
"""Length of the noise beside that of its centre: neighbours are near as sentences on one topic are."""
SEED = 20261125
PASSAGES_A_DOCUMENT = 10

Floats = npt.NDArray[np.float32]


def vocabulary() -> tuple[list[str], npt.NDArray[np.float64]]:
    """Words of our documentation, packs and code by frequency, and a tail of rarer made-up ones."""
    files = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("src/extrabrain/bank/packs/*.yaml")]
    files += [*ROOT.glob("benchmarks/data/answers/*.jsonl"), *ROOT.glob("src/**/*.py")]
    counts = Counter(
        w for f in files for w in re.findall(r"[a-z]{2,}", f.read_text(encoding="utf-8").lower())
    )
    found = [word for word, _ in counts.most_common()]
    found += [f"{found[n % 997]}{found[n % 1009]}" for n in range(120_000)]
    found = list(dict.fromkeys(found))
    weights = 1.0 / (np.arange(len(found)) + 2.7)
    return found, weights / weights.sum()


def blocks(count: int) -> Iterator[tuple[int, Floats, npt.NDArray[np.int64]]]:
    """Vectors and the numbers of the words of passages, a block at a time."""
    words, weights = vocabulary()
    edges = np.cumsum(weights)
    centres = unit(np.random.default_rng(SEED).normal(size=(CENTRES, DIMS)))
    for at in range(0, count, BLOCK):
        chance = np.random.default_rng(SEED + 1 + at)
        size = min(BLOCK, count - at)
        near = centres[chance.integers(0, CENTRES, size)]
        vectors = unit(near + NOISE / DIMS**0.5 * chance.normal(size=(size, DIMS)))
        picked = np.searchsorted(edges, chance.random((size, WORDS))).clip(0, len(words) - 1)
        yield at, vectors, picked


def unit(rows: npt.NDArray[np.float64]) -> Floats:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def questions(count: int) -> tuple[list[str], Floats, npt.NDArray[np.int64]]:
    """Query texts, their vectors, and the ten passages that are truly nearest to each."""
    words, _ = vocabulary()
    chance = np.random.default_rng(SEED - 1)
    chosen = np.sort(chance.choice(count, QUERIES, replace=False))
    texts: list[str] = []
    vectors = np.zeros((QUERIES, DIMS), np.float32)
    for at, block, picked in blocks(count):
        for n in np.flatnonzero((chosen >= at) & (chosen < at + len(block))):
            some = chance.choice(WORDS, chance.integers(3, 9), replace=False)
            texts.append(" ".join(words[i] for i in picked[chosen[n] - at][some]))
            vectors[n] = block[chosen[n] - at]
    vectors = unit(vectors + QUERY_NOISE / DIMS**0.5 * chance.normal(size=vectors.shape))
    best = np.full((QUERIES, 10), -1.0, np.float32)
    rows = np.zeros((QUERIES, 10), np.int64)
    for at, block, _ in blocks(count):
        both = np.hstack([best, vectors @ block.T])
        numbers = np.hstack([rows, np.broadcast_to(np.arange(at, at + len(block)), (QUERIES, len(block)))])
        top = np.argpartition(-both, 10, axis=1)[:, :10]
        best, rows = np.take_along_axis(both, top, 1), np.take_along_axis(numbers, top, 1)
    return texts, vectors, rows


def build(folder: Path, count: int) -> dict[str, float]:
    from extrabrain.core.document import Brought, Passage, Span
    from extrabrain.library.nearest import packed
    from extrabrain.record import documents, vectors
    from extrabrain.record.db import Store

    words, _ = vocabulary()
    began = time.monotonic()
    with Store.open(folder / "s.db", bytes(32)) as store:
        for at, block, picked in blocks(count):
            batch: list[tuple[Brought, list[Passage]]] = []
            for first in range(0, len(block), PASSAGES_A_DOCUMENT):
                texts = [
                    " ".join(words[i] for i in row) for row in picked[first : first + PASSAGES_A_DOCUMENT]
                ]
                name = f"d{at + first}"
                passages = [Passage(n, name, text, Span(0, len(text))) for n, text in enumerate(texts)]
                batch.append((Brought(name, name, "\n".join(texts)), passages))
            kept = documents.keep(store, batch)
            waiting = [
                vectors.Waiting(one.document_id, documents.digest_of(brought), ())
                for one, (brought, _) in zip(kept, batch, strict=True)
            ]
            step = PASSAGES_A_DOCUMENT
            blobs = [packed(block[n : n + step]) for n in range(0, len(block), step)]
            vectors.put(store, "scripted", list(zip(waiting, blobs, strict=True)))
    return {"build_s": time.monotonic() - began, "disk_mb": (folder / "s.db").stat().st_size / 1e6}


class Scripted:
    """Costs what the real embedder costs, and gives the vector of the query that was drawn."""

    name = "scripted"

    def __init__(self, texts: Sequence[str], vectors: Floats) -> None:
        import models
        from extrabrain.app.places import places
        from extrabrain.library.embed import MiniLM

        self._real = MiniLM(models.weights(places().models).path("minilm-l6-v2"))
        self._vectors = dict(zip(texts, vectors, strict=True))

    def embed(self, texts: Sequence[str]) -> Floats:
        self._real.embed(texts)
        return np.stack([self._vectors[text] for text in texts])


def search(folder: Path) -> dict[str, float]:
    from extrabrain.flows.find import Finder
    from extrabrain.record.db import Store

    asked = np.load(folder / "asked.npz")
    texts = [str(text) for text in asked["texts"]]
    with Store.open(folder / "s.db", bytes(32)) as store:
        finder = Finder(store, Scripted(texts, asked["vectors"]))
        began = time.monotonic()
        finder.search(texts[0])
        load = time.monotonic() - began
        took: list[float] = []
        for text in texts:
            began = time.perf_counter()
            finder.search(text)
            took.append(1000 * (time.perf_counter() - began))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        shelf = finder.shelf()
        found = [
            len({*shelf.row_of_vector[shelf.nearest.near(v, most=10).rows].tolist()} & {*truth.tolist()}) / 10
            for v, truth in zip(asked["vectors"], asked["truth"], strict=True)
        ]
    low, high = np.percentile(took, [50, 95])
    return {
        "load_s": load,
        "p50_ms": low,
        "p95_ms": high,
        "recall_at_10": float(np.mean(found)),
        "peak_mb": peak,
    }


def beside(folder: Path, count: int) -> dict[str, Any]:
    """chromadb and lancedb, from an environment of their own."""
    words, _ = vocabulary()
    held = np.lib.format.open_memmap(folder / "all.npy", "w+", np.float32, (count, DIMS))
    with (folder / "texts.txt").open("w") as out:
        for at, block, picked in blocks(count):
            held[at : at + len(block)] = block
            out.writelines(" ".join(words[i] for i in row) + "\n" for row in picked)
    held.flush()
    place = folder / "venv"
    subprocess.run(["uv", "venv", "-q", str(place)], check=True)
    python = place / "bin" / "python"
    subprocess.run(
        ["uv", "pip", "install", "-q", "-p", str(python), "chromadb", "lancedb", "pyarrow", "numpy"],
        check=True,
    )
    made: dict[str, Any] = {}
    for name in ("chromadb", "lancedb"):
        ran = subprocess.run(
            [python, Path(__file__).parent / "search_beside.py", name, folder],
            stdout=subprocess.PIPE,
            check=True,
        )
        made[name] = json.loads(ran.stdout.splitlines()[-1])
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--beside", action="store_true", help="chromadb and lancedb too")
    parser.add_argument("--dry", action="store_true", help="print only; append nothing to results/")
    parser.add_argument("--part", choices=("build", "ask", "search"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="keep what was built here, and use it again")
    given = parser.parse_args()
    if given.part:
        print(json.dumps(_part(given.part, given.folder, given.passages)))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        folder.mkdir(exist_ok=True)
        numbers: dict[str, Any] = {"passages": given.passages}
        parts = [] if (folder / "asked.npz").exists() else ["build", "ask"]
        for part in [*parts, "search"]:
            ran = subprocess.run(
                [
                    sys.executable,
                    __file__,
                    "--part",
                    part,
                    "--folder",
                    folder,
                    "--passages",
                    str(given.passages),
                ],
                stdout=subprocess.PIPE,
                check=True,
            )
            numbers |= json.loads(ran.stdout.splitlines()[-1])
            print(numbers, flush=True)
        if given.beside:
            numbers["beside"] = beside(folder, given.passages)
            print(numbers["beside"])
    if not given.dry:
        import ledger

        ledger.append("search_scale", numbers)


def _part(part: str, folder: Path, count: int) -> dict[str, float]:
    if part == "build":
        return build(folder, count)
    if part == "search":
        return search(folder)
    texts, vectors, truth = questions(count)
    np.savez(folder / "asked.npz", texts=np.array(texts), vectors=vectors, truth=truth)
    return {}


if __name__ == "__main__":
    main()
