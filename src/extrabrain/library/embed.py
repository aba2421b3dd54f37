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

DIMS = 384
MAX_TOKENS = 256
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
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
        out = np.zeros((len(encoded), DIMS), np.float32)
        at = 0
        while at < len(order):
            end = at + 1
            while end < len(order) and (end - at + 1) * len(encoded[order[end]]) <= TOKENS_A_BATCH:
                end += 1
            batch = order[at:end]
            out[batch] = self._pooled([encoded[i] for i in batch])
            at = end
        return out

    def _pooled(self, rows: list[list[int]]) -> Vectors:
        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = cast(Any, self._session).run(None, feeds)[0]
        weight = mask[:, :, None].astype(np.float32)
        mean = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
        return (mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)).astype(np.float32)
