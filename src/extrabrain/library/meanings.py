"""What texts mean to the coach: states of MiniLM, for a text, its parts and its words."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from extrabrain.library.meaning import Meaning
from extrabrain.library.transformer import NAME, States, Transformer

LAYERS = 3
"""Of six. Mean average precision of the clause models with 1 to 6: .720, .734, .747, .746, .729, .705."""

HELD_TOKENS = 24_576
"""States of the tokens of recent texts are held (19 MB at most for each depth): a question and its key points
come again."""


class MeaningMiniLM:
    """Thread-safe. Arguments and errors: see `Transformer`."""

    name = NAME

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._folder, self._threads = folder, threads
        self._middle = _Held(Transformer(folder, threads=threads, layers=LAYERS))
        self._lock = Lock()

    def meanings(self, texts: Sequence[str]) -> list[Meaning]:
        """From the first half of the model: what a text does."""
        return self._middle.meanings(texts)

    def subjects(self, texts: Sequence[str]) -> list[Meaning]:
        """From all of it: what a text is about. Twice the time; loaded when it is first asked."""
        with self._lock:
            whole = self._whole
        return whole.meanings(texts)

    @cached_property
    def _whole(self) -> "_Held":
        return _Held(Transformer(self._folder, threads=self._threads))


class _Held:
    """A model, and what it said of the texts of late."""

    def __init__(self, model: Transformer) -> None:
        self._model = model
        self._held: OrderedDict[str, Meaning] = OrderedDict()
        self._held_tokens = 0
        self._lock = Lock()

    def meanings(self, texts: Sequence[str]) -> list[Meaning]:
        """One for each text; those that were not met of late in one go."""
        found = self._recall(texts)
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        for number, encoding, states in self._model.run(fresh):
            found[fresh[number]] = _meaning(encoding, states)
        self._hold(fresh, found)
        return [found[text] for text in texts]

    def _recall(self, texts: Sequence[str]) -> dict[str, Meaning]:
        found: dict[str, Meaning] = {}
        with self._lock:
            for text in texts:
                held = self._held.get(text)
                if held is not None:
                    self._held.move_to_end(text)
                    found[text] = held
        return found

    def _hold(self, fresh: Sequence[str], found: dict[str, Meaning]) -> None:
        with self._lock:
            for text in fresh:
                self._held_tokens += 0 if text in self._held else len(found[text].starts)
                self._held[text] = found[text]
            while self._held_tokens > HELD_TOKENS:
                self._held_tokens -= len(self._held.popitem(last=False)[1].starts)


def _meaning(encoding: Any, states: States) -> Meaning:
    spans: list[tuple[int, int]] = []
    first: list[int] = []
    starts: list[int] = []
    before: int | None = None
    for at, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
        starts.append(-1 if word is None else start)
        if word is None:
            continue
        if word == before:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
            first.append(at)
        before = word
    return Meaning(tuple(spans), tuple(first), np.array(starts, np.int32), states.astype(np.float16))
