"""Streaming NeMo models (transducer or CTC) through sherpa-onnx: sound goes in piece by piece."""

from pathlib import Path
from typing import Any

import numpy as np

from extrabrain.words.engine import Heard, Samples
from extrabrain.words.sherpa import RATE_HZ, build, find, floats, sherpa
from extrabrain.words.tokens import heard_of, piece_ends

_END_SAMPLES = RATE_HZ // 2
"""Silence after the end, so that the last chunk of the encoder comes out."""


class Streaming:
    """`folder` holds `tokens.txt` and `encoder`, `decoder`, `joiner`, or one CTC `model` (all `.onnx`)."""

    def __init__(self, name: str, folder: Path, model_id: str) -> None:
        self.name = name
        tokens = str(find(folder, model_id, "tokens.txt"))
        if any((folder / f"model{end}").is_file() for end in (".int8.onnx", ".onnx")):
            model = str(find(folder, model_id, "model.int8.onnx", "model.onnx"))
            self._recognizer = build(
                model_id,
                lambda: sherpa().OnlineRecognizer.from_nemo_ctc(tokens=tokens, model=model, num_threads=1),
            )
            return
        parts = {
            part: str(find(folder, model_id, f"{part}.int8.onnx", f"{part}.onnx"))
            for part in ("encoder", "decoder", "joiner")
        }
        self._recognizer = build(
            model_id,
            lambda: sherpa().OnlineRecognizer.from_transducer(tokens=tokens, **parts, num_threads=1),
        )

    def listen(self) -> "StreamingEar":
        return StreamingEar(self._recognizer)

    def hear(self, samples: Samples) -> Heard:
        ear = self.listen()
        ear.push(samples)
        return ear.finish()


class StreamingEar:
    """An `Ear` on one sherpa-onnx stream."""

    def __init__(self, recognizer: Any) -> None:
        self._recognizer = recognizer
        self._stream = recognizer.create_stream()
        self._samples = 0

    def push(self, samples: Samples) -> Heard:
        self._stream.accept_waveform(RATE_HZ, samples)
        self._samples += len(samples)
        return self._words()

    def finish(self) -> Heard:
        self._stream.accept_waveform(RATE_HZ, np.zeros(_END_SAMPLES, np.float32))
        self._stream.input_finished()
        return self._words()

    def close(self) -> None:
        """Nothing is held beyond this object."""

    def _words(self) -> Heard:
        while self._recognizer.is_ready(self._stream):
            self._recognizer.decode_stream(self._stream)
        starts = floats(self._recognizer.timestamps(self._stream))
        pieces = [str(piece) for piece in self._recognizer.tokens(self._stream)]
        return heard_of(pieces, starts, piece_ends(starts, (), self._samples / RATE_HZ))
