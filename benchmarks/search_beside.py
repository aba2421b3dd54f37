"""chromadb or lancedb over the vectors, texts and queries of `search_scale.py`, which runs this.

    python search_beside.py chromadb|lancedb FOLDER

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


def chroma(folder: Path, vectors: Any, texts: list[str]) -> tuple[Ask, Ask]:
    import chromadb

    client = chromadb.PersistentClient(str(folder / "chroma"), chromadb.Settings(anonymized_telemetry=False))
    held = client.create_collection("passages", metadata={"hnsw:space": "cosine"})
    for at in range(0, len(texts), BATCH):
        some = slice(at, at + BATCH)
        ids = [str(n) for n in range(at, min(at + BATCH, len(texts)))]
        held.add(ids=ids, embeddings=vectors[some], documents=texts[some])

    def ask(_text: str, vector: Any) -> list[int]:
        found = held.query(query_embeddings=[vector.tolist()], n_results=10)
        return [int(i) for i in found["ids"][0]]

    return ask, ask


def lance(folder: Path, vectors: Any, texts: list[str]) -> tuple[Ask, Ask]:
    import lancedb
    import pyarrow as pa
    from lancedb.rerankers import RRFReranker

    database = lancedb.connect(str(folder / "lance"))
    column = pa.FixedSizeListArray.from_arrays(pa.array(np.asarray(vectors).ravel()), vectors.shape[1])
    table = database.create_table("x", pa.table({"id": range(len(texts)), "text": texts, "vector": column}))
    table.create_index(metric="cosine", num_partitions=256, num_sub_vectors=96)
    table.create_fts_index("text", replace=True)
    rerank = RRFReranker()

    def near(_text: str, vector: Any) -> list[int]:
        found = table.search(vector).nprobes(32).refine_factor(20).limit(10).select(["id"]).to_list()
        return [row["id"] for row in found]

    def hybrid(text: str, vector: Any) -> list[int]:
        asked = table.search(query_type="hybrid").vector(vector).text(text).nprobes(32).refine_factor(20)
        return [row["id"] for row in asked.rerank(rerank).limit(10).to_list()]

    return hybrid, near


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    vectors = np.load(folder / "all.npy", mmap_mode="r")
    texts = (folder / "texts.txt").read_text().splitlines()
    asked = np.load(folder / "asked.npz")
    began = time.monotonic()
    timed, near = {"chromadb": chroma, "lancedb": lance}[name](folder, vectors, texts)
    built = time.monotonic() - began
    timed(str(asked["texts"][0]), asked["vectors"][0])
    took: list[float] = []
    recalls: list[float] = []
    for text, vector, truth in zip(asked["texts"], asked["vectors"], asked["truth"], strict=True):
        start = time.perf_counter()
        timed(str(text), vector)
        took.append(1000 * (time.perf_counter() - start))
        recalls.append(len({*near(str(text), vector)} & {*truth.tolist()}) / 10)
    low, high = np.percentile(took, [50, 95])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "build_s": built,
                "p50_ms": low,
                "p95_ms": high,
                "recall_at_10": np.mean(recalls),
                "peak_mb": peak,
            }
        )
    )


if __name__ == "__main__":
    main()
