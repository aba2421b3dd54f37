"""How far a second rater agrees with the labels, and beside it the coach on the same answers.

    uv run python benchmarks/raters.py

The raters read 60 answers of each blind set without its labels (`data/answers/raters`), from the same
description of what each label means. No coach can be expected to agree with a set's author more than another
listener does. Prints a table; nothing is fitted on any of these answers.
"""

from pathlib import Path
from typing import Any

import models
from answers import on_labels
from extrabrain.coach.coach import Coach
from extrabrain.library.meanings import MeaningMiniLM
from labelled import Row, answers_of, compared, judged

DATA = Path(__file__).with_name("data") / "answers"


def rated(answer: dict[str, Any], rating: dict[str, Any]) -> Row:
    """What the rater would have reported, as if a coach had."""
    text = answer["text"]
    findings = {kind: place(text, rating["quotes"][kind][0]) for kind in rating["expect"]}
    return compared(answer, findings, {part: place(text, q) for part, q in rating["parts"].items() if q})


def place(text: str, quote: str) -> tuple[int, int]:
    at = text.index(quote)
    return at, at + len(quote)


def main() -> None:
    given = models.arguments("the coach beside a second rater", data=False).parse_args()
    coach = Coach(MeaningMiniLM(models.weights(given.models).path("minilm-l6-v2")))
    read: list[dict[str, Any]] = []
    by_rater: list[Row] = []
    by_coach: list[Row] = []
    for path in sorted((DATA / "raters").glob("*.jsonl")):
        answers = {answer["id"]: answer for answer in answers_of(DATA / "blind" / path.name)}
        ratings = answers_of(path)
        some = [answers[rating["id"]] for rating in ratings]
        read += some
        by_rater += [rated(answer, rating) for answer, rating in zip(some, ratings, strict=True)]
        by_coach += judged(coach, some)
    print(f"{len(by_rater)} answers, {sum(row.is_trap for row in by_rater)} of them traps")
    print(f"{'':34} {'second rater':>22} {'coach':>22}")
    for (name, a, (a_low, a_high), _), (_, b, (b_low, b_high), _) in zip(
        on_labels(by_rater, read), on_labels(by_coach, read), strict=True
    ):
        print(f"{name:34} {a:6.3f} [{a_low:.3f}, {a_high:.3f}] {b:6.3f} [{b_low:.3f}, {b_high:.3f}]")


if __name__ == "__main__":
    main()
