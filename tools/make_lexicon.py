"""Writes `coach/params/lexicon.npz`: how rare each common word is, and how concrete.

uv run python tools/make_lexicon.py --models FOLDER

`--models` holds `minilm-l6-v2` (Apache-2.0). Its vocabulary is in order of frequency: the place of a word
there gives its rarity. Concreteness is a ridge regression from the vector of a word to the side that it
stands on in `lexicon_seeds.txt` (ours); five-fold accuracy on the seeds is printed.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from extrabrain.library.embed import MiniLM

HERE = Path(__file__).parent
OUT = HERE.parent / "src/extrabrain/coach/params/lexicon.npz"
FIRST, COMMON, RAREST = 1900, 100, 28_600
"""Places in the vocabulary: before the first are no words; up to 100 after it all are equally common."""


def seeds() -> tuple[list[str], Any]:
    words: list[str] = []
    sides: list[float] = []
    for line in HERE.joinpath("lexicon_seeds.txt").read_text("utf-8").splitlines():
        side, _, row = line.partition(":")
        words += row.split()
        sides += [float(side == "concrete")] * len(row.split())
    return words, np.array(sides)


def ridge(rows: Any, target: Any) -> Any:
    return np.linalg.solve(rows.T @ rows + np.eye(rows.shape[1]), rows.T @ target)


def accuracy(rows: Any, target: Any) -> float:
    order = np.random.default_rng(0).permutation(len(target))
    right = 0
    for fold in range(5):
        test = order[fold::5]
        train = np.setdiff1d(order, test)
        right += int(((rows[test] @ ridge(rows[train], target[train]) > 0.5) == target[test]).sum())
    return right / len(target)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--models", type=Path, required=True)
    folder = ask.parse_args().models / "minilm-l6-v2"
    vocabulary: dict[str, int] = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    words = [
        w
        for w in sorted(vocabulary, key=vocabulary.__getitem__)
        if len(w) > 2 and w.isascii() and w.isalpha()
    ]
    embedder = MiniLM(folder, threads=2, remembered=1)

    def with_one(texts: list[str]) -> Any:
        return np.hstack([embedder.embed(texts), np.ones((len(texts), 1))])

    known, side = seeds()
    rows = with_one(known)
    print(f"{len(words)} words; seeds told apart, five-fold: {accuracy(rows, side):.3f}")
    place = np.array([vocabulary[word] for word in words])
    rarity = np.log(np.maximum(place - FIRST, COMMON) / COMMON) / np.log(RAREST / COMMON)
    concrete = with_one(words) @ ridge(rows, side)
    small = [np.round(255 * np.clip(values, 0, 1)).astype(np.uint8) for values in (rarity, concrete)]
    np.savez_compressed(OUT, words=np.array(" ".join(words)), rarity=small[0], concrete=small[1])
    print(f"{OUT.name}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
