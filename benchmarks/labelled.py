"""Labelled answers, and what the coach made of each: counts that the figures are sums of."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extrabrain.coach.coach import Coach
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. `missing`: parts called missing rightly, wrongly, and overlooked; `gold`: labelled sum."""

    base: str
    variant: str
    is_trap: bool
    words: int
    hits: int
    wrong: int
    missed: int
    quotes: tuple[float, ...]
    missing: tuple[int, int, int]
    part_quotes: tuple[float, ...]
    score: float
    gold: float


def answers_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judged(coach: Coach, answers: Sequence[dict[str, Any]]) -> list[Row]:
    return [_judge(coach, answer) for answer in answers]


def _judge(coach: Coach, labelled: dict[str, Any]) -> Row:
    text = labelled["text"]
    question = Question("", labelled["question"], labelled["kind"], labelled["pattern"])
    feedback = coach.assess(Answer(None, question.text, text), question, feedback_id="")
    found = {f.kind: f.quote for f in feedback.findings}
    expected = [kind for kind in labelled["expect"] if kind in found]
    missing, places = [0, 0, 0], list[float]()
    for part in feedback.structure.parts:
        gold = labelled["parts"].get(part.part)
        called = part.status == "missing"
        missing[0] += gold is None and called
        missing[1] += gold is not None and called
        missing[2] += gold is None and not called
        if gold and part.quote:
            at = text.find(gold)
            both = _overlap(part.quote.start_char, part.quote.end_char, at, at + len(gold))
            places.append(float(both >= 0.5 * min(len(part.quote.text), len(gold))))
    return Row(
        base=labelled["base"],
        variant=labelled["variant"],
        is_trap="trap" in labelled["id"],
        words=feedback.words,
        hits=len(expected),
        wrong=sum(kind in labelled["forbid"] for kind in found),
        missed=len(labelled["expect"]) - len(expected),
        quotes=tuple(_best(text, found[kind], labelled["quotes"].get(kind, [])) for kind in expected),
        missing=(missing[0], missing[1], missing[2]),
        part_quotes=tuple(places),
        score=sum(a.score for a in feedback.rubric),
        gold=float(sum(labelled["rubric"].values())),
    )


def _best(text: str, quote: Any, golds: Sequence[str]) -> float:
    """1 where the quote overlaps a labelled one by IoU 0.5 or more."""
    for gold in golds:
        at = text.find(gold)
        both = _overlap(quote.start_char, quote.end_char, at, at + len(gold))
        if both >= 0.5 * (len(quote.text) + len(gold) - both):
            return 1.0
    return 0.0


def _overlap(a: int, b: int, c: int, d: int) -> int:
    return max(0, min(b, d) - max(a, c))


def rank_correlation(a: Sequence[float], b: Sequence[float]) -> float:
    """Spearman's, with ties at their mean rank."""
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values: Sequence[float]) -> Any:
    given = np.asarray(values, dtype=float)
    ranks = np.empty(len(given))
    ranks[np.argsort(given, kind="stable")] = np.arange(len(given))
    for value in np.unique(given):
        same = given == value
        ranks[same] = ranks[same].mean()
    return ranks
