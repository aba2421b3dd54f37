"""What a speech engine promises."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from extrabrain.core.speech import Word

Samples = npt.NDArray[np.float32]
"""Mono sound at 16 kHz, −1 to 1, shape (n,)."""

MAX_SLICE_MS = 30_000
"""The longest slice that an engine is ever given."""


@dataclass(frozen=True, slots=True)
class Heard:
    """`text` is words joined by single spaces. `words` have times from the start of the slice; empty where
    the model gives none (see `times.timed`)."""

    text: str
    words: tuple[Word, ...] = ()


class Engine(Protocol):
    """Turns a slice of sound into words. Blocking; threads that share one wait for each other."""

    @property
    def name(self) -> str:
        """The name in the engine table, as people type it."""
        ...

    def hear(self, samples: Samples) -> Heard:
        """The words of at most 30 s of sound; empty text where there are none."""
        ...


@runtime_checkable
class StreamingEngine(Engine, Protocol):
    """An engine that also keeps its place: sound goes in piece by piece, the words so far come out."""

    def listen(self) -> "Ear": ...


class Ear(Protocol):
    """One stream of a streaming engine, for one turn."""

    def push(self, samples: Samples) -> Heard:
        """The words so far, after this sound."""
        ...

    def finish(self) -> Heard:
        """The last words; nothing may be pushed afterwards."""
        ...

    def close(self) -> None:
        """Lets go of it, with or without its last words."""
        ...


def samples_of(pcm: bytes) -> Samples:
    """Mono s16le sound as an engine wants it."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)
