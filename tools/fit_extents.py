"""Fits which clauses a finding is shown by: `coach/params/extents.json`, written by `fit_findings.py`.

From answers in which a finding is expected and its quotes are marked, judged by models that never saw their
author. First which clause lies in a mark; then, beside the best such clause, which others lie in the same
mark. All kinds share their weights, but for a few that each kind has on top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from weighing import Sheet, weights

from extrabrain.coach.mistakes.fitted import FAULTS, clause_scores
from extrabrain.coach.mistakes.spans import MOST_CLAUSES, anchor_signs, reach_signs

if TYPE_CHECKING:
    from fit_findings import Seen

RIDGE = 10.0
LEAST_SHARE = 0.3
"""So much of the best clause must lie in a mark, or its neighbours say nothing."""

ANCHOR_SHARED, ANCHOR_OWN = (*range(10), 11), (1, 4, 9, 10, 12, 13, 14)
REACH_SHARED, REACH_OWN = tuple(range(12)), (0, 5, 6)
"""Columns of the signs whose weights all kinds share, and those that each kind has on top."""


@dataclass(frozen=True)
class Marked:
    """One expected finding of one answer: the clauses' scores, their signs, and the marks as places."""

    seen: "Seen"
    kind: str
    scores: Any
    signs: Any
    marks: list[tuple[int, int]]

    def shares(self, marks: Sequence[tuple[int, int]]) -> Any:
        """How much of each clause lies in one of the marks."""
        units = self.seen.case.reading.units
        lies = [
            [max(0, min(unit.end, b) - max(unit.start, a)) / (unit.end - unit.start) for unit in units]
            for a, b in marks
        ]
        return np.max(lies, axis=0)


def fit_extents(cases: Sequence["Seen"]) -> dict[str, dict[str, list[float]]]:
    """By kind, as `extents_of` reads it."""
    lines = [line for seen in cases for line in _marked(seen)]
    kinds = sorted({line.kind for line in lines})
    anchor = _by_kind(kinds, lines, ANCHOR_SHARED, ANCHOR_OWN)
    halves = _halves(lines)
    unseen = [
        _by_kind(kinds, [line for line, half in zip(lines, halves, strict=True) if half != side],
                 ANCHOR_SHARED, ANCHOR_OWN)
        for side in (0, 1)
    ]  # fmt: skip
    odds = [
        line.signs @ unseen[half][line.kind][:-1] + unseen[half][line.kind][-1]
        for line, half in zip(lines, halves, strict=True)
    ]
    rows = [_around(line, own) for line, own in zip(lines, odds, strict=True)]
    used = [(line.kind, *row) for line, row in zip(lines, rows, strict=True) if row is not None]
    reach = _fit(kinds, used, REACH_SHARED, REACH_OWN)
    return {kind: {"anchor": _rounded(anchor[kind]), "reach": _rounded(reach[kind])} for kind in kinds}


def _marked(seen: "Seen") -> list[Marked]:
    text = seen.row["text"]
    found: list[Marked] = []
    for fault in FAULTS:
        quotes = seen.row["quotes"].get(fault.kind)
        if fault.kind not in seen.row["expect"] or fault.kind == "off-topic" or not quotes:
            continue
        scores = clause_scores(seen.case, fault)
        marks = [(text.find(quote), text.find(quote) + len(quote)) for quote in quotes]
        found.append(Marked(seen, fault.kind, scores, anchor_signs(seen.case, fault.kind, scores), marks))
    return found


def _halves(lines: Sequence[Marked]) -> list[int]:
    """0 or 1 for each line, the same for all of an author: `reach` sees the odds of the other half."""
    groups = sorted({line.seen.group for line in lines})
    return [groups.index(line.seen.group) % 2 for line in lines]


def _around(line: Marked, odds: Any) -> tuple[Any, Any] | None:
    """Signs and shares of the clauses near the best one, where that lies in a mark."""
    best = int(np.argmax(odds))
    inside = [mark for mark in line.marks if line.shares([mark])[best] > LEAST_SHARE]
    if not inside:
        return None
    signs = reach_signs(line.seen.case, line.scores, odds, best)
    near = [at for at in range(len(odds)) if at != best and abs(at - best) <= MOST_CLAUSES]
    return signs[near], line.shares(inside[-1:])[near]


def _by_kind(
    kinds: list[str], lines: Sequence[Marked], shared: tuple[int, ...], own: tuple[int, ...]
) -> dict[str, Any]:
    used = [(line.kind, line.signs, line.shares(line.marks)) for line in lines]
    return _fit(kinds, used, shared, own)


def _fit(
    kinds: list[str], used: Sequence[tuple[str, Any, Any]], shared: tuple[int, ...], own: tuple[int, ...]
) -> dict[str, Any]:
    """Weights of all signs for each kind, the bias last: the shared ones and the kind's own, added up."""
    blocks: list[Any] = []
    for kind, signs, _ in used:
        block = np.zeros((len(signs), len(shared) + len(kinds) * (1 + len(own))))
        block[:, : len(shared)] = signs[:, shared]
        start = len(shared) + kinds.index(kind) * (1 + len(own))
        block[:, start] = 1.0
        block[:, start + 1 : start + 1 + len(own)] = signs[:, own]
        blocks.append(block)
    rows, target = np.vstack(blocks), np.concatenate([share for _, _, share in used])
    mean, scale = rows.mean(0), rows.std(0) + 0.1
    sheet = Sheet((rows - mean) / scale, target, np.zeros(len(rows)), np.ones(len(rows)), ())
    found = weights(sheet, RIDGE)
    slopes = found[:-1] / scale
    bias = float(found[-1] - slopes @ mean)
    folded: dict[str, Any] = {}
    for number, kind in enumerate(kinds):
        start = len(shared) + number * (1 + len(own))
        row = np.zeros(used[0][1].shape[1] + 1)
        row[list(shared)] += slopes[: len(shared)]
        row[list(own)] += slopes[start + 1 : start + 1 + len(own)]
        row[-1] = bias + slopes[start]
        folded[kind] = row
    return folded


def _rounded(row: Any) -> list[float]:
    return [round(float(value), 4) for value in row]
