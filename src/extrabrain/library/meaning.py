"""What a short text means as a whole, in part and word for word: the states of its tokens."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extrabrain.library.transformer import DIMS

Vectors = npt.NDArray[np.float32]
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """`spans` of the words in code points (a punctuation mark is one too), `first[i]` the first token of word
    i; `starts` of all tokens in code points, -1 for those that stand for no text; `states`, tokens × 384."""

    spans: Spans
    first: tuple[int, ...]
    starts: npt.NDArray[np.int32]
    states: npt.NDArray[np.float16]

    def whole(self) -> Vectors:
        """The mean over all tokens, of length 1."""
        return unit(self.states.astype(np.float32).mean(axis=0))

    def part(self, start: int, end: int) -> Vectors:
        """The mean over the tokens that begin in `start:end`, of length 1: what this part means in its
        surroundings ("late chunking", Günther et al. 2024). The whole where no token begins there."""
        inside = (self.starts >= start) & (self.starts < end)
        return unit(self.states[inside].astype(np.float32).mean(axis=0)) if inside.any() else self.whole()

    def words(self) -> Vectors:
        """A row of length 1 for each word: what it means where it stands."""
        if not self.first:
            return np.zeros((0, DIMS), np.float32)
        rows = np.add.reduceat(self.states[:-1].astype(np.float32), self.first, axis=0)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def unit(row: Vectors) -> Vectors:
    """The same direction, of length 1."""
    return row / max(1e-9, float(np.linalg.norm(row)))
