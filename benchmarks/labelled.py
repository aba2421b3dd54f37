"""Labelled answers, and what the coach made of each: counts that the figures are sums of."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from extrabrain.coach.coach import Coach
from extrabrain.coach.sentences import segment
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question
from extrabrain.core.quote import Quote

Verdict = Literal["hit", "wrong", "missed"]
Place = tuple[int, int]
"""Start and end in code points."""


@dataclass(frozen=True, slots=True)
class PartSeen:
    """A part of one answer: whether it is labelled, whether the coach found it, and at the labelled place."""

    part: str
    labelled: bool
    found: bool
    placed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. `score` and `gold` are sums over the rubric's axes; `axes` the coach's scores by axis."""

    base: str
    variant: str
    is_trap: bool
    words: int
    verdicts: tuple[tuple[str, Verdict], ...]
    quotes: tuple[float, ...]
    first_sentence: tuple[float, ...]
    parts: tuple[PartSeen, ...]
    score: float
    gold: float

    def count(self, verdict: Verdict) -> int:
        return sum(found == verdict for _, found in self.verdicts)

    @property
    def missing(self) -> tuple[int, int, int]:
        """Parts called missing rightly, wrongly, and overlooked."""
        return (
            sum(not p.labelled and not p.found for p in self.parts),
            sum(p.labelled and not p.found for p in self.parts),
            sum(not p.labelled and p.found for p in self.parts),
        )


def answers_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judged(coach: Coach, answers: Sequence[dict[str, Any]]) -> list[Row]:
    return [_judge(coach, answer) for answer in answers]


def shuffled(answer: dict[str, Any], seed: int) -> dict[str, Any]:
    """The same with its sentences in another order; parts across two are cut to the longer piece, and quotes
    of findings that no longer stand there are left out."""
    text = answer["text"]
    pieces = [text[start:end] for start, end in segment(text).spans]
    order = list(pieces)
    random.Random(seed).shuffle(order)

    def moved(wanted: str | None) -> str | None:
        if wanted is None or any(wanted in piece for piece in pieces):
            return wanted
        at = text.find(wanted)
        shared = [_shared(text, piece, at, at + len(wanted)) for piece in pieces]
        return max(shared, key=len)

    text_now = " ".join(order)
    parts = {part: moved(wanted) for part, wanted in answer["parts"].items()}
    quotes = {kind: [quote for quote in some if quote in text_now] for kind, some in answer["quotes"].items()}
    return answer | {"text": text_now, "parts": parts, "quotes": quotes}


def _shared(text: str, piece: str, start: int, end: int) -> str:
    at = text.find(piece)
    return text[max(at, start) : max(at, start, min(at + len(piece), end))]


def _judge(coach: Coach, labelled: dict[str, Any]) -> Row:
    text = labelled["text"]
    question = Question("", labelled["question"], labelled["kind"], labelled["pattern"])
    feedback = coach.assess(Answer(None, question.text, text), question, feedback_id="")
    return compared(
        labelled,
        {f.kind: (f.quote.start_char, f.quote.end_char) for f in feedback.findings},
        {p.part: _place(p.quote) for p in feedback.structure.parts if p.status != "missing"},
        words=feedback.words,
        score=sum(a.score for a in feedback.rubric),
    )


def compared(
    labelled: dict[str, Any],
    findings: dict[str, Place],
    parts: dict[str, Place],
    *,
    words: int = 0,
    score: float = 0.0,
) -> Row:
    """What a coach, or a second rater, found in a labelled answer, and where, held against its labels."""
    text = labelled["text"]
    expected = [kind for kind in labelled["expect"] if kind in findings]
    verdicts: list[tuple[str, Verdict]] = [
        (kind, "hit" if kind in findings else "missed") for kind in labelled["expect"]
    ]
    verdicts.extend((kind, "wrong") for kind in findings if kind in labelled["forbid"])
    opening = segment(text).spans[0]
    golds = [labelled["quotes"].get(kind, []) for kind in expected]
    return Row(
        base=labelled["base"],
        variant=labelled["variant"],
        is_trap="trap" in labelled["id"],
        words=words,
        verdicts=tuple(verdicts),
        quotes=tuple(_best(text, findings[kind], gold) for kind, gold in zip(expected, golds, strict=True)),
        first_sentence=tuple(_best(text, opening, gold) for gold in golds),
        parts=tuple(_seen(text, part, gold, parts) for part, gold in labelled["parts"].items()),
        score=score,
        gold=float(sum(labelled["rubric"].values())),
    )


def _place(quote: Quote | None) -> Place:
    return (quote.start_char, quote.end_char) if quote else (0, 0)


def _seen(text: str, part: str, gold: str | None, parts: dict[str, Place]) -> PartSeen:
    placed = False
    start, end = parts.get(part, (0, 0))
    if gold and end > start:
        at = text.find(gold)
        placed = _overlap(start, end, at, at + len(gold)) >= 0.5 * min(end - start, len(gold))
    return PartSeen(part, bool(gold), part in parts, placed)


def macro_f1(answers: Sequence[Sequence[PartSeen]]) -> float:
    """Mean over parts of F1: right where the part is labelled, found, and quoted at the labelled place."""
    counts: dict[str, list[int]] = {}
    for part in (part for parts in answers for part in parts):
        count = counts.setdefault(part.part, [0, 0, 0])
        count[0] += part.labelled and part.placed
        count[1] += part.found
        count[2] += part.labelled
    scores = [2 * hit / max(1, found + labelled) for hit, found, labelled in counts.values() if labelled]
    return float(np.mean(scores)) if scores else float("nan")


def _best(text: str, place: Place, golds: Sequence[str]) -> float:
    """1 where the quote overlaps a labelled one by IoU 0.5 or more."""
    for gold in golds:
        at = text.find(gold)
        both = _overlap(*place, at, at + len(gold))
        if both >= 0.5 * (place[1] - place[0] + len(gold) - both):
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
