"""Logistic regression of a few signs on a few answers: alone, or drawn towards what several of them share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

SLACK = 1e-3
"""The bias is hardly held back."""

APART = 3.0
"""How freely the level of each sheet may differ where the weights in common are sought."""


@dataclass(frozen=True)
class Sheet:
    """Standardised signs of one finding or part: rows are answers. `groups`: the author of each, `counts`:
    how often it counts, `roles`: for each sign what it is called in all sheets, or an empty string."""

    rows: Any
    target: Any
    groups: Any
    counts: Any
    roles: tuple[str, ...]

    def of(self, keep: Any) -> "Sheet":
        return Sheet(self.rows[keep], self.target[keep], self.groups[keep], self.counts[keep], self.roles)


def weights(sheet: Sheet, ridge: float, towards: Any = None) -> Any:
    """Weights, the bias last, by Newton's method with steps halved until they help. The ridge pulls them to
    `towards`, or to 0."""
    full = np.hstack([sheet.rows, np.ones((len(sheet.rows), 1))])
    aim = np.zeros(full.shape[1]) if towards is None else np.asarray(towards)
    pull = np.eye(full.shape[1]) * ridge
    pull[-1, -1] = SLACK
    found, now = aim.copy(), _cost(full, sheet, aim, aim, pull)
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(full @ found, -30, 30)))
        slope = full.T @ (sheet.counts * (sheet.target - chance)) - pull @ (found - aim)
        curve = (full * (sheet.counts * chance * (1 - chance) + 1e-9)[:, None]).T @ full + pull
        step = np.linalg.solve(curve, slope)
        while _cost(full, sheet, found + step, aim, pull) > now and np.abs(step).max() > 1e-6:
            step = step / 2
        found = found + step
        now = _cost(full, sheet, found, aim, pull)
        if np.abs(step).max() < 1e-6:
            break
    return found


def in_common(sheets: Sequence[Sheet], ridge: float) -> list[Any]:
    """For each sheet the weights that all of them together would give its signs, by role, and a bias."""
    roles = sorted({role for sheet in sheets for role in sheet.roles if role})
    blocks: list[Any] = []
    for number, sheet in enumerate(sheets):
        block = np.zeros((len(sheet.rows), len(roles) + len(sheets)))
        for column, role in enumerate(sheet.roles):
            if role:
                block[:, roles.index(role)] += sheet.rows[:, column]
        block[:, len(roles) + number] = APART
        blocks.append(block)
    together = Sheet(
        np.concatenate(blocks),
        *(
            np.concatenate([getattr(sheet, name) for sheet in sheets])
            for name in ("target", "groups", "counts")
        ),
        roles=(),
    )
    found = weights(together, ridge)
    return [
        np.array(
            [
                *(found[roles.index(role)] if role else 0.0 for role in sheet.roles),
                found[-1] + APART * found[len(roles) + number],
            ]
        )
        for number, sheet in enumerate(sheets)
    ]


def _cost(full: Any, sheet: Sheet, found: Any, aim: Any, pull: Any) -> float:
    odds = full @ found
    off = found - aim
    return float((sheet.counts * (np.logaddexp(0, odds) - sheet.target * odds)).sum() + off @ pull @ off / 2)
