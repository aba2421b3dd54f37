"""Meaning as numbers: MiniLM sentence embeddings."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from extrabrain.library.meaning import Vectors, unit
from extrabrain.library.recent import Recent
from extrabrain.library.transformer import DIMS, NAME, Transformer


class MiniLM:
    """Thread-safe; `embed` may run in several threads at once. Arguments and errors: see `Transformer`.

    `remembered`: the vectors of so many texts of late are held.
    """

    name = NAME

    def __init__(self, folder: Path, *, threads: int = 1, remembered: int = 4096) -> None:
        self._model = Transformer(folder, threads=threads)
        self._seen: Recent[Vectors] = Recent(remembered, lambda _: 1)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 for each text, L2-normalised; an empty text gives a row of its own too."""
        found = self._seen.of(texts)
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        if fresh:
            made = {
                fresh[number]: unit(states.mean(axis=0)) for number, _, (states,) in self._model.run(fresh)
            }
            self._seen.keep(made)
            found |= made
        if not texts:
            return np.zeros((0, DIMS), np.float32)
        return np.stack([found[text] for text in texts])
