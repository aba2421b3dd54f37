"""How alike two clauses are in what they mean.

All states of a transformer share a direction that says nothing, so their mean is taken off first (Mu and
Viswanath, "All-but-the-Top", 2018). `params/likeness.npz` holds it; written by `tools/fit_coach.py`.
"""

from functools import cache
from pathlib import Path

import numpy as np

from extrabrain.coach.embedder import Vectors


@cache
def common() -> Vectors:
    """The mean of the clauses of our labelled answers."""
    with np.load(Path(__file__).with_name("params") / "likeness.npz") as stored:
        return stored["common"].astype(np.float32)


def likeness(rows: Vectors, others: Vectors) -> Vectors:
    """Cosines of each row with each other one."""
    return _apart(rows) @ _apart(others).T


def _apart(rows: Vectors) -> Vectors:
    left = rows - common()
    return left / np.maximum(np.linalg.norm(left, axis=1, keepdims=True), 1e-9)
