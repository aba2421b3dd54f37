"""What the coach asks of an embedder; `library.embed.MiniLM` has this shape."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

Spans = tuple[tuple[int, int], ...]

DIMS = 384


class Embedder(Protocol):
    """Turns texts into rows of 384 numbers of length 1; near in meaning is near in angle."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...

    def words(self, texts: Sequence[str]) -> list[tuple[Spans, Vectors]]:
        """For each text its words as spans in code points, and a row of length 1 for each: the word as it is
        meant there. Costs next to nothing for texts that were embedded just before."""
        ...
