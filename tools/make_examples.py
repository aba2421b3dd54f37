"""Makes examples/strong.flac and examples/weak.flac: the bank's own sample answers in a synthetic voice.

A development tool, never a dependency: run it in an environment of its own with `piper-tts` and `av`,
and give it the voice `en_US-joe-medium` (CC0).

    python tools/make_examples.py --voice en_US-joe-medium.onnx
"""

import argparse
import wave
from io import BytesIO
from pathlib import Path

import av
import yaml
from piper import PiperVoice  # pyright: ignore[reportMissingImports]

ROOT = Path(__file__).parents[1]
QUESTION = "rlhf-limits"
IN_FULL = "reinforcement learning from human feedback"  # nobody says the letters as a word


def speak(voice: PiperVoice, text: str) -> bytes:
    sound = BytesIO()
    with wave.open(sound, "wb") as file:
        voice.synthesize_wav(text, file)
    return sound.getvalue()


def to_flac(wav: bytes, path: Path) -> None:
    with av.open(BytesIO(wav), "r") as source, av.open(str(path), "w", format="flac") as target:
        stream = target.add_stream("flac", rate=16_000, layout="mono")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
        for frame in [*source.decode(audio=0), None]:
            for out in resampler.resample(frame):
                target.mux(stream.encode(out))
        target.mux(stream.encode(None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voice", required=True)
    voice = PiperVoice.load(parser.parse_args().voice)
    pack = yaml.safe_load((ROOT / "src/extrabrain/bank/packs/guide_technical.yaml").read_text())
    question = next(q for q in pack["questions"] if q["id"] == QUESTION)
    for which in ("strong", "weak"):
        to_flac(speak(voice, question[which].replace("RLHF", IN_FULL)), ROOT / "examples" / f"{which}.flac")


if __name__ == "__main__":
    main()
