"""What the coach asks of an embedder; `library.embed.MiniLM` has this shape."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

DIMS = 384


class Embedder(Protocol):
    """Turns texts into rows of 384 numbers of length 1; near in meaning is near in angle."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...
