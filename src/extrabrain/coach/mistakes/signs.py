"""Signs of a finding in a whole answer: a handful of numbers, each with a name that says what it is.

- `top:lone` the highest score of a clause for that label; `second:` and `third:` the next ones
- `pair:` the best mean of two neighbours; `run25:` of a run of 25 words; `last:` the best of the last two
- `mass:` how much of it there is in all; `margin:` how far the best clause is above every other fault
- `over:a>b` the best lead of one label over another; `others:` the highest other fault
- `seat:part` how well the clause chosen for a part fits it; `lead:part` the best lead of a clause over all
  other parts; `told:part` how much of the answer is that part rather than another
- `again:50` clauses that restate one (likeness 0.50); `echo:2` how near a second clause comes, at most
- `rate:cue` a cue per 100 words; `peak:cue` the most in one clause
- `clauses` how many there are, as a logarithm: the more, the higher the best score
- `is:star` the pattern; `specificity`; `lower` no capitals: raw recognition; `short` fewer than 60 words
"""

from collections.abc import Callable

import numpy as np

from extrabrain.coach.case import Case
from extrabrain.coach.judge import Scores
from extrabrain.coach.mistakes.restated import nearness, restatements
from extrabrain.coach.reading import FEATURE_AT
from extrabrain.coach.structure import raw_scores
from extrabrain.core.question import PATTERN_PARTS, Pattern

FAULTS = [
    "absolute",
    "single",
    "pr",
    "dismissive",
    "lone",
    "unsupported",
    "closed",
    "vague",
    "bald",
    "tangent",
    "passive",
    "loose",
    "undone",
]
_STANDS_FOR: dict[str, dict[Pattern, str]] = {
    "@learn": {"star": "lesson", "scaling": "loop", "explain": "loop"},
    "@result": {"star": "result", "scaling": "estimate", "explain": "evidence"},
    "@learn part": {"star": "learning", "scaling": "learn", "explain": "decision"},
    "@result part": {"star": "result", "scaling": "estimate", "explain": "evidence"},
}
"""Labels and parts that depend on the pattern."""

LEAST = -6.0
"""Bounds scores, and stands for them in an answer without words."""

_SPOKEN_FAULTS = [fault for fault in FAULTS if fault not in ("undone", "loose", "passive")]


def sign(case: Case, name: str) -> float:
    """`KeyError` for a name that is no sign."""
    what, _, of = name.partition(":")
    return _SIGNS[what](case, standing_for(of, case.pattern))


def standing_for(label: str, pattern: Pattern) -> str:
    """The label that `@learn` or `@result` means for this pattern; any other stands for itself."""
    return _STANDS_FOR[label][pattern] if label in _STANDS_FOR else label


def _ranked(case: Case, label: str, rank: int) -> float:
    """In a short answer the last clause stands for those that are not there."""
    scores = case.judgement.ranked(label)
    return max(LEAST, float(scores[min(rank, len(scores) - 1)])) if len(scores) else LEAST


def _pair(case: Case, label: str) -> float:
    scores = case.judgement.of(label)
    if len(scores) < 2:
        return _ranked(case, label, 0)
    return max(LEAST, float(np.max(scores[:-1] + scores[1:]) / 2))


def _mass(case: Case, label: str) -> float:
    return float(np.log1p(np.exp(np.clip(case.judgement.of(label), -20, 8))).sum())


def _last(case: Case, label: str) -> float:
    return max(LEAST, float(max(case.judgement.of(label)[-2:], default=LEAST)))


def _margin(case: Case, label: str) -> float:
    scores = case.judgement.of(label)
    if not len(scores):
        return LEAST
    rivals = np.max(np.stack([case.judgement.of(fault) for fault in FAULTS if fault != label]), axis=0)
    return max(LEAST, float(np.max(scores - np.maximum(rivals, -1.0))))


def _over(case: Case, labels: str) -> float:
    one, _, other = labels.partition(">")
    lead = case.judgement.of(standing_for(one, case.pattern)) - case.judgement.of(other)
    return max(LEAST, float(lead.max())) if len(lead) else LEAST


def _others(case: Case, label: str) -> float:
    return max(_ranked(case, fault, 0) for fault in _SPOKEN_FAULTS if fault != label)


def _seat(case: Case, part: str) -> float:
    heading = case.heading(part)
    return LEAST if heading is None else max(LEAST, heading.seat)


def _lead(case: Case, part: str) -> float:
    if not case.reading.units:
        return LEAST
    raw, row = raw_scores(case.judgement, case.pattern), PATTERN_PARTS[case.pattern].index(part)
    return max(LEAST, float((raw[row] - np.delete(raw, row, axis=0).max(axis=0)).max()))


def _told(case: Case, part: str) -> float:
    raw, row = raw_scores(case.judgement, case.pattern), PATTERN_PARTS[case.pattern].index(part)
    odds = np.exp(np.minimum(raw, 20.0))
    return float(np.log((odds[row] / (1 + odds.sum(axis=0))).sum() + 0.02))


def _rate(case: Case, cue: str) -> float:
    column: Scores = case.reading.features[:, FEATURE_AT[cue]]
    return float(column.sum()) * 100 / max(1, case.words)


def _peak(case: Case, cue: str) -> float:
    return float(min(3.0, case.reading.features[:, FEATURE_AT[cue]].max(initial=0.0)))


def _echo(case: Case, rank: str) -> float:
    """Of every clause the similarity to its second (third, …) nearest other one; the highest of these."""
    near = np.sort(nearness(case), axis=1)[:, ::-1]
    return float(near[:, int(rank) - 1].max(initial=0.0)) if near.shape[1] >= int(rank) else 0.0


def best_run(case: Case, label: str, words: int) -> tuple[float, int, int]:
    """The run of at least `words` words (at most ten clauses) with the highest mean score: score, first,
    last."""
    units, scores = case.reading.units, case.judgement.of(label)
    best = (LEAST, 0, 0)
    for first in range(len(units)):
        said, total = 0, 0.0
        for last in range(first, min(len(units), first + 10)):
            said += units[last].words
            total += float(scores[last]) * units[last].words
            if said >= words and total / said > best[0]:
                best = (total / said, first, last)
    return best


_SIGNS: dict[str, Callable[[Case, str], float]] = {
    "top": lambda case, of: _ranked(case, of, 0),
    "second": lambda case, of: _ranked(case, of, 1),
    "third": lambda case, of: _ranked(case, of, 2),
    "pair": _pair,
    "mass": _mass,
    "last": _last,
    "margin": _margin,
    "over": _over,
    "seat": _seat,
    "lead": _lead,
    "told": _told,
    "others": _others,
    "rate": _rate,
    "peak": _peak,
    "clauses": lambda case, _: float(np.log1p(len(case.reading.units))),
    "echo": _echo,
    "run25": lambda case, of: best_run(case, of, 25)[0],
    "run45": lambda case, of: best_run(case, of, 45)[0],
    "again": lambda case, of: float(len(restatements(case, int(of) / 100))),
    "is": lambda case, of: float(case.pattern == of),
    "specificity": lambda case, _: 4 * case.specificity.overall,
    "lower": lambda case, _: float(case.reading.text == case.reading.text.lower()),
    "short": lambda case, _: float(case.words < 60),
}
