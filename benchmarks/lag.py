"""An engine three times slower than real time: is the sound on disk whole, is the lag shown, is it caught up?

The sound is made here (bursts of a tone for turns), the engine is the scripted one, slowed; so no weights are
needed, and the figures do not depend on the machine.
"""

import asyncio
import json
import tempfile
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np

import ledger
import models
from extrabrain.flows.live_file import live_file
from extrabrain.sound.loudness import Loudness
from extrabrain.words.scripted import Scripted


def main() -> None:
    parser = models.arguments("live listening with a slow engine", data=False)
    parser.add_argument("--slowdown", type=float, default=3.0)
    parser.add_argument("--turns", type=int, default=6)
    asked = parser.parse_args()
    texts = [f"this is turn number {n}" for n in range(asked.turns)]
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder) / "turns.wav", asked.turns)
        began = time.monotonic()
        run = asyncio.run(
            live_file(path, Loudness(), Scripted(texts, slowdown=asked.slowdown), lambda _: None)
        )
        took_s = time.monotonic() - began
    said = [segment.text for segment in run.transcript.segments]
    numbers: dict[str, Any] = {
        "slowdown": asked.slowdown,
        "sound_s": run.fed_samples / 16_000,
        "took_s": round(took_s, 1),
        "samples_lost": run.lost_samples,
        "lag_shown_max_ms": max(run.lag_ms, default=0),
        "lag_shown_last_ms": run.lag_ms[-1] if run.lag_ms else None,
        "turns": asked.turns,
        "turns_right": sum(a == b for a, b in zip(said, texts, strict=False)),
        "caught_up": said == texts and bool(run.lag_ms) and run.lag_ms[-1] == 0,
    }
    print(json.dumps(numbers, indent=2))
    if not asked.dry:
        print(f"appended to {ledger.append('lag', numbers)}")


def make(path: Path, turns: int) -> Path:
    """2.5 s of tone and 1.2 s of silence for each turn."""
    t = np.arange(40_000) / 16_000
    parts = [np.zeros(8_000)]
    for number in range(turns):
        parts += [np.sin(2 * np.pi * (180 + 20 * number) * t) * 9_000, np.zeros(19_200)]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(np.concatenate(parts).astype("<i2").tobytes())
    return path


if __name__ == "__main__":
    main()
