"""How right the coach is, on labelled data: a figure, its bootstrap interval, and a simple baseline.

    uv run python benchmarks/advice.py [--data ../shared/data] [--dry]

- `own test`: the third of our labelled answers (benchmarks/data/answers) that no weights were fitted on.
- `development`: `<data>/answers`, where present. The shipped parameters were fitted with it in
  sight, so read it as a ceiling.
- `<data>/specificity`, `<data>/disfluency`, `<data>/grading`, where present.
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
from extrabrain.coach.coach import Coach
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question
from extrabrain.library.embed import MiniLM
from labelled import Row, answers_of, judged, rank_correlation

OWN = Path(__file__).parent / "data" / "answers"
DATA = Path(os.path.normpath(Path(__file__).parents[1] / ".." / "shared" / "data"))
DRAWS = 300
TOPIC = Question("", "How do you make sure that a model is safe to release?", "technical", "explain")

Figure = tuple[str, float, tuple[float, float], float | None]
"""Name, value, 95 % interval, baseline."""


def interval(items: Sequence[Any], figure: Callable[[Sequence[Any]], float]) -> tuple[float, float]:
    """95 % percentile bootstrap over `items`."""
    draw = np.random.default_rng(7)
    values = [figure([items[i] for i in draw.integers(0, len(items), len(items))]) for _ in range(DRAWS)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def f1(hits: int, wrong: int, missed: int) -> float:
    return 2 * hits / max(1, 2 * hits + wrong + missed)


def on_answers(rows: list[Row]) -> list[Figure]:
    def precision(some: Sequence[Row]) -> float:
        hits, wrong = sum(r.hits for r in some), sum(r.wrong for r in some)
        return hits / max(1, hits + wrong)

    def micro(some: Sequence[Row]) -> float:
        return f1(sum(r.hits for r in some), sum(r.wrong for r in some), sum(r.missed for r in some))

    def trapped(some: Sequence[Row]) -> float:
        return sum(r.wrong > 0 for r in some) / max(1, len(some))

    def missing(some: Sequence[Row]) -> float:
        return f1(*(sum(r.missing[i] for r in some) for i in range(3)))

    def share(values: Sequence[float]) -> float:
        return float(np.mean(values)) if len(values) else float("nan")

    def damaged(pairs: Sequence[tuple[float, float]]) -> float:
        return share([float(edited < strong) for strong, edited in pairs])

    traps = [r for r in rows if r.is_trap]
    quotes = [q for r in rows for q in r.quotes]
    parts = [p for r in rows for p in r.part_quotes]
    pairs = [
        (strong.score, r.score)
        for strong in rows
        if strong.variant == "strong"
        for r in rows
        if r.base == strong.base and r.variant != "strong" and not r.is_trap
    ]
    words = [
        (s.words, r.words)
        for s in rows
        if s.variant == "strong"
        for r in rows
        if r.base == s.base and r is not s
    ]
    none_missing = 0.0
    return [
        ("findings, micro F1", micro(rows), interval(rows, micro), None),
        ("findings, precision", precision(rows), interval(rows, precision), None),
        ("traps with a forbidden finding", trapped(traps), interval(traps, trapped), None),
        ("finding quotes, IoU >= 0.5", share(quotes), interval(quotes, share), None),
        ("missing parts, F1", missing(rows), interval(rows, missing), none_missing),
        ("part quotes, at the labelled place", share(parts), interval(parts, share), None),
        ("edited answer scores lower", damaged(pairs), interval(pairs, damaged), damaged(words)),
        (
            "rubric, rank correlation",
            rank_correlation([r.score for r in rows], [r.gold for r in rows]),
            interval(rows, lambda some: rank_correlation([r.score for r in some], [r.gold for r in some])),
            rank_correlation([r.words for r in rows], [r.gold for r in rows]),
        ),
    ]  # fmt: skip


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


def main() -> None:
    parser = models.arguments("how right the coach is", data=False)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    coach = Coach(MiniLM(models.weights(given.models).path("minilm-l6-v2")))
    own = [a for path in sorted(OWN.glob("*.jsonl")) for a in answers_of(path) if a["split"] == "test"]
    numbers: dict[str, Any] = {
        "own test": show(f"Our held-out test third, {len(own)} answers", on_answers(judged(coach, own)))
    }
    development = given.data / "answers" / "answers.jsonl"
    if development.exists():
        seen = answers_of(development)
        title = f"Development answers, {len(seen)}, seen in fitting"
        numbers["development"] = show(title, on_answers(judged(coach, seen)))
    others: tuple[tuple[str, Callable[[Coach, Path], Figure]], ...] = (
        ("specificity/sentences.jsonl", on_sentences),
        ("disfluency/switchboard_dev12.txt", on_fillers),
        ("grading/saf_train.jsonl", on_grading),
    )
    figures = [figure(coach, given.data / name) for name, figure in others if (given.data / name).exists()]
    if figures:
        numbers["other sets"] = show("Other sets", figures)
    if not given.dry:
        ledger.append("advice", numbers)


if __name__ == "__main__":
    main()
