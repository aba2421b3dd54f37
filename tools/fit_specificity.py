"""Fits how particular a sentence is, and what it lacks; writes `coach/params/specificity.npz`.

uv run python tools/fit_specificity.py --models FOLDER --data FOLDER

`--models` holds `minilm-l6-v2`, `--data` holds `specificity/sentences.jsonl` (ours). The half `look` of
`benchmarks/data/specificity` (ours, ten other fields) is fitted on too, the half `sealed` never. Printed:
rank correlation and F1 of the gaps with whole clusters of subjects left out. Deterministic.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from coach_data import whole
from fit_coach import HALF, logistic

from extrabrain.coach.particulars import PARTICULARS, particulars
from extrabrain.coach.reading import FEATURES
from extrabrain.coach.specificity import ALL_FEATURES
from extrabrain.coach.tokens import tokens
from extrabrain.coach.window import CAP
from extrabrain.library.meanings import MeaningMiniLM

HERE = Path(__file__).parent
OUT = HERE.parent / "src/extrabrain/coach/params/specificity.npz"
OTHER_FIELDS = HERE.parent / "benchmarks/data/specificity/domains.jsonl"
MISSING = ("who", "what", "metric", "threshold", "when", "example")
CLUSTERS = 12
CUE_SCALE, OWN_SCALE, VECTOR_SCALE = 0.35, 0.35, 1.5
RIDGE, GAP_RIDGE = 20.0, 4.0
"""Chosen by leaving out clusters, and on the `look` half: a lighter vector carries over better."""


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def described(texts: list[str], embedder: MeaningMiniLM) -> tuple[Any, Any]:
    """`ALL_FEATURES` and the vector of each text taken as one sentence."""
    cues = np.minimum(np.array([whole(text) for text in texts]), CAP)
    own = np.array([particulars(text, tokens(text)) for text in texts])
    return np.hstack([cues, own]), np.stack([meaning.whole() for meaning in embedder.meanings(texts)])


def fit(features: Any, vectors: Any, rating: Any, missing: Any) -> dict[str, Any]:
    """Ridge for the rating 0–1; logistic for the gaps, on the rows that have them (`missing` is nan else)."""
    mean, scale = features.mean(0), features.std(0)
    scale[: len(FEATURES)] = CUE_SCALE / (scale[: len(FEATURES)] + 0.15)
    scale[len(FEATURES) :] = OWN_SCALE / (scale[len(FEATURES) :] + 0.05)
    found: dict[str, Any] = {"mean": mean, "scale": scale}
    plain = (features - mean) * scale
    one = np.ones((len(plain), 1))
    labelled = ~np.isnan(missing).any(1)
    for name, used in (("full", [plain, vectors * VECTOR_SCALE, one]), ("cues", [plain, one])):
        rows = np.hstack(used).astype(np.float32)
        penalty = np.eye(rows.shape[1]) * RIDGE
        penalty[-1, -1] = 1e-6
        heads = np.linalg.solve(rows.T @ rows + penalty, rows.T @ rating)
        gaps = logistic(rows[labelled], missing[labelled], np.ones(missing[labelled].shape), GAP_RIDGE)
        found[name] = np.vstack([heads, gaps])
    found["full"][:, len(ALL_FEATURES) : -1] *= VECTOR_SCALE
    return found


def scored(model: dict[str, Any], features: Any, vectors: Any) -> Any:
    rows = np.hstack([(features - model["mean"]) * model["scale"], vectors])
    return rows @ model["full"][:, :-1].T + model["full"][:, -1]


def clusters(vectors: Any) -> Any:
    """Number of the cluster of subjects of each row, by k-means from fixed starts."""
    middle = vectors[np.random.default_rng(0).choice(len(vectors), CLUSTERS, replace=False)]
    for _ in range(30):
        nearest = (vectors @ middle.T).argmax(1)
        middle = np.stack(
            [vectors[nearest == k].mean(0) if (nearest == k).any() else middle[k] for k in range(CLUSTERS)]
        )
        middle /= np.linalg.norm(middle, axis=1, keepdims=True)
    return (vectors @ middle.T).argmax(1)


def left_out(features: Any, vectors: Any, rating: Any, missing: Any) -> Any:
    """Scores of each row by a model that saw nothing of its cluster."""
    group = clusters(vectors)
    out = np.zeros((len(rating), 1 + len(MISSING)))
    for k in range(CLUSTERS):
        test = group == k
        model = fit(features[~test], vectors[~test], rating[~test], missing[~test])
        out[test] = scored(model, features[test], vectors[test])
    return out


def thresholds(scores: Any, missing: Any) -> Any:
    """For each gap the log-odds from which naming it gives the best F1."""
    best = np.zeros(len(MISSING))
    for k in range(len(MISSING)):
        truth = missing[:, k] > 0
        tried = np.unique(np.round(scores[:, k], 1))
        f1 = [
            2 * (truth & (scores[:, k] >= t)).sum() / (truth.sum() + (scores[:, k] >= t).sum()) for t in tried
        ]
        best[k] = tried[int(np.argmax(f1))]
        print(f"  {MISSING[k]:<10} F1 {max(f1):.2f} from {best[k]:+.1f}")
    return best


def rank_correlation(a: Any, b: Any) -> float:
    def ranks(values: Any) -> Any:
        _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
        return (np.cumsum(counts) - (counts - 1) / 2)[inverse]

    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--models", type=Path, required=True)
    ask.add_argument("--data", type=Path, required=True)
    given = ask.parse_args()
    embedder = MeaningMiniLM(given.models / "minilm-l6-v2", threads=2)
    own = lines(given.data / "specificity/sentences.jsonl")
    look = [row for row in lines(OTHER_FIELDS) if row["split"] == "look"]
    features, vectors = described([row["text"] for row in own + look], embedder)
    rating = np.array([(row["specificity"] - 1) / 4 for row in own + look])
    missing = np.array(
        [[float(name in row["missing"]) for name in MISSING] for row in own]
        + [[np.nan] * len(MISSING)] * len(look)
    )
    n = len(own)
    out = left_out(features[:n], vectors[:n], rating[:n], missing[:n])
    print(f"clusters left out: rank correlation {rank_correlation(out[:, 0], rating[:n]):.3f}")
    alone = fit(features[:n], vectors[:n], rating[:n], missing[:n])
    seen = scored(alone, features[n:], vectors[n:])[:, 0]
    print(f"other fields (look), not fitted on them: {rank_correlation(seen, rating[n:]):.3f}")
    shift = thresholds(out[:, 1:], missing[:n])
    model = fit(features, vectors, rating, missing)
    for name in HALF:
        model[name][1:, -1] -= shift
    plain: dict[str, Any] = {
        k: np.asarray(v, np.float16 if k in HALF else np.float32) for k, v in model.items()
    }
    np.savez_compressed(OUT, **plain, names=np.array(("rating", *MISSING)), features=np.array(ALL_FEATURES))
    print(f"{OUT.name}: {OUT.stat().st_size} bytes, {len(PARTICULARS)} features of its own")


if __name__ == "__main__":
    main()
