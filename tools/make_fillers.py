"""Makes synthetic recordings with spoken fillers at known times, for benchmarks/fillers.py.

A development tool, never a dependency: run it in an environment of its own with `piper-tts`, `scipy` and
`soundfile`, on a machine with `flite` and `espeak-ng`, and give it the voice `en_US-joe-medium` (CC0).

    python tools/make_fillers.py --voice en_US-joe-medium.onnx --out recordings

Each recording is put together from phrases of our own answers and fillers (`uh`, `um`), each synthesised by
itself: joined without a pause or with pauses around, at several lengths, pitches and levels, with and without
noise. `references.json` lists for each file its voice, its text and its fillers with their times; recordings
without fillers are the controls.
"""

import argparse
import json
import math
import random
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile  # pyright: ignore[reportMissingImports]
from piper import PiperVoice, SynthesisConfig  # pyright: ignore[reportMissingImports]
from scipy.signal import resample_poly  # pyright: ignore[reportMissingImports]

RATE = 16_000
ANSWERS = Path(__file__).parents[1] / "benchmarks" / "data" / "answers"
FLITE = ("slt", "rms", "awb", "kal16")
ESPEAK = ("en-us+m3", "en-us+f2", "en-gb+m7")
LENGTH_S = 50.0

Say = Callable[[str, float], np.ndarray]
"""Text and stretch (1.0 is the voice's own speed) to sound at 16 kHz, about -1 to 1."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voice", required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    voices: dict[str, Say] = {"joe": piper(given.voice)}
    voices |= {name: flite(name) for name in FLITE}
    voices |= {name.replace("+", "-"): espeak(name) for name in ESPEAK}
    references = []
    for number, (name, say) in enumerate(voices.items()):
        draw = random.Random(100 + number)
        for take in range(6):
            sound, entry = recording(say, draw, with_fillers=take < 4)
            entry |= {"file": f"{name}-{take}.flac", "voice": name}
            soundfile.write(given.out / entry["file"], sound, RATE, subtype="PCM_16")
            references.append(entry)
            print(entry["file"], f"{len(sound) / RATE:.0f} s, {len(entry['fillers'])} fillers", flush=True)
    (given.out / "references.json").write_text(json.dumps(references, indent=1) + "\n")


def recording(say: Say, draw: random.Random, *, with_fillers: bool) -> tuple[np.ndarray, dict]:
    """Phrases with a filler after most of them; pitch, level and noise belong to the whole recording."""
    pieces: list[np.ndarray] = [np.zeros(RATE // 2)]
    at = len(pieces[0])
    text: list[str] = []
    fillers: list[dict] = []
    speed = draw.uniform(0.85, 1.1)
    for phrase in phrases(draw):
        if at > LENGTH_S * RATE:
            break
        spoken = trimmed(say(phrase, speed))
        pieces.append(spoken)
        at += len(spoken)
        text.append(phrase)
        gaps = [0.0 if draw.random() < 0.45 else draw.uniform(0.08, 0.5) for _ in range(2)]
        if not with_fillers or draw.random() > 0.75:
            pieces.append(np.zeros(int(RATE * gaps[0])))
            at += len(pieces[-1])
            continue
        word = draw.choice(("uh", "um"))
        filler = drawn_out(say, word, draw) * draw.uniform(0.6, 1.0)
        pieces += [np.zeros(int(RATE * gaps[0])), filler, np.zeros(int(RATE * gaps[1]))]
        start = at + len(pieces[-3])
        at = start + len(filler) + len(pieces[-1])
        fillers.append({"word": word, "start": start, "end": start + len(filler)})
        text.append(word)
    sound = np.concatenate([*(faded(p) for p in pieces), np.zeros(RATE // 2)])
    up = draw.choice((92, 100, 108))
    sound = resample_poly(sound, up, 100)
    level = draw.uniform(0.08, 0.4)
    sound = sound / (np.abs(sound).max() + 1e-9) * level
    snr_db = draw.choice((60, 30, 20))
    hiss = np.random.default_rng(draw.randrange(1 << 30)).standard_normal(len(sound))
    power = np.sqrt(np.mean(sound**2))
    sound = sound + hiss * power * 10 ** (-snr_db / 20)
    for f in fillers:
        f["start_ms"] = round(f.pop("start") * up / 100 / RATE * 1000)
        f["end_ms"] = round(f.pop("end") * up / 100 / RATE * 1000)
    return sound, {"text": " ".join(text), "snr_db": snr_db, "fillers": fillers}


def phrases(draw: random.Random) -> list[str]:
    """Five to fourteen words each, from our strong answers, without punctuation inside."""
    rows = [json.loads(line) for path in sorted(ANSWERS.glob("*.jsonl")) for line in path.open()]
    found: list[str] = []
    for row in draw.sample([r for r in rows if r["variant"] == "strong"], 4):
        words = re.findall(r"[A-Za-z'’]+", row["text"])
        while len(words) > 5:
            count = draw.randint(5, 14)
            found.append(" ".join(words[:count]).lower())
            words = words[count:]
    draw.shuffle(found)
    return found


def drawn_out(say: Say, word: str, draw: random.Random) -> np.ndarray:
    """A filler of 0.16 to 0.8 s, half of them above 0.36 s, as people say them."""
    wanted_s = min(0.8, max(0.16, draw.lognormvariate(math.log(0.36), 0.35)))
    plain_s = len(trimmed(say(word, 1.0))) / RATE
    return trimmed(say(word, min(4.0, max(0.7, wanted_s / plain_s))))


def trimmed(sound: np.ndarray) -> np.ndarray:
    """Without the silence at both ends."""
    frame = RATE // 100
    levels = np.array([np.abs(sound[i : i + frame]).max() for i in range(0, len(sound), frame)])
    loud = np.flatnonzero(levels > 0.04 * levels.max())
    return sound[loud[0] * frame : (loud[-1] + 1) * frame]


def faded(piece: np.ndarray) -> np.ndarray:
    """With 5 ms slopes, so that a joint does not click."""
    slope = min(80, len(piece) // 2)
    shape = np.ones(len(piece))
    shape[:slope] = np.linspace(0, 1, slope)
    shape[len(piece) - slope :] = np.linspace(1, 0, slope)
    return piece * shape


def piper(path: str) -> Say:
    voice = PiperVoice.load(path)

    def say(text: str, stretch: float) -> np.ndarray:
        chunks = list(voice.synthesize(text, SynthesisConfig(length_scale=stretch)))
        sound = np.concatenate([c.audio_float_array for c in chunks])
        return resample_poly(sound, RATE, chunks[0].sample_rate)

    return say


def flite(name: str) -> Say:
    return _program(
        lambda text, stretch, out: [
            "flite", "-voice", name, "--setf", f"duration_stretch={stretch}", "-t", text, "-o", out,
        ]
    )  # fmt: skip


def espeak(name: str) -> Say:
    return _program(
        lambda text, stretch, out: ["espeak-ng", "-v", name, "-s", str(int(165 / stretch)), "-w", out, text]
    )


def _program(command: Callable[[str, float, str], list[str]]) -> Say:
    def say(text: str, stretch: float) -> np.ndarray:
        with tempfile.NamedTemporaryFile(suffix=".wav") as out:
            subprocess.run(command(text, stretch, out.name), check=True, capture_output=True)
            sound, rate = soundfile.read(out.name)
        return resample_poly(sound, RATE, rate)

    return say


if __name__ == "__main__":
    main()
