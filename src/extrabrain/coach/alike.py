"""How alike the clauses of one answer are, in what they mean and in their words."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extrabrain.coach.likeness import likeness
from extrabrain.coach.reading import Reading
from extrabrain.coach.stems import stems

Table = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alike:
    """`table[a, b]` is the likeness of two clauses, or without an embedder the share of stems that they have
    in common; `stems[a]` are those of a clause."""

    table: Table
    stems: tuple[set[str], ...]


def alike(reading: Reading) -> Alike:
    own = tuple(stems([t.low for t in reading.unit_row(at)]) for at in range(len(reading.units)))
    if reading.vectors is not None:
        return Alike(likeness(reading.vectors, reading.vectors), own)
    return Alike(_shared(own), own)


def _shared(own: tuple[set[str], ...]) -> Table:
    count = len(own)
    table = np.zeros((count, count), np.float32)
    for a in range(count):
        for b in range(a + 1, count):
            joint = len(own[a] & own[b]) / max(1, min(len(own[a]), len(own[b])))
            table[a, b] = table[b, a] = joint
    return table
