"""How fast search is in a large workspace, how near its meaning is to exact, and what it takes of memory.

    uv run python benchmarks/search_scale.py [--passages 100000] [--beside] [--dry]

Texts are made of words as frequent as in our own documents. Vectors are those of a few thousand real
sentences, and between them: a sentence moved towards one of its nearest neighbours, and by the difference
of two others, so that neighbourhoods are as dense as real ones. A query is some words of a passage and its
vector moved so. Each part runs in a process of its own, so that memory is that of searching alone.
`--beside` asks chromadb and lancedb the same over the same vectors and texts, from an environment of their
own that is made for the run and thrown away. Each is asked in three ways: by vector, for the ten nearest
texts; by words and vector, fused (chromadb has no such search, and is asked by vector again); and the same
with the query embedded first, by the same model.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[1]
BLOCK, WORDS, QUERIES = 20_000, 60, 200
SENTENCES, AROUND = 4_000, 12
TOWARDS, ASIDE, ASKED_ASIDE = 0.7, 0.5, 0.5
"""How far at most a sentence is moved towards a neighbour, and by the difference of two; a query likewise."""
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


class Sentences:
    """Vectors of real sentences, and of each those that are nearest."""

    def __init__(self, vectors: Floats) -> None:
        self.vectors = vectors
        self.near = np.argsort(-(vectors @ vectors.T), axis=1)[:, 1 : AROUND + 1]

    @classmethod
    def in_folder(cls, folder: Path) -> "Sentences":
        """Embedded once for each folder."""
        kept = folder / "sentences.npy"
        if not kept.exists():
            import models
            from extrabrain.app.places import places
            from extrabrain.library.embed import MiniLM

            embedder = MiniLM(models.weights(places().models).path("minilm-l6-v2"))
            np.save(kept, embedder.embed(sentences()))
        return cls(np.load(kept))

    def moved(self, of: npt.NDArray[np.int64], chance: np.random.Generator, aside: float) -> Floats:
        some, size = self.vectors, len(of)

        def one() -> Floats:
            return some[self.near[of, chance.integers(0, AROUND, size)]]

        towards = TOWARDS * chance.random((size, 1)) * (one() - some[of])
        return unit(some[of] + towards + aside * chance.random((size, 1)) * (one() - one()))

    def blocks(self, count: int) -> Iterator[tuple[int, Floats, npt.NDArray[np.int64]]]:
        """Vectors and the numbers of the words of passages, a block at a time."""
        words, weights = vocabulary()
        edges = np.cumsum(weights)
        for at in range(0, count, BLOCK):
            chance = np.random.default_rng(SEED + 1 + at)
            size = min(BLOCK, count - at)
            vectors = self.moved(chance.integers(0, len(self.vectors), size), chance, ASIDE)
            picked = np.searchsorted(edges, chance.random((size, WORDS))).clip(0, len(words) - 1)
            yield at, vectors, picked


def sentences() -> list[str]:
    """Of our sample answers and packs: what people say in interviews."""
    files = sorted(ROOT.glob("benchmarks/data/answers/*.jsonl"))
    texts = [json.loads(line)["text"] for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    texts += [f.read_text(encoding="utf-8") for f in sorted(ROOT.glob("src/extrabrain/bank/packs/*.yaml"))]
    found = [s.strip() for text in texts for s in re.split(r"(?<=[.!?])\s+", text)]
    return sorted({s for s in found if 6 <= len(s.split()) <= 40})[:: max(1, len(found) // SENTENCES)]


def unit(rows: npt.NDArray[Any]) -> Floats:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def questions(some: Sentences, count: int) -> tuple[list[str], Floats, npt.NDArray[np.int64]]:
    """Query texts, their vectors, and the ten passages that are truly nearest to each."""
    words, _ = vocabulary()
    chance = np.random.default_rng(SEED - 1)
    chosen = np.sort(chance.choice(count, QUERIES, replace=False))
    texts: list[str] = []
    vectors = np.zeros((QUERIES, some.vectors.shape[1]), np.float32)
    for at, block, picked in some.blocks(count):
        for n in np.flatnonzero((chosen >= at) & (chosen < at + len(block))):
            few = chance.choice(WORDS, chance.integers(3, 9), replace=False)
            texts.append(" ".join(words[i] for i in picked[chosen[n] - at][few]))
            vectors[n] = block[chosen[n] - at]
    pairs = chance.integers(0, len(some.vectors), (2, QUERIES))
    apart = some.vectors[some.near[pairs[0], 0]] - some.vectors[some.near[pairs[1], 0]]
    vectors = unit(vectors + ASKED_ASIDE * chance.random((QUERIES, 1)) * apart)
    best = np.full((QUERIES, 10), -1.0, np.float32)
    rows = np.zeros((QUERIES, 10), np.int64)
    for at, block, _ in some.blocks(count):
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
    some = Sentences.in_folder(folder)
    began = time.monotonic()
    with Store.open(folder / "s.db", bytes(32)) as store:
        for at, block, picked in some.blocks(count):
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
    """Gives the vector of the query that was drawn, as it may be given to the others too."""

    name = "scripted"

    def __init__(self, texts: Sequence[str], vectors: Floats) -> None:
        self._vectors = dict(zip(texts, vectors, strict=True))

    def embed(self, texts: Sequence[str]) -> Floats:
        return np.stack([self._vectors[text] for text in texts])


class Costly(Scripted):
    """And costs what the real embedder costs."""

    def __init__(self, texts: Sequence[str], vectors: Floats) -> None:
        import models
        from extrabrain.app.places import places
        from extrabrain.library.embed import MiniLM

        super().__init__(texts, vectors)
        self._real = MiniLM(models.weights(places().models).path("minilm-l6-v2"), remembered=0)

    def embed(self, texts: Sequence[str]) -> Floats:
        self._real.embed(texts)
        return super().embed(texts)


def search(folder: Path) -> dict[str, Any]:
    from extrabrain.flows.find import Finder
    from extrabrain.record import passages
    from extrabrain.record.db import Store

    asked = np.load(folder / "asked.npz")
    texts, vectors = [str(text) for text in asked["texts"]], asked["vectors"]
    with Store.open(folder / "s.db", bytes(32)) as store:
        given, costly = Scripted(texts, vectors), Costly(texts, vectors)
        finder = Finder(store, given)
        began = time.monotonic()
        finder.search(texts[0])
        load = time.monotonic() - began
        shelf = finder.shelf()

        def near(vector: Floats) -> list[int]:
            rows = shelf.row_of_vector[shelf.nearest.near(vector, most=10).rows]
            passages.passages_of(store, shelf.passage_ids[rows].tolist())
            return rows.tolist()

        near(vectors[0])
        numbers: dict[str, Any] = {"load_s": load, "by vector": timed(near, vectors)}
        numbers["fused"] = timed(finder.search, texts)
        finder.embedder = costly
        finder.search(texts[0])
        numbers["embedded and fused"] = timed(finder.search, texts)
        numbers["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found = [
            len({*near(v)} & {*truth.tolist()}) / 10 for v, truth in zip(vectors, asked["truth"], strict=True)
        ]
    return {**numbers, "recall_at_10": float(np.mean(found))}


def timed(ask: Callable[[Any], Any], queries: Iterable[Any]) -> dict[str, float]:
    took: list[float] = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        took.append(1000 * (time.perf_counter() - began))
    low, high = np.percentile(took, [50, 95])
    return {"p50_ms": round(low, 2), "p95_ms": round(high, 2)}


OTHERS = ("chromadb", "lancedb")
PACKAGES = (*OTHERS, "numpy", "onnxruntime", "tokenizers")


def hand_over(folder: Path, count: int) -> None:
    """The same vectors and texts as files."""
    words, _ = vocabulary()
    some = Sentences.in_folder(folder)
    held = np.lib.format.open_memmap(folder / "all.npy", "w+", np.float32, (count, some.vectors.shape[1]))
    with (folder / "texts.txt").open("w") as out:
        for at, block, picked in some.blocks(count):
            held[at : at + len(block)] = block
            out.writelines(" ".join(words[i] for i in row) + "\n" for row in picked)
    held.flush()


def other(name: str, part: str, folder: Path) -> dict[str, Any]:
    """A part of `search_beside.py`, with packages that are no part of the project."""
    packages = [part for one in PACKAGES for part in ("--with", one)]
    script = str(Path(__file__).parent / "search_beside.py")
    return _ran(["uv", "run", "--no-project", *packages, "python", script, name, part, str(folder)])


def _ran(command: Sequence[str]) -> dict[str, Any]:
    from extrabrain.app.places import places

    given = {**os.environ, "EXTRABRAIN_MODELS": str(places().models)}
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=given)
    return json.loads(ran.stdout.splitlines()[-1])


def built(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """What is not there yet; searches are timed afterwards, one after the other."""
    numbers: dict[str, Any] = {}
    if not (folder / "asked.npz").exists():
        numbers |= own_part("build", folder, given.passages)
        own_part("ask", folder, given.passages)
    if given.beside and not (folder / "texts.txt").exists():
        hand_over(folder, given.passages)
    for name in OTHERS if given.beside else ():
        if not (folder / name).exists():
            numbers[name] = other(name, "build", folder)
            print(name, numbers[name], flush=True)
    return numbers


def own_part(part: str, folder: Path, count: int) -> dict[str, Any]:
    asked = ["--part", part, "--folder", str(folder), "--passages", str(count)]
    return _ran([sys.executable, __file__, *asked])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--beside", action="store_true", help="chromadb and lancedb too")
    parser.add_argument("--dry", action="store_true", help="print only; append nothing to results/")
    parser.add_argument("--part", choices=("build", "ask", "search"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="keep what was built here, and use it again")
    parser.add_argument("--only-build", action="store_true", help="time no searches; needs --folder")
    given = parser.parse_args()
    if given.part:
        print(json.dumps(_part(given.part, given.folder, given.passages)))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        folder.mkdir(exist_ok=True)
        numbers: dict[str, Any] = {"passages": given.passages, "built": built(given, folder)}
        if given.only_build:
            return
        numbers |= own_part("search", folder, given.passages)
        print(numbers, flush=True)
        for name in OTHERS if given.beside else ():
            numbers[name] = other(name, "ask", folder)
            print(name, numbers[name], flush=True)
    if not given.dry:
        import ledger

        ledger.append("search_scale", numbers)


def _part(part: str, folder: Path, count: int) -> dict[str, Any]:
    if part == "build":
        return build(folder, count)
    if part == "search":
        return search(folder)
    texts, vectors, truth = questions(Sentences.in_folder(folder), count)
    np.savez(folder / "asked.npz", texts=np.array(texts), vectors=vectors, truth=truth)
    return {}


if __name__ == "__main__":
    main()
