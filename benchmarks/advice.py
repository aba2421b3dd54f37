"""How right the coach is, on labelled data: a figure, its bootstrap interval, and a simple baseline.

    uv run python benchmarks/advice.py [--data ../shared/data] [--cross] [--blind n s t] [--dry]

- `blind n`, `blind s`, `blind t`: benchmarks/data/answers/blind, by authors on whose answers nothing was
  fitted; also with sentences shuffled, with typing errors, without punctuation, and with small paraphrases.
- `crossed`, with `--cross` (minutes): each author's answers by models fitted anew on the others.
- `development`: `<data>/answers`, where present. The shipped parameters were fitted on it.
- `<data>/specificity`, `<data>/disfluency`, `<data>/grading`, `<data>/roles`, where present.
"""

import json
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import ledger
import models
from answers import Figure, by_kind, f1, interval, mixed, on_changed, on_rows, on_shuffled
from crossed import left_out
from extrabrain.coach.coach import Coach
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question
from extrabrain.library.meanings import MeaningMiniLM
from labelled import Row, answers_of, judged, rank_correlation
from roles import on_roles

BLIND = Path(__file__).parent / "data" / "answers" / "blind"
DATA = Path(os.path.normpath(Path(__file__).parents[1] / ".." / "shared" / "data"))
TOPIC = Question("", "How do you make sure that a model is safe to release?", "technical", "explain")


def on_sentences(coach: Coach, path: Path) -> Figure:
    """Specificity of single sentences against a human rating; baseline: digits and length."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]

    def score(text: str) -> float:
        return coach.assess(Answer(None, TOPIC.text, text), TOPIC, feedback_id="").specificity.overall

    scored = [(score(r["text"]), r["specificity"]) for r in rows]
    cues = [len(re.findall(r"\d", r["text"])) * 5 + len(r["text"].split()) for r in rows]

    def figure(some: Sequence[tuple[float, int]]) -> float:
        return rank_correlation([a for a, _ in some], [b for _, b in some])

    baseline = rank_correlation(cues, [r["specificity"] for r in rows])
    return "specificity, rank correlation", figure(scored), interval(scored, figure), baseline


def on_fillers(coach: Coach, path: Path) -> Figure:
    """Filled pauses (`{F uh, }`) in telephone speech, by token; baseline: the words uh and um."""
    calls: list[tuple[int, int, int]] = []
    plain = [0, 0, 0]
    for line in path.read_text().splitlines():
        body = re.sub(r"^[AB]\.\d+:", "", line)
        body = re.sub(r"<[^>]*>|\[|\]|\+|/|\(\(|\)\)|--?(?=\s)|#|\*+", " ", body)
        text, gold = "", set[int]()
        for piece in re.split(r"(\{F [^}]*\})", body):
            said = re.sub(r"\{[A-Z] |\}", " ", piece.replace("{F", " ") if piece.startswith("{F") else piece)
            for word in re.findall(r"[\w'-]+", said):
                if piece.startswith("{F") and word.lower() in ("uh", "um"):
                    gold.add(len(text))
                text += word + " "
        if not text.strip():
            continue
        answer = Answer(None, TOPIC.text, text.strip())
        found = {q.start_char for q in coach.assess(answer, TOPIC, feedback_id="").delivery.fillers
                 if q.text.lower().strip(",.") in ("uh", "um", "er", "uhm", "erm")}  # fmt: skip
        cues = {m.start() for m in re.finditer(r"\b(uh|um)\b(?!-)", text, re.IGNORECASE)}
        calls.append((len(found & gold), len(found - gold), len(gold - found)))
        for i, value in enumerate((len(cues & gold), len(cues - gold), len(gold - cues))):
            plain[i] += value

    def figure(some: Sequence[tuple[int, int, int]]) -> float:
        return f1(*(sum(c[i] for c in some) for i in range(3)))

    return "filled pauses, token F1", figure(calls), interval(calls, figure), f1(*plain)


def on_grading(coach: Coach, path: Path, most: int = 600) -> Figure:
    """Coverage of a reference answer against a human score; baseline: overlap of words."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    rows = [r for r in rows if r["text"].strip()][:most]

    def overall(row: Any) -> float:
        points = tuple(
            p.strip() for p in re.split(r"\n|(?<=[.!?])\s", row["reference"]) if len(p.split()) > 3
        )
        asked = Question(
            "", row["question"], "technical", "explain", key_points=points or (row["reference"],)
        )
        return (
            coach.assess(Answer(None, row["question"], row["text"]), asked, feedback_id="").coverage.overall
            or 0.0
        )

    def bag(text: str) -> set[str]:
        return set(re.findall(r"[a-z]{3,}", text.lower()))

    def figure(some: Sequence[tuple[float, float]]) -> float:
        return float(np.corrcoef(np.asarray(some).T)[0, 1])

    scored = [(overall(r), float(r["score"])) for r in rows]
    words = [
        (len(bag(r["text"]) & bag(r["reference"])) / max(1, len(bag(r["reference"]))), r["score"])
        for r in rows
    ]
    return "coverage, Pearson", figure(scored), interval(scored, figure), figure(words)


