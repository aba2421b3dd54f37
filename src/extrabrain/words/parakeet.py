"""NVIDIA Parakeet TDT (v2, v3; int8) through sherpa-onnx's NeMo transducer, with word times of its own."""

from pathlib import Path

from extrabrain.words.engine import Heard, Samples
from extrabrain.words.sherpa import RATE_HZ, Recognizer, build, find, floats, sherpa
from extrabrain.words.tokens import heard_of, piece_ends

_MIN_SAMPLES = 3_200


class Parakeet:
    """`folder` holds `encoder`, `decoder` and `joiner` (`.int8.onnx` or `.onnx`) and `tokens.txt`."""

    def __init__(self, name: str, folder: Path, model_id: str) -> None:
        self.name = name
        parts = {
            part: str(find(folder, model_id, f"{part}.int8.onnx", f"{part}.onnx"))
            for part in ("encoder", "decoder", "joiner")
        }
        tokens = find(folder, model_id, "tokens.txt")
        made = build(
            model_id,
            lambda: sherpa().OfflineRecognizer.from_transducer(
                **parts, tokens=str(tokens), num_threads=1, model_type="nemo_transducer"
            ),
        )
        self._recognizer = Recognizer(made)

    def hear(self, samples: Samples) -> Heard:
        if len(samples) < _MIN_SAMPLES:
            return Heard("")
        result = self._recognizer.decode(samples)
        starts = floats(result.timestamps)
        ends = piece_ends(starts, floats(result.durations), len(samples) / RATE_HZ)
        return heard_of(list(result.tokens), starts, ends)
