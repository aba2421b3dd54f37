"""Moonshine through sherpa-onnx: small, quick, no word times of its own."""

import base64
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from extrabrain.core.errors import Problem
from extrabrain.words.engine import Heard, Samples
from extrabrain.words.loops import unlooped
from extrabrain.words.sherpa import Recognizer, build, find, sherpa

_SPLIT_SAMPLES = 48_000
"""A slice from 3 s on in which the decoder looped is heard once more in two halves."""

_MIN_SAMPLES = 1_600
"""Below 100 ms the convolutions of the encoder have nothing to work on."""


class Moonshine:
    """`folder` holds `encoder_model.ort`, `decoder_model_merged.ort` and `tokenizer.bin`."""

    def __init__(self, name: str, folder: Path, model_id: str) -> None:
        self.name = name
        encoder = find(folder, model_id, "encoder_model.ort")
        decoder = find(folder, model_id, "decoder_model_merged.ort")
        with tokens_file(find(folder, model_id, "tokenizer.bin"), model_id) as tokens:
            made = build(
                model_id,
                lambda: sherpa().OfflineRecognizer.from_moonshine_v2(
                    encoder=str(encoder), decoder=str(decoder), tokens=str(tokens), num_threads=1
                ),
            )
        self._recognizer = Recognizer(made)

    def hear(self, samples: Samples) -> Heard:
        if len(samples) < _MIN_SAMPLES:
            return Heard("")
        text, looped = unlooped(" ".join(str(self._recognizer.decode(samples).text).split()))
        if not looped or len(samples) < _SPLIT_SAMPLES:
            return Heard(text)
        cut = quietest(samples)
        parts = (self.hear(samples[:cut]).text, self.hear(samples[cut:]).text)
        return Heard(" ".join(part for part in parts if part))


def quietest(samples: Samples) -> int:
    """Where to cut a slice in two: the middle of the quietest 50 ms in its middle half."""
    frame = 800
    start, end = len(samples) // 4, len(samples) * 3 // 4
    energy = [float(np.square(samples[at : at + frame]).sum()) for at in range(start, end - frame + 1, frame)]
    return start + int(np.argmin(energy)) * frame + frame // 2


@contextmanager
def tokens_file(tokenizer: Path, model_id: str) -> Generator[Path]:
    """`tokens.txt` as sherpa-onnx wants it (one line `base64(token) id` each), made from `tokenizer.bin`.

    It is kept beside the tokenizer; where that folder cannot be written, a temporary file serves this once.
    """
    kept = tokenizer.with_name("tokens.txt")
    if kept.is_file() and kept.stat().st_size:
        yield kept
        return
    lines = "".join(
        f"{base64.b64encode(token).decode()} {number}\n"
        for number, token in enumerate(read_tokens(tokenizer.read_bytes(), model_id))
    )
    try:
        _write_whole(kept, lines)
    except OSError:
        with tempfile.TemporaryDirectory(prefix="extrabrain-") as folder:
            once = Path(folder) / "tokens.txt"
            once.write_text(lines, encoding="ascii")
            yield once
        return
    yield kept


def read_tokens(data: bytes, model_id: str) -> list[bytes]:
    """A run of (length, bytes); a length byte of 128 or more goes on in the next byte."""
    tokens: list[bytes] = []
    at = 0
    while at < len(data):
        length = data[at]
        at += 1
        if length >= 128:
            if at >= len(data):
                break
            length += data[at] * 128 - 128
            at += 1
        tokens.append(data[at : at + length])
        at += length
    if not tokens or at != len(data):
        raise Problem(
            f"The tokenizer of the model {model_id} is damaged.",
            next_step=f"Run: extrabrain models remove {model_id}, then extrabrain models pull {model_id}",
        )
    return tokens


def _write_whole(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tokens-")
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(text)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
