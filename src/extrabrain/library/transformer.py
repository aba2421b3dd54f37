"""all-MiniLM-L6-v2 (int8) on onnxruntime: texts in, states of their tokens out."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from extrabrain.core.errors import NotFound, Problem
from extrabrain.library.layers import first_layers, with_layers

States = npt.NDArray[np.float32]

NAME = "minilm-l6-v2"
DIMS = 384
MAX_TOKENS = 256

MIDDLE = 3
"""Of six layers. Mean average precision of the coach's clause models with the states of layer 1 to 6: 0.720,
0.734, 0.747, 0.746, 0.729, 0.705."""

Depth = Literal["last", "middle", "both"]

MOST_TOKENS = 512
"""In one run, padding counted."""

RUN_COSTS = 8
"""A run costs as much as eight tokens more: texts go together while they waste no more on padding."""


class Transformer:
    """`folder` holds `model_quantized.onnx` and `tokenizer.json` (weights id `minilm-l6-v2`). `NotFound`
    where one is missing, `Problem` where one cannot be read. Thread-safe.

    `threads` is for the inside of one run; `depth` says which states come out: those of the last layer, those
    of the middle one (and no more is run), or both.
    """

    def __init__(self, folder: Path, *, threads: int = 1, depth: Depth = "last") -> None:
        model, tokenizer = folder / "model_quantized.onnx", folder / "tokenizer.json"
        for path in (model, tokenizer):
            if not path.is_file():
                raise NotFound(f"{path}: no such file.", next_step=f"Run `extrabrain models pull {NAME}`.")
        options = cast(Any, onnxruntime).SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            edit = {"last": bytes, "middle": _middle, "both": _both}[depth]
            stored = edit(model.read_bytes())
            self._session = onnxruntime.InferenceSession(stored, options, ["CPUExecutionProvider"])
            self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        except Exception as error:
            raise Problem(
                f"{folder}: the model cannot be read ({error}).",
                next_step=f"Remove the folder and run `extrabrain models pull {NAME}`.",
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def run(self, texts: Sequence[str]) -> Iterator[tuple[int, Any, tuple[States, ...]]]:
        """For each text, in any order: its number, its encoding, and its states, tokens × 384, those of the
        last layer before those of the middle."""
        encoded: list[Any] = self._tokenizer.encode_batch(list(texts)) if texts else []
        lengths = [len(each) for each in encoded]
        order = sorted(range(len(encoded)), key=lengths.__getitem__)
        while order:
            count = _alike([lengths[number] for number in order[:MOST_TOKENS]])
            batch, order = order[:count], order[count:]
            outputs = self._states([encoded[number].ids for number in batch])
            for at, number in enumerate(batch):
                yield number, encoded[number], tuple(padded[at, : lengths[number]] for padded in outputs)

    def _states(self, rows: list[list[int]]) -> list[States]:
        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return cast(Any, self._session).run(None, feeds)


def _middle(model: bytes) -> bytes:
    return first_layers(model, MIDDLE)


def _both(model: bytes) -> bytes:
    return with_layers(model, MIDDLE)


def _alike(lengths: Sequence[int]) -> int:
    """How many of the first texts go together; `lengths` in tokens, shortest first, at least one."""
    wasted = 0
    for count, (shorter, longer) in enumerate(pairwise(lengths), 1):
        wasted += count * (longer - shorter)
        if wasted > RUN_COSTS or (count + 1) * longer > MOST_TOKENS:
            return count
    return len(lengths)
