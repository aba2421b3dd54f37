"""chromadb or lancedb over the vectors, texts and queries of `search_scale.py`, which runs this.

    python search_beside.py chromadb|lancedb build|ask FOLDER

chromadb is asked by vector alone, as it has no ranked search by words; lancedb for both, fused.
"""

import json
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
    import chromadb

    return chromadb.PersistentClient(str(place), chromadb.Settings(anonymized_telemetry=False))


def build_lance(place: Path, vectors: Any, texts: list[str]) -> None:
    import lancedb
    import pyarrow as pa

    column = pa.FixedSizeListArray.from_arrays(pa.array(np.asarray(vectors).ravel()), vectors.shape[1])
    rows = pa.table({"id": range(len(texts)), "text": texts, "vector": column})
    table = lancedb.connect(str(place)).create_table("x", rows)
    table.create_index(metric="cosine", num_partitions=256, num_sub_vectors=96)
    table.create_fts_index("text", replace=True)


def lance(place: Path) -> tuple[Ask, Ask]:
    import lancedb
    from lancedb.rerankers import RRFReranker

    table, rerank = lancedb.connect(str(place)).open_table("x"), RRFReranker()

    def near(_text: str, vector: Any) -> list[int]:
        found = table.search(vector).nprobes(32).refine_factor(20).limit(10).select(["id"]).to_list()
        return [row["id"] for row in found]

    def hybrid(text: str, vector: Any) -> list[int]:
        asked = table.search(query_type="hybrid").vector(vector).text(text).nprobes(32).refine_factor(20)
        return [row["id"] for row in asked.rerank(rerank).limit(10).to_list()]

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
    began = time.monotonic()
    timed, near = OPEN[name](folder / name)
    timed(str(asked["texts"][0]), asked["vectors"][0])
    load = time.monotonic() - began
    took: list[float] = []
    for text, vector in zip(asked["texts"], asked["vectors"], strict=True):
        start = time.perf_counter()
        timed(str(text), vector)
        took.append(1000 * (time.perf_counter() - start))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    recalls = [
        len({*near(str(text), vector)} & {*truth.tolist()}) / 10
        for text, vector, truth in zip(asked["texts"], asked["vectors"], asked["truth"], strict=True)
    ]
    low, high = np.percentile(took, [50, 95])
    figures = {
        "load_s": load,
        "p50_ms": low,
        "p95_ms": high,
        "recall_at_10": np.mean(recalls),
        "peak_mb": peak,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
