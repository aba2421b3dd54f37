"""Meaning as numbers: MiniLM sentence embeddings."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from extrabrain.library.transformer import DIMS, NAME, Transformer

Vectors = npt.NDArray[np.float32]


class MiniLM:
    """Thread-safe; `embed` may run in several threads at once. Arguments and errors: see `Transformer`.

    `remembered`: the vectors of so many texts of late are held.
    """

    name = NAME

    def __init__(self, folder: Path, *, threads: int = 1, remembered: int = 4096) -> None:
        self._model = Transformer(folder, threads=threads)
        self._seen: OrderedDict[str, Vectors] = OrderedDict()
        self._remembered = remembered
        self._lock = Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 for each text, L2-normalised; an empty text gives a row of its own too."""
        found = self._recall(texts)
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        if fresh:
            vectors = np.zeros((len(fresh), DIMS), np.float32)
            for number, _, (states,) in self._model.run(fresh):
                vectors[number] = _unit(states.mean(axis=0))
            found.update(zip(fresh, vectors, strict=True))
            self._remember(fresh, vectors)
        if not texts:
            return np.zeros((0, DIMS), np.float32)
        return np.stack([found[text] for text in texts])

    def _recall(self, texts: Sequence[str]) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        with self._lock:
            for text in texts:
                vector = self._seen.get(text)
                if vector is not None:
                    self._seen.move_to_end(text)
                    found[text] = vector
        return found

    def _remember(self, texts: Sequence[str], vectors: Vectors) -> None:
        with self._lock:
            for text, vector in zip(texts, vectors, strict=True):
                self._seen[text] = vector
            while len(self._seen) > self._remembered:
                self._seen.popitem(last=False)


def _unit(row: Vectors) -> Vectors:
    return row / max(1e-9, float(np.linalg.norm(row)))