def show(title: str, figures: list[Figure]) -> dict[str, Any]:
    print(f"\n{title}")
    for name, value, (low, high), baseline in figures:
        beside = "" if baseline is None else f"   baseline {baseline:.3f}"
        print(f"  {name:<38}{value:.3f}  [{low:.3f}, {high:.3f}]{beside}")
    return {name: {"value": v, "interval": i, "baseline": b} for name, v, i, b in figures}


def on_set(coach: Coach, title: str, answers: list[Any]) -> dict[str, Any]:
    """Prints and returns the figures of one labelled set, and how each kind fared."""
    rows = judged(coach, answers)
    other_order = mixed(answers)
    figures = [*on_rows(rows, answers), *on_shuffled(judged(coach, other_order), other_order)]
    return show(title, [*figures, *on_changed(coach, answers)]) | {"by kind": kinds(rows)}


def on_left_out(embedder: MeaningMiniLM, data: Path) -> dict[str, Any]:
    """The same of all authors together, each judged by a coach that was fitted without him."""
    answers: list[Any] = []
    rows: list[Row] = []
    other_order: list[Any] = []
    other_rows: list[Row] = []
    for one in left_out(embedder, data):
        answers += one.answers
        rows += judged(one.coach, one.answers)
        other_order += mixed(one.answers)
        other_rows += judged(one.coach, mixed(one.answers))
    title = f"Each author's answers by a coach fitted on the others, {len(rows)}"
    figures = [*on_rows(rows, answers), *on_shuffled(other_rows, other_order)]
    return show(title, figures) | {"by kind": kinds(rows)}


def kinds(rows: list[Row]) -> dict[str, Any]:
    found = by_kind(rows)
    print(f"  {'kind':<24}{'precision':>10}{'recall':>8}{'expected':>10}")
    for kind, (right, heard, count) in found.items():
        print(f"  {kind:<24}{right:>10.2f}{heard:>8.2f}{count:>10}")
    return {kind: {"precision": p, "recall": r, "expected": n} for kind, (p, r, n) in found.items()}


def main() -> None:
    parser = models.arguments("how right the coach is", data=False)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument(
        "--cross", action="store_true", help="fit anew without each author and measure on him"
    )
    parser.add_argument("--blind", nargs="*", help="only these of the sets nothing was fitted on")
    given = parser.parse_args()
    embedder = MeaningMiniLM(models.weights(given.models).path("minilm-l6-v2"))
    coach = Coach(embedder)
    numbers: dict[str, Any] = {}
    if given.cross:
        numbers["crossed"] = on_left_out(embedder, given.data)
    for path in sorted(BLIND.glob("*.jsonl")):
        if given.blind is not None and path.stem not in given.blind:
            continue
        unseen = answers_of(path)
        title = f"Blind set {path.stem}, {len(unseen)} answers by an author nobody fitted on"
        numbers[f"blind {path.stem}"] = on_set(coach, title, unseen)
    development = given.data / "answers" / "answers.jsonl"
    if development.exists():
        seen = answers_of(development)
        title = f"Development answers, {len(seen)}, seen in fitting"
        numbers["development"] = show(title, on_rows(judged(coach, seen), seen))
    others: tuple[tuple[str, Callable[[Coach, Path], Figure]], ...] = (
        ("specificity/sentences.jsonl", on_sentences),
        ("disfluency/switchboard_dev12.txt", on_fillers),
        ("grading/saf_train.jsonl", on_grading),
    )
    figures = [figure(coach, given.data / name) for name, figure in others if (given.data / name).exists()]
    if (abstracts := given.data / "roles" / "csabstruct_dev.jsonl").exists():
        figures += on_roles(embedder, abstracts)
    if figures:
        numbers["other sets"] = show("Other sets", figures)
    if not given.dry:
        ledger.append("advice", numbers)


if __name__ == "__main__":
    main()
