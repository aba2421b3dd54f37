"""chromadb or lancedb over the vectors, texts and queries of `search_scale.py`, which runs this.

    python search_beside.py chromadb|lancedb build|ask FOLDER

chromadb is asked by vector alone, as it has no ranked search by words; lancedb also by both, fused.
Both give the texts of what they find, and embed a query with our embedder where they are asked to.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

BATCH = 5_000

Ask = Callable[[str, Any], list[int]]


def build_chroma(place: Path, vectors: Any, texts: list[str]) -> None:
    held = _chroma(place).create_collection("passages", metadata={"hnsw:space": "cosine"})
    for at in range(0, len(texts), BATCH):
        some = slice(at, at + BATCH)
        ids = [str(n) for n in range(at, min(at + BATCH, len(texts)))]
        held.add(ids=ids, embeddings=vectors[some], documents=texts[some])


def chroma(place: Path) -> tuple[Ask, Ask]:
    held = _chroma(place).get_collection("passages")

    def ask(_text: str, vector: Any) -> list[int]:
        found = held.query(query_embeddings=[vector.tolist()], n_results=10)
        return [int(i) for i in found["ids"][0]]

    return ask, ask


def _chroma(place: Path) -> Any:
    import chromadb  # pyright: ignore[reportMissingImports]

    return chromadb.PersistentClient(str(place), chromadb.Settings(anonymized_telemetry=False))


def build_lance(place: Path, vectors: Any, texts: list[str]) -> None:
    import lancedb  # pyright: ignore[reportMissingImports]
    import pyarrow as pa  # pyright: ignore[reportMissingImports]

    column = pa.FixedSizeListArray.from_arrays(pa.array(np.asarray(vectors).ravel()), vectors.shape[1])
    rows = pa.table({"id": range(len(texts)), "text": texts, "vector": column})
    table = lancedb.connect(str(place)).create_table("x", rows)
    table.create_index(metric="cosine", num_partitions=256, num_sub_vectors=96)
    table.create_fts_index("text", replace=True)


def lance(place: Path) -> tuple[Ask, Ask]:
    import lancedb  # pyright: ignore[reportMissingImports]
    from lancedb.rerankers import RRFReranker  # pyright: ignore[reportMissingImports]

    table, rerank = lancedb.connect(str(place)).open_table("x"), RRFReranker()

    def near(_text: str, vector: Any) -> list[int]:
        asked = table.search(vector).nprobes(32).refine_factor(20).limit(10)
        return [row["id"] for row in asked.select(["id", "text"]).to_list()]

    def hybrid(text: str, vector: Any) -> list[int]:
        asked = table.search(query_type="hybrid").vector(vector).text(text).nprobes(32).refine_factor(20)
        return [row["id"] for row in asked.rerank(rerank).limit(10).select(["id", "text"]).to_list()]

    return hybrid, near


BUILD = {"chromadb": build_chroma, "lancedb": build_lance}
OPEN = {"chromadb": chroma, "lancedb": lance}


def main() -> None:
    name, part, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    if part == "build":
        vectors = np.load(folder / "all.npy", mmap_mode="r")
        texts = (folder / "texts.txt").read_text().splitlines()
        began = time.monotonic()
        BUILD[name](folder / name, vectors, texts)
        print(json.dumps({"build_s": time.monotonic() - began}))
        return
    asked = np.load(folder / "asked.npz")
    texts, vectors = [str(text) for text in asked["texts"]], list(asked["vectors"])
    began = time.monotonic()
    fused, near = OPEN[name](folder / name)
    fused(texts[0], vectors[0])
    load = time.monotonic() - began
    embed = embedder()

    def embedded(text: str, vector: Any) -> list[int]:
        embed([text])
        return fused(text, vector)

    embedded(texts[0], vectors[0])
    near(texts[0], vectors[0])
    figures: dict[str, Any] = {"load_s": load}
    for way, ask in (("by vector", near), ("fused", fused), ("embedded and fused", embedded)):
        figures[way] = timed(ask, texts, vectors)
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures["recall_at_10"] = np.mean(
        [
            len({*near(text, vector)} & {*truth.tolist()}) / 10
            for text, vector, truth in zip(texts, vectors, asked["truth"], strict=True)
        ]
    )
    print(json.dumps(figures))


def embedder() -> Callable[[list[str]], Any]:
    """Ours, out of the working tree."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
    from extrabrain.library.embed import MiniLM

    return MiniLM(Path(os.environ["EXTRABRAIN_MODELS"]) / "minilm-l6-v2", remembered=0).embed


def timed(ask: Ask, texts: list[str], vectors: list[Any]) -> dict[str, float]:
    took: list[float] = []
    for text, vector in zip(texts, vectors, strict=True):
        start = time.perf_counter()
        ask(text, vector)
        took.append(1000 * (time.perf_counter() - start))
    low, high = np.percentile(took, [50, 95])
    return {"p50_ms": round(low, 2), "p95_ms": round(high, 2)}


if __name__ == "__main__":
    main()
