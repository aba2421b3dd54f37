"""Word error rate and CPU time of `transcribe` against bare sherpa-onnx, in one run.

Three ways over the same recordings, with the same Moonshine and the same Silero weights:
- ours: `flows.transcribe`, file to segments with word times;
- bare, same cut: sherpa-onnx alone on exactly the slices that our turns cut out (its CPU is decoding alone);
- bare, own cut: sherpa-onnx alone with its own `VoiceActivityDetector`, file to text.

CPU is this process's own time, median of `--repeat` rounds in which the three take turns.
"""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import sherpa_onnx

import ledger
import models
from extrabrain.flows.transcribe import Transcriber
from extrabrain.sound.file import read_audio
from extrabrain.sound.vad import SileroVad
from extrabrain.words.engine import Heard, Samples, samples_of
from extrabrain.words.engines import DEFAULT, VOICE_MODEL, load
from extrabrain.words.moonshine import tokens_file

_NORMAL: Any = jiwer.Compose(
    [
        jiwer.ToLowerCase(),
        jiwer.SubstituteRegexes({r"\bmr\b\.?": "mister", r"[-—–]": " ", r"[^\w\s']": " "}),
        jiwer.RemoveMultipleSpaces(),
        jiwer.Strip(),
    ]
)

Said = dict[str, str]


def main() -> None:
    parser = models.arguments("WER and CPU of transcribe against bare sherpa-onnx")
    parser.add_argument("--repeat", type=int, default=5)
    asked = parser.parse_args()
    references = json.loads((asked.data / "references.json").read_text(encoding="utf-8"))
    truth = {r["file"]: str(r["text"]) for r in references}
    files = [asked.data / name for name in truth]

    started = time.process_time()
    ours = Ours(models.weights(asked.models))
    ours_load_s = time.process_time() - started
    started = time.process_time()
    bare = Bare(asked.models)
    bare_load_s = time.process_time() - started

    cuts = {path: ours.cut(path) for path in files}
    ways: dict[str, Callable[[Path], str]] = {
        "ours": ours.text,
        "bare, same cut": lambda path: " ".join(bare.decode(samples) for samples in cuts[path]),
        "bare, own cut": bare.text,
    }
    said, cpu_s = measure(ways, files, asked.repeat)
    wer = {way: 100 * error_rate(truth, texts) for way, texts in said.items()}

    print(f"{len(files)} files, {sum(len(t.split()) for t in truth.values())} words\n")
    print(f"{'way':<16}{'WER %':>8}{'CPU s':>9}")
    for way in ways:
        print(f"{way:<16}{wer[way]:>8.2f}{cpu_s[way]:>9.2f}")
    print(f"\nstart-up CPU: ours {ours_load_s:.2f} s, bare {bare_load_s:.2f} s")
    numbers: dict[str, Any] = {
        "files": len(files),
        "wer_percent": {way: round(rate, 2) for way, rate in wer.items()},
        "wer_difference_points": round(wer["ours"] - wer["bare, same cut"], 2),
        "cpu_s": {way: round(seconds, 3) for way, seconds in cpu_s.items()},
        "cpu_ratio_to_bare_pipeline": round(cpu_s["ours"] / cpu_s["bare, own cut"], 3),
        "cpu_ratio_to_bare_decode_plus_start_up": round(
            cpu_s["ours"] / (cpu_s["bare, same cut"] + bare_load_s), 3
        ),
        "start_up_cpu_s": {"ours": round(ours_load_s, 3), "bare": round(bare_load_s, 3)},
    }
    print(json.dumps(numbers, indent=2))
    if not asked.dry:
        print(f"appended to {ledger.append('wer', numbers)}")


class Ours:
    def __init__(self, held: Any) -> None:
        self._vad = SileroVad(held.path(VOICE_MODEL) / "silero_vad.onnx")
        self._engine = load(DEFAULT, held.path)

    def text(self, path: Path) -> str:
        return Transcriber(self._vad, self._engine).transcribe(path).text

    def cut(self, path: Path) -> list[Samples]:
        keeping = Keeping()
        Transcriber(self._vad, keeping).transcribe(path)
        return keeping.slices


class Keeping:
    name = "keeping"

    def __init__(self) -> None:
        self.slices: list[Samples] = []

    def hear(self, samples: Samples) -> Heard:
        self.slices.append(samples)
        return Heard("")


class Bare:
    """sherpa-onnx and nothing else of ours but the reading of the file."""

    def __init__(self, folder: Path) -> None:
        moonshine = folder / "moonshine-tiny-en"
        with tokens_file(moonshine / "tokenizer.bin", DEFAULT) as tokens:
            self._recognizer = sherpa_onnx.OfflineRecognizer.from_moonshine_v2(
                encoder=str(moonshine / "encoder_model.ort"),
                decoder=str(moonshine / "decoder_model_merged.ort"),
                tokens=str(tokens),
                num_threads=1,
            )
        config = sherpa_onnx.VadModelConfig()
        config.silero_vad.model = str(folder / "silero-vad" / "silero_vad.onnx")
        config.silero_vad.min_silence_duration = 0.64
        config.silero_vad.max_speech_duration = 24.0
        config.sample_rate = 16_000
        self._config = config
        self._vad = sherpa_onnx.VoiceActivityDetector(config, buffer_size_in_seconds=60)

    def decode(self, samples: Samples) -> str:
        stream = self._recognizer.create_stream()
        stream.accept_waveform(16_000, samples)
        self._recognizer.decode_stream(stream)
        return stream.result.text.strip()

    def text(self, path: Path) -> str:
        self._vad.reset()
        sound = samples_of(b"".join(chunk.pcm for chunk in read_audio(path)))
        texts: list[str] = []
        for at in range(0, len(sound), 512):
            self._vad.accept_waveform(sound[at : at + 512])
            texts += self._popped()
        self._vad.flush()
        return " ".join(texts + self._popped())

    def _popped(self) -> list[str]:
        texts: list[str] = []
        while not self._vad.empty():
            texts.append(self.decode(np.array(self._vad.front.samples, np.float32)))
            self._vad.pop()
        return texts


def measure(
    ways: dict[str, Callable[[Path], str]], files: list[Path], repeat: int
) -> tuple[dict[str, Said], dict[str, float]]:
    """What each way said, and the median of its CPU seconds over all files."""
    said: dict[str, Said] = {}
    rounds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(repeat):
        for way, text in ways.items():
            began = time.process_time()
            said[way] = {path.name: text(path) for path in files}
            rounds[way].append(time.process_time() - began)
    return said, {way: statistics.median(times) for way, times in rounds.items()}


def error_rate(truth: Said, said: Said) -> float:
    names = list(truth)
    return float(jiwer.wer([_NORMAL(truth[n]) for n in names], [_NORMAL(said[n]) for n in names]))


if __name__ == "__main__":
    main()
