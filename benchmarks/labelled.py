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
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question

Verdict = Literal["hit", "wrong", "missed"]


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
    found = {f.kind: f.quote for f in feedback.findings}
    expected = [kind for kind in labelled["expect"] if kind in found]
    verdicts: list[tuple[str, Verdict]] = [
        (kind, "hit" if kind in found else "missed") for kind in labelled["expect"]
    ]
    verdicts.extend((kind, "wrong") for kind in found if kind in labelled["forbid"])
    opening = segment(text).spans[0]
    places = [(found[kind].start_char, found[kind].end_char) for kind in expected]
    golds = [labelled["quotes"].get(kind, []) for kind in expected]
    return Row(
        base=labelled["base"],
        variant=labelled["variant"],
        is_trap="trap" in labelled["id"],
        words=feedback.words,
        verdicts=tuple(verdicts),
        quotes=tuple(_best(text, place, gold) for place, gold in zip(places, golds, strict=True)),
        first_sentence=tuple(_best(text, opening, gold) for gold in golds),
        parts=tuple(_parts(feedback, labelled)),
        score=sum(a.score for a in feedback.rubric),
        gold=float(sum(labelled["rubric"].values())),
    )


def _parts(feedback: Feedback, labelled: dict[str, Any]) -> list[PartSeen]:
    found: list[PartSeen] = []
    for part in feedback.structure.parts:
        gold = labelled["parts"].get(part.part)
        placed = False
        if gold and part.quote:
            at = labelled["text"].find(gold)
            both = _overlap(part.quote.start_char, part.quote.end_char, at, at + len(gold))
            placed = both >= 0.5 * min(len(part.quote.text), len(gold))
        found.append(PartSeen(part.part, bool(gold), part.status != "missing", placed))
    return found


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


def _best(text: str, place: tuple[int, int], golds: Sequence[str]) -> float:
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
