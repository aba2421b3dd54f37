"""Fits where clauses end in unpunctuated speech; writes `coach/params/boundaries.json`.

uv run python tools/fit_boundaries.py [--data FOLDER]

Text: the sample answers of our own question bank, the sentences in `tools/coach_sentences` and the strong
answers of our labelled sets that have punctuation, with the punctuation taken away. A boundary is the end of
a sentence, `;`, `:`, or a comma before a conjunction. Prints F1 on one bank file and one author in five that
were held out. It moves the clauses that all other parameters rest on: `just fit` runs it first.
"""

import argparse
import json
import math
import random
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from coach_data import answer_sets, labelled_answers

from extrabrain.bank.pack import builtin_packs
from extrabrain.coach.boundaries import BoundaryModel, cut, features, shape
from extrabrain.coach.tokens import tokens

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src/extrabrain/coach/params/boundaries.json"
GAP = re.compile(
    r"[.!?;:]|[–—]|,\s+(?:and|but|so|because|since|which|where|while|when|if|then|or|unless|until|i|we|he|she|they|it)\b",
    re.I,
)
KNOWN_AFTER = 6
KEEP_WEIGHT = 0.25
DECAY = 0.03
EPOCHS = 8

Example = tuple[list[str], list[bool]]


def example(text: str) -> Example:
    found = tokens(text)
    words = [token.low for token in found]
    ends = []
    for left, right in pairwise(found):
        gap = GAP.match(text, left.end)
        ends.append(gap is not None or GAP.search(text[left.end : right.start]) is not None)
    return words, ends


def strong_answers(path: Path) -> list[Example]:
    """Those with a full stop to every 30 words at least."""
    texts = [row["text"] for row in labelled_answers([path]) if row["variant"] == "strong"]
    return [example(text) for text in texts if len(re.findall(r"[.!?]", text)) * 30 >= len(text.split())]


def corpus(data: Path | None) -> tuple[list[Example], list[Example], list[Example]]:
    """What is fitted on, and the bank files and the authors held out."""
    train: list[Example] = []
    held: list[Example] = []
    for number, pack in enumerate(builtin_packs()):
        rows = held if number % 5 == 4 else train
        rows += [example(text) for q in pack.questions for text in (q.strong, q.weak) if text]
    lines: list[str] = []
    for path in sorted((ROOT / "tools/coach_sentences").glob("*.txt")):
        lines += [line.split("|", 1)[1] for line in path.read_text("utf-8").splitlines() if "|" in line]
    random.Random(7).shuffle(lines)
    train += [example(" ".join(lines[at : at + 12])) for at in range(0, len(lines), 12)]
    others: list[Example] = []
    for number, path in enumerate(answer_sets(data)):
        rows = others if number % 5 == 4 else train
        rows += strong_answers(path)
    return train, held, others


def fit(rows: list[Example]) -> BoundaryModel:
    counts = Counter(word for words, _ in rows for word in words)
    known = frozenset(word for word, count in counts.items() if count >= KNOWN_AFTER)
    shaped = [([w if w in known else shape(w) for w in words], ends) for words, ends in rows]
    samples = [(features(shapes, at), end) for shapes, ends in shaped for at, end in enumerate(ends)]
    seen = Counter(name for names, _ in samples for name in names)
    samples = [(tuple(n for n in names if seen[n] >= 3), end) for names, end in samples]
    weights: dict[str, float] = {}
    squares: dict[str, float] = {}
    bias = -2.0
    shuffle = random.Random(3)
    for _ in range(EPOCHS):
        shuffle.shuffle(samples)
        for names, end in samples:
            score = bias + sum(weights.get(n, 0.0) for n in names)
            error = float(end) - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
            bias += 0.002 * error
            for name in names:
                slope = error - DECAY * weights.get(name, 0.0)
                squares[name] = squares.get(name, 1.0) + slope * slope
                weights[name] = weights.get(name, 0.0) + 0.3 * slope / math.sqrt(squares[name])
    kept = {n: round(w, 2) for n, w in weights.items() if abs(w) >= KEEP_WEIGHT}
    return BoundaryModel(known, kept, round(bias, 3))


def measure(model: BoundaryModel, rows: list[Example]) -> tuple[float, float, float]:
    hit = made = real = 0
    for words, ends in rows:
        cuts = set(cut(model.scores(words))) if len(words) > 1 else set()
        truth = {at for at, end in enumerate(ends) if end}
        hit += len(cuts & truth)
        made += len(cuts)
        real += len(truth)
    return hit / made, hit / real, 2 * hit / (made + real)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path)
    train, bank, authors = corpus(ask.parse_args().data)
    model = fit(train)
    for name, rows in (("bank files", bank), ("authors", authors)):
        precision, recall, f1 = measure(model, rows)
        print(f"held-out {name}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    model = fit(train + bank + authors)
    OUT.parent.mkdir(exist_ok=True)
    plain = {"known": sorted(model.known), "bias": model.bias, "weights": dict(sorted(model.weights.items()))}
    OUT.write_text(json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{OUT.name}: {OUT.stat().st_size} bytes, {len(model.weights)} weights")


if __name__ == "__main__":
    main()
