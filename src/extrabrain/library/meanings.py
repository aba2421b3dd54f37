"""What texts mean to the coach: states of MiniLM, for a text, its parts and its words."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from extrabrain.library.meaning import Meaning
from extrabrain.library.recent import Recent
from extrabrain.library.transformer import NAME, States, Transformer

HELD_TOKENS = 24_576
"""States of the tokens of recent texts are held (19 MB at most for each depth): a question and its key points
come again."""


class MeaningMiniLM:
    """Thread-safe. Arguments and errors: see `Transformer`."""

    name = NAME

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._folder, self._threads = folder, threads
        self._middle = Transformer(folder, threads=threads, depth="middle")
        self._does = Recent(HELD_TOKENS, _tokens)
        self._is_about = Recent(HELD_TOKENS, _tokens)
        self._lock = Lock()

    def meanings(self, texts: Sequence[str]) -> list[Meaning]:
        """From the first half of the model: what a text does. Texts not met of late are run in one go."""
        found = self._does.of(texts)
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        made: dict[str, Meaning] = {}
        for number, encoding, (states,) in self._middle.run(fresh):
            made[fresh[number]] = _meaning(encoding, states)
        self._does.keep(made)
        return [(found | made)[text] for text in texts]

    def subjects(self, texts: Sequence[str]) -> list[Meaning]:
        """From all of it: what a text is about. Twice the time, loaded when it is first asked; what the text
        does falls off, so that `meanings` of it costs no further run."""
        with self._lock:
            whole = self._whole
        found = self._is_about.of(texts)
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        made: dict[str, Meaning] = {}
        does: dict[str, Meaning] = {}
        for number, encoding, (last, middle) in whole.run(fresh):
            made[fresh[number]], does[fresh[number]] = _meaning(encoding, last), _meaning(encoding, middle)
        self._does.keep(does)
        self._is_about.keep(made)
        return [(found | made)[text] for text in texts]

    @cached_property
    def _whole(self) -> Transformer:
        return Transformer(self._folder, threads=self._threads, depth="both")


def _tokens(meaning: Meaning) -> int:
    return len(meaning.starts)


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
