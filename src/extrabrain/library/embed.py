"""Meaning as numbers: MiniLM sentence embeddings on onnxruntime."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from extrabrain.core.errors import NotFound, Problem

Vectors = npt.NDArray[np.float32]
Spans = tuple[tuple[int, int], ...]

DIMS = 384
MAX_TOKENS = 256
HELD_TOKENS = 4096
HELD_TEXT_TOKENS = 96
"""States of the words of recent short texts are held (6 MB at most), so that `words` costs no second run."""

TOKENS_A_BATCH = 1024
"""Padded tokens in one run: on one core a larger batch is no faster and a smaller one pays more per call."""


class MiniLM:
    """all-MiniLM-L6-v2, int8. Thread-safe; `embed` may run in several threads at once.

    `folder` holds `model_quantized.onnx` and `tokenizer.json` (weights id `minilm-l6-v2`). `NotFound` where
    one is missing, `Problem` where one cannot be read. `threads` is for the inside of one run.
    """

    name = "minilm-l6-v2"

    def __init__(self, folder: Path, *, threads: int = 1, remembered: int = 4096) -> None:
        model, tokenizer = folder / "model_quantized.onnx", folder / "tokenizer.json"
        for path in (model, tokenizer):
            if not path.is_file():
                raise NotFound(
                    f"{path}: no such file.", next_step=f"Run `extrabrain models pull {self.name}`."
                )
        options = cast(Any, onnxruntime).SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(model), options, ["CPUExecutionProvider"])
            self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        except Exception as error:
            raise Problem(
                f"{folder}: the model cannot be read ({error}).",
                next_step=f"Remove the folder and run `extrabrain models pull {self.name}`.",
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._seen: OrderedDict[str, Vectors] = OrderedDict()
        self._remembered = remembered
        self._states: OrderedDict[str, tuple[Spans, list[int], npt.NDArray[np.float16]]] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 for each text, L2-normalised; an empty text gives a row of its own too."""
        found = self._recall(texts)
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        if fresh:
            vectors = self._run(fresh)
            found.update(zip(fresh, vectors, strict=True))
            self._remember(fresh, vectors)
        if not texts:
            return np.zeros((0, DIMS), np.float32)
        return np.stack([found[text] for text in texts])

    def words(self, texts: Sequence[str]) -> list[tuple[Spans, Vectors]]:
        """For each text the spans of its words, in code points, and what each means where it stands.

        Rows have length 1; a punctuation mark is a word too.
        """
        found: list[tuple[Spans, Vectors]] = []
        for text in texts:
            with self._lock:
                held = self._states.get(text)
                if held:
                    self._states.move_to_end(text)
            spans, first, states = held or self._state(text)
            if not spans:
                found.append(((), np.zeros((0, DIMS), np.float32)))
                continue
            rows = np.add.reduceat(states[:-1].astype(np.float32), first, axis=0)
            found.append((spans, rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)))
        return found

    def _state(self, text: str) -> tuple[Spans, list[int], npt.NDArray[np.float16]]:
        encoding = self._tokenizer.encode(text)
        hidden = self._hidden([encoding.ids])[0][0]
        self._hold(text, encoding, hidden)
        return *_words_of(encoding), hidden.astype(np.float16)

    def _hold(self, text: str, encoding: Any, hidden: Vectors) -> None:
        size = len(encoding.ids)
        if size > HELD_TEXT_TOKENS:
            return
        kept = (*_words_of(encoding), hidden[:size].astype(np.float16))
        with self._lock:
            self._held += 0 if text in self._states else size
            self._states[text] = kept
            while self._held > HELD_TOKENS:
                self._held -= len(self._states.popitem(last=False)[1][2])

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

    def _run(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
        out = np.zeros((len(encoded), DIMS), np.float32)
        at = 0
        while at < len(order):
            end = at + 1
            while end < len(order) and (end - at + 1) * len(encoded[order[end]].ids) <= TOKENS_A_BATCH:
                end += 1
            batch = order[at:end]
            hidden, mask = self._hidden([encoded[i].ids for i in batch])
            out[batch] = _pooled(hidden, mask)
            for number, i in enumerate(batch):
                self._hold(texts[i], encoded[i], hidden[number])
            at = end
        return out

    def _hidden(self, rows: list[list[int]]) -> tuple[Vectors, npt.NDArray[np.int64]]:
        """States of the last layer, rows × tokens × 384, and which tokens are no padding."""
        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return cast(Any, self._session).run(None, feeds)[0], mask


def _pooled(hidden: Vectors, mask: npt.NDArray[np.int64]) -> Vectors:
    weight = mask[:, :, None].astype(np.float32)
    mean = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
    return (mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def _words_of(encoding: Any) -> tuple[Spans, list[int]]:
    """Spans of the words of a text, and the place of the first piece of each."""
    spans: list[tuple[int, int]] = []
    first: list[int] = []
    before: int | None = None
    for at, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
        if word is None:
            continue
        if word == before:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
            first.append(at)
        before = word
    return tuple(spans), first
