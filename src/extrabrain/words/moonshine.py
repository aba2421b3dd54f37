"""Moonshine through sherpa-onnx: small, quick, no word times of its own."""

import base64
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from extrabrain.core.errors import Problem
from extrabrain.words.engine import Heard, Samples
from extrabrain.words.sherpa import Recognizer, build, find, sherpa

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
        return Heard(" ".join(str(self._recognizer.decode(samples).text).split()))


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
