"""What the coach asks of an embedder; `library.embed.MiniLM` has this shape."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

Spans = tuple[tuple[int, int], ...]

DIMS = 384


class Meaning(Protocol):
    """What a text means. Vectors have 384 numbers and length 1; near in meaning is near in angle."""

    @property
    def spans(self) -> Spans:
        """Its words in code points; a punctuation mark is one too."""
        ...

    def whole(self) -> Vectors:
        """What all of it means."""
        ...

    def part(self, start: int, end: int) -> Vectors:
        """What the piece from `start` to `end` means there."""
        ...

    def words(self) -> Vectors:
        """A row for each word: the word as it is meant there."""
        ...


class Embedder(Protocol):
    """Turns texts into meanings."""

    @property
    def name(self) -> str: ...

    def meanings(self, texts: Sequence[str]) -> Sequence[Meaning]:
        """What each text does: claims, measures, rules, boasts."""
        ...

    def subjects(self, texts: Sequence[str]) -> Sequence[Meaning]:
        """What each text is about; takes twice as long. `meanings` of it cost nothing after that."""
        ...
